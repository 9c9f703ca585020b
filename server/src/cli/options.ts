/** The options of each command. */
import { parseArgs } from 'node:util';
import type { RuleFilesOptions } from './ruleFiles.ts';

/** A mistake in the arguments; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How a result can be printed; which of them depends on the command. */
export type Format = 'text' | 'json' | 'sarif' | 'junit';

export interface CommonOptions extends RuleFilesOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly quiet: boolean;
  readonly color: boolean;
}

export interface CheckOptions extends CommonOptions {
  /** More warnings than this are a failure; undefined: any number is fine. */
  readonly maxWarnings: number | undefined;
  /** Whether safe fixes are made in the files. */
  readonly fix: boolean;
}

export interface RunOptions extends CommonOptions {
  readonly html: string | undefined;
  readonly svg: string | undefined;
  readonly scenario: string | undefined;
  readonly seed: number | undefined;
  /** Nodes whose log lines are printed; none named: of all; undefined: no log lines. */
  readonly logs: readonly string[] | undefined;
}

export interface FmtOptions {
  readonly paths: readonly string[];
  readonly check: boolean;
  readonly quiet: boolean;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly output: string | undefined;
  readonly quiet: boolean;
  readonly color: boolean;
}

const COMMON = {
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  color: { type: 'boolean', default: false },
  config: { type: 'string' },
  'no-config': { type: 'boolean', default: false },
} as const;
const CHECK = { ...COMMON, 'max-warnings': { type: 'string' }, fix: { type: 'boolean', default: false } } as const;
const RUN = {
  ...COMMON,
  html: { type: 'string' },
  svg: { type: 'string' },
  scenario: { type: 'string' },
  seed: { type: 'string' },
  logs: { type: 'string', multiple: true },
} as const;
const FMT = { check: { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false } } as const;

const IMPORT = {
  output: { type: 'string', short: 'o' },
  quiet: { type: 'boolean', default: false },
  color: { type: 'boolean', default: false },
} as const;

const MAX_SEED = 2 ** 32 - 1;

/** What follows `tcsim check`; throws a UsageError for what it does not know. */
export function checkOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options: CHECK, allowPositionals: true }));
  if (values.fix && positionals.includes('-')) {
    throw new UsageError('--fix changes files; there is none to change for - (standard input).');
  }
  return {
    ...common(values, ['text', 'json', 'sarif']),
    paths: some(positionals),
    maxWarnings: values['max-warnings'] === undefined ? undefined : countOf(values['max-warnings']),
    fix: values.fix,
  };
}

/** What follows `tcsim run`; throws a UsageError for what it does not know. */
export function runOptions(args: readonly string[]): RunOptions {
  // The name after --logs may be left out, which parseArgs does not know.
  const withNames = args.map((arg) => (arg === '--logs' ? '--logs=' : arg));
  const { values, positionals } = parsed(() => parseArgs({ args: withNames, options: RUN, allowPositionals: true }));
  const logs = values.logs?.flatMap((names) => names.split(',').filter((name) => name !== ''));
  if (logs !== undefined && values.format !== 'text') {
    throw new UsageError('--logs belongs to the text report; the result as JSON has every log line among its events.');
  }
  const { html, svg, scenario } = values;
  const seed = values.seed === undefined ? undefined : seedOf(values.seed);
  return {
    ...common(values, ['text', 'json', 'junit']),
    paths: some(positionals),
    html,
    svg,
    scenario,
    seed,
    logs,
  };
}

/** What follows `tcsim fmt`; throws a UsageError for what it does not know. */
export function fmtOptions(args: readonly string[]): FmtOptions {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options: FMT, allowPositionals: true }));
  if (positionals.includes('-') && positionals.length > 1) {
    throw new UsageError('- (standard input) cannot be formatted together with files.');
  }
  return { ...values, paths: some(positionals) };
}

/** What follows `tcsim import`; throws a UsageError for what it does not know. */
export function importOptions(args: readonly string[]): ImportOptions {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options: IMPORT, allowPositionals: true }));
  if (positionals.length === 0) throw new UsageError('Name at least one tc-config.xml or ehcache.xml.');
  return { ...values, paths: positionals, output: values.output };
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    // The messages of parseArgs are for people; only its advice for positional arguments does not fit here.
    throw new UsageError((error as Error).message.replace(/\. To specify a positional.*$/s, '.'));
  }
}

function some(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) {
    throw new UsageError('Name at least one .tcsim file or a folder that has some.');
  }
  return paths;
}

interface CommonValues extends Pick<CommonOptions, 'quiet' | 'color'> {
  readonly format: string;
  readonly output?: string | undefined;
  readonly config?: string | undefined;
  readonly 'no-config': boolean;
}

/** What `check` and `run` have in common. */
function common(values: CommonValues, formats: readonly Format[]): Omit<CommonOptions, 'paths'> {
  const { quiet, color, output, config, 'no-config': noConfig } = values;
  if (config !== undefined && noConfig) throw new UsageError('--config and --no-config exclude each other.');
  return { quiet, color, output, config, noConfig, format: formatOf(values.format, formats) };
}

function formatOf(format: string, formats: readonly Format[]): Format {
  const found = formats.find((each) => each === format);
  if (found === undefined) {
    throw new UsageError(`--format is ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}, not ${format}.`);
  }
  return found;
}

function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--max-warnings is a whole number, 0 or more, not ${text}.`);
  return Number(text);
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MAX_SEED) {
    throw new UsageError(`--seed is a whole number from 0 to ${MAX_SEED}, not ${text}.`);
  }
  return seed;
}
