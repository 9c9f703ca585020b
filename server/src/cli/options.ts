/** The options of each command. */
import { parseArgs } from 'node:util';

/** A mistake in the arguments; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface CommonOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  readonly output: string | undefined;
  readonly quiet: boolean;
  readonly color: boolean;
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
} as const;
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

export function checkOptions(args: readonly string[]): CommonOptions {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options: COMMON, allowPositionals: true }));
  return { ...values, paths: some(positionals), format: formatOf(values.format), output: values.output };
}

export function runOptions(args: readonly string[]): RunOptions {
  // The name after --logs may be left out, which parseArgs does not know.
  const withNames = args.map((arg) => (arg === '--logs' ? '--logs=' : arg));
  const { values, positionals } = parsed(() => parseArgs({ args: withNames, options: RUN, allowPositionals: true }));
  const logs = values.logs?.flatMap((names) => names.split(',').filter((name) => name !== ''));
  if (logs !== undefined && values.format === 'json') {
    throw new UsageError('--logs belongs to the text report; the result as JSON has every log line among its events.');
  }
  const { output, html, svg, scenario } = values;
  const seed = values.seed === undefined ? undefined : seedOf(values.seed);
  return {
    ...values,
    paths: some(positionals),
    format: formatOf(values.format),
    output,
    html,
    svg,
    scenario,
    seed,
    logs,
  };
}

export function fmtOptions(args: readonly string[]): FmtOptions {
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options: FMT, allowPositionals: true }));
  if (positionals.includes('-') && positionals.length > 1) {
    throw new UsageError('- (standard input) cannot be formatted together with files.');
  }
  return { ...values, paths: some(positionals) };
}

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

function formatOf(format: string): 'text' | 'json' {
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`--format is text or json, not ${format}.`);
  }
  return format;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MAX_SEED) {
    throw new UsageError(`--seed is a whole number from 0 to ${MAX_SEED}, not ${text}.`);
  }
  return seed;
}
