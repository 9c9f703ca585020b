/** `tcsim import`: configuration files as the declarations of a scenario file. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { someCluster } from '../configuration.ts';
import { defaultAlias, importConfiguration, type NamedImport, printImports } from '../importers/index.ts';
import { analyse } from '../index.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { Places } from '../report/place.ts';
import { EXIT } from './exitCode.ts';
import { type ImportOptions, UsageError } from './options.ts';
import { Sink } from './sink.ts';
import { readConfiguration } from './sources.ts';
import { complain, say, styleOf } from './terminal.ts';

interface NamedFile {
  readonly alias: string;
  readonly name: string;
  readonly text: string;
}

/** `tcsim import`. Returns the exit code; throws a UsageError rather than overwrite a file. */
export function importFiles({ paths, output, quiet, color }: ImportOptions): number {
  if (output !== undefined && existsSync(output)) {
    throw new UsageError(`${output} exists already: name another file, or remove it.`);
  }
  const files: NamedFile[] = [];
  for (const path of paths) {
    const { alias, name } = named(path, files);
    const { text, problem } = readConfiguration(name);
    if (text === undefined) {
      complain(`tcsim import: ${name}: ${problem?.message ?? 'It cannot be read.'}`);
      return EXIT.invalid;
    }
    files.push({ alias, name, text });
  }
  const imports = files.map(
    ({ alias, name, text }): NamedImport => ({ file: basename(name), imported: importConfiguration(text, alias) }),
  );
  const code = complainAbout(files, { quiet, color });
  if (imports.every(({ imported }) => imported.kind === undefined)) return EXIT.invalid;
  const sink = new Sink(output);
  sink.write(printImports(imports));
  sink.close();
  if (output !== undefined && !quiet) say(`${output} is written.`);
  return code;
}

/** `orders=conf/tc-config.xml`, or a path alone; files of one name get numbers. */
function named(argument: string, before: readonly NamedFile[]): { alias: string; name: string } {
  const written = /^([A-Za-z_][\w-]*)=(.+)$/s.exec(argument);
  if (written !== null) return { alias: written[1] ?? '', name: written[2] ?? '' };
  const alias = defaultAlias(argument);
  const count = before.filter((file) => file.alias.replace(/-\d+$/, '') === alias).length;
  return { alias: count === 0 ? alias : `${alias}-${count + 1}`, name: argument };
}

/** What is wrong in the files, at its place there: as if a scenario imported them all. */
function complainAbout(files: readonly NamedFile[], { quiet, color }: { quiet: boolean; color: boolean }): number {
  const text = files.map(({ alias }, i) => `import "${i}.xml" as ${alias}\n`).join('');
  const read = (target: string) => files[Number.parseInt(target, 10)];
  const alone = analyse(text, '', read);
  // Clients are checked together with an array: without a file for it, any will do.
  const [product] = files.flatMap(({ text, alias }) => importConfiguration(text, alias).product ?? []);
  const { diagnostics, model } =
    alone.model.clusters.length > 0 ? alone : analyse(text + someCluster(product), '', read);
  const shown = diagnostics.filter(
    ({ severity, at }) => at.file > 0 && (severity === 'error' || (severity === 'warning' && !quiet)),
  );
  const style = styleOf(process.stderr, color);
  complain(diagnosticsText(shown, new Places(model.files), { style, excerpt: process.stderr.isTTY }));
  return shown.some(({ severity }) => severity === 'error') ? EXIT.invalid : EXIT.held;
}
