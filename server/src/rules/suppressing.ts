/** The quick fix that suppresses a finding. */
import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { Origin, SourceFile } from '../model/model.ts';
import { directivesOf, endOfLine, REASON_TO_COME, startOfLine } from './directives.ts';
import { isSuppressible } from './levels.ts';

/** Inserts a suppression above the line of a finding, or adds to the one that is there; undefined where none can stand. */
export function suppressing(diagnostic: Diagnostic, files: readonly SourceFile[]): Fix | undefined {
  const { code, at } = diagnostic;
  const source = files[at.file];
  if (source === undefined || !isSuppressible(diagnostic)) return undefined;
  const { text, format } = source;
  const title = `Suppress ${code} on this line`;
  const there = directivesOf(source).find(
    ({ reach, covers: line, ids }) =>
      reach === 'next-line' && ids.length > 0 && line.start <= at.start && at.start <= line.end,
  );
  const last = there?.ids.at(-1);
  if (last !== undefined) {
    return { title, edits: [{ at: { file: at.file, start: last.end, end: last.end }, text: `, ${code}` }] };
  }
  const keyword = `tcsim-disable-next-line ${code}`;
  if (format === 'xml') return suppressingXml(title, `${keyword}: ${REASON_TO_COME}`, at, text);
  const sign = format === undefined ? '//' : '#';
  const start = startOfLine(text, at.start);
  return inserted(title, `${sign} ${keyword} -- ${REASON_TO_COME}`, { file: at.file, start, end: start }, text);
}

/** Above the line on which the tag of the finding begins, unless that line begins inside a tag. */
function suppressingXml(title: string, comment: string, at: Origin, text: string): Fix | undefined {
  const tag = Math.max(0, text.lastIndexOf('<', at.start));
  const start = startOfLine(text, tag);
  const isInside = start > 0 && text.lastIndexOf('<', start - 1) > text.lastIndexOf('>', start - 1);
  if (isInside || text.startsWith('<?', start)) return undefined;
  return inserted(title, `<!-- ${comment} -->`, { file: at.file, start, end: start }, text);
}

function inserted(title: string, comment: string, at: Origin, text: string): Fix {
  const [indent = ''] = /^[ \t]*/.exec(text.slice(at.start, endOfLine(text, at.start))) ?? [];
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return { title, edits: [{ at, text: `${indent}${comment}${lineEnd}` }] };
}
