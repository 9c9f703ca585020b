/** Runs as one page that needs nothing else: the timeline of the editor, its data, and tables where scripts do not run. */
import type { ReportData } from '../../../client/timeline/protocol.ts';
import type { RunResult } from '../index.ts';
import { encodeTrace } from '../trace/codec.ts';
import { traceLines } from '../trace/text.ts';
import { formatInstant } from '../trace/time.ts';
import { COMPARISON_TITLES, comparisonCells, variantGroups } from './comparison.ts';
import type { Places } from './place.ts';
import { MARK_OF_VERDICT } from './style.ts';
import { timelineRunOf } from './timelineRun.ts';

/** The built timeline page, as texts. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

export interface RunWithPlaces {
  readonly result: RunResult;
  readonly places: Places;
}

/** Rows of a run's table, which only readers without scripts see. */
const MAX_TABLE_ROWS = 2000;

/**
 * The page. Nothing in it can reach a network: the policy allows its own script and its own style, by their hashes,
 * and nothing else.
 */
export async function reportHtml(runs: readonly RunWithPlaces[], { script, style }: PageParts): Promise<string> {
  const data: ReportData = {
    runs: runs.map(({ result, places }) => ({ ...timelineRunOf(result, places), trace: encodeTrace(result.trace) })),
    selected: 0,
  };
  const code = `globalThis.tcsimReport=JSON.parse(document.getElementById('tcsim-data').textContent);\n${script.replaceAll('</script', '<\\/script')}`;
  const css = style.replaceAll('</style', '<\\/style');
  const policy = [
    "default-src 'none'",
    'img-src data:',
    'font-src data:',
    `style-src '${await hashOf(css)}' '${await hashOf(TABLE_STYLE)}'`,
    `script-src '${await hashOf(code)}'`,
  ].join('; ');
  const title = runs.length === 1 ? (runs[0]?.result.scenario.name ?? '') : `${runs.length} runs`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${css}</style>
</head>
<body>
<noscript>
<style>${TABLE_STYLE}</style>
${comparisons(runs)}${runs.map(({ result }) => tables(result)).join('\n')}
</noscript>
<script type="application/json" id="tcsim-data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${code}</script>
</body>
</html>
`;
}

const TABLE_STYLE =
  'body{font:14px system-ui,sans-serif;margin:1em;max-width:80em}table{border-collapse:collapse}td,th{text-align:left;padding:.2em .8em;vertical-align:top;border-bottom:1px solid #8884}td:first-child{white-space:nowrap}';

/** The values of a `for` side by side; of the runs of one file, as names of scenarios may come again in another. */
function comparisons(runs: readonly RunWithPlaces[]): string {
  return [...Map.groupBy(runs, ({ places }) => places).values()]
    .flatMap((ofFile) => variantGroups(ofFile.map(({ result }) => result)))
    .map((group) => {
      const rows = group.map(({ scenario, trace, judgements }) => [
        scenario.variant,
        ...comparisonCells(
          trace,
          judgements.map(({ verdict }) => verdict),
        ),
      ]);
      return `<h1>${escaped(group[0]?.scenario.name ?? '')}, compared</h1>\n${table(COMPARISON_TITLES, rows)}\n`;
    })
    .join('');
}

function tables({ scenario, trace, judgements, verdict }: RunResult): string {
  const variant = scenario.variant === '' ? '' : ` (${scenario.variant})`;
  const lines = traceLines(trace, { detail: 'notable' });
  const verdicts = judgements.map(({ expectation, verdict: own, reason }) => [
    `${MARK_OF_VERDICT[own]} ${own}`,
    scenario.expectations[expectation]?.text ?? '',
    reason,
  ]);
  const events = lines
    .slice(0, MAX_TABLE_ROWS)
    .map(({ timeMicros, lane, text, cause }) => [formatInstant(timeMicros), lane, text + cause]);
  const rest = lines.length > MAX_TABLE_ROWS ? `<p>… and ${lines.length - MAX_TABLE_ROWS} more.</p>` : '';
  return `<h1>${escaped(scenario.name + variant)}: ${verdict}</h1>
${table(['Verdict', 'Expectation', 'Reason'], verdicts)}
<h2>What happened</h2>
${table(['Time', 'Where', 'What'], events)}${rest}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  const heading = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  return `<table><thead><tr>${heading}</tr></thead><tbody>${rows.map(cells).join('\n')}</tbody></table>`;
}

/** As a content security policy writes it. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
