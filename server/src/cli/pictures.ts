/** `--html` and `--svg`: runs as a page and as pictures. */
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { reportHtml } from '../report/html.ts';
import type { FileReport } from '../report/json.ts';
import { runSvg } from '../report/svg.ts';
import { type RunOptions, UsageError } from './options.ts';
import { writeFileWhole } from './sources.ts';

/** Writes what `--html` and `--svg` ask for; of several runs, an SVG each, with a number in its name. */
export async function writePictures(reports: readonly FileReport[], { html, svg }: RunOptions): Promise<void> {
  const runs = reports.flatMap(({ results, places }) => results.map((result) => ({ result, places })));
  if (html !== undefined) {
    writeFileWhole(
      html,
      await reportHtml(runs, { script: builtFile('timeline.js'), style: builtFile('timeline.css') }),
    );
  }
  if (svg !== undefined) {
    for (const [position, { result }] of runs.entries()) {
      writeFileWhole(runs.length === 1 ? svg : numbered(svg, position + 1), runSvg(result));
    }
  }
}

/** The built timeline page lies beside the built command. */
function builtFile(name: 'timeline.js' | 'timeline.css'): string {
  const url = new URL(`../timeline/${name}`, import.meta.url);
  if (!existsSync(url)) {
    throw new UsageError(
      `The timeline page lacks its ${name} beside the command; in a checkout, npm run build makes it.`,
    );
  }
  // A source map would not be beside the report.
  return readFileSync(url, 'utf8').replace(/\n(\/\/|\/\*)# sourceMappingURL=.*\s*$/, '\n');
}

/** `a/b.svg` → `a/b-2.svg`. */
function numbered(path: string, number: number): string {
  const ending = extname(path);
  return `${path.slice(0, path.length - ending.length)}-${number}${ending}`;
}
