// The HTML around the timeline page, and what of it depends on the cursor. No `vscode` here: plain functions.
import type { Place, TimelineRun } from '../timeline/protocol.ts';

export interface PageResources {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The source that the webview serves its resources from. */
  readonly cspSource: string;
  /** Unguessable and new for every page; only the script that carries it runs. */
  readonly nonce: string;
}

/** The document of the webview: nothing may be loaded but its own script and style. */
export function timelineHtml({ scriptUri, styleUri, cspSource, nonce }: PageResources): string {
  const policy = `default-src 'none'; img-src ${cspSource} data:; font-src ${cspSource}; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timeline</title>
<link rel="stylesheet" href="${styleUri}">
</head>
<body>
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>
`;
}

/**
 * Indexes of the places that start on a line of a file; the cursor there means them. `lineOf` knows on which line a place
 * starts now; -1 when its text is not what was run.
 */
export function placesOnLine(
  { places }: TimelineRun,
  file: string,
  line: number,
  lineOf: (place: Place) => number,
): readonly number[] {
  return places.flatMap((place, index) => (place.file === file && lineOf(place) === line ? [index] : []));
}
