/** `tcsim fmt`: scenario files in the style of the language. */
import { format, parse } from '../language/index.ts';
import { diagnosticText } from '../report/diagnostics.ts';
import { PLAIN } from '../report/style.ts';
import { analysed } from './analysed.ts';
import { EXIT } from './exitCode.ts';
import type { FmtOptions } from './options.ts';
import { RuleFiles } from './ruleFiles.ts';
import { fileErrorText, findSources, type Source, STANDARD_INPUT, writeFileWhole } from './sources.ts';
import { complain, say } from './terminal.ts';

/** `tcsim fmt`. Formats the files, or with `--check` lists those that are not. Returns the exit code. */
export function fmt({ paths, check, quiet }: FmtOptions): number {
  let code: number = EXIT.held;
  for (const source of findSources(paths)) {
    const formatted = formattedText(source);
    if (formatted === undefined) {
      code = EXIT.invalid;
    } else if (source.name === STANDARD_INPUT && !check) {
      process.stdout.write(formatted);
    } else if (formatted !== source.text) {
      code = Math.max(code, handle(source.name, formatted, { check, quiet }));
    }
  }
  return code;
}

/** Writes or lists a file that is not formatted. */
function handle(name: string, text: string, { check, quiet }: Pick<FmtOptions, 'check' | 'quiet'>): number {
  try {
    if (!check) {
      writeFileWhole(name, text);
    }
  } catch (error) {
    complain(`tcsim: ${name}: ${fileErrorText(error)}`);
    return EXIT.invalid;
  }
  if (!quiet) {
    say(name);
  }
  return check ? EXIT.violated : EXIT.held;
}

/** Undefined, after a complaint, where the text cannot be read or its structure is in doubt. */
function formattedText(source: Source): string | undefined {
  const tree = source.text === undefined ? undefined : parse(source.text);
  if (tree !== undefined && tree.problems.length === 0) {
    return format(tree);
  }
  const { report } = analysed(source, new RuleFiles({ config: undefined, noConfig: true }));
  const problems = report.diagnostics.filter(
    ({ code, at }) => at.file === 0 && (tree === undefined || code === 'TCS001'),
  );
  for (const problem of problems) {
    complain(diagnosticText(problem, report.places, { style: PLAIN, excerpt: false }));
  }
  complain(`tcsim: ${source.name} was left as it is.`);
  return undefined;
}
