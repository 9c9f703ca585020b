/** Diagnostics as a compiler prints them: one line that editors and CI recognise, then why it matters and what to do. */
import { type Diagnostic, SEVERITIES } from '../model/diagnostic.ts';
import type { Places } from './place.ts';
import { cut, type Ink, paint, type Style, wrapped } from './style.ts';

const INKS: Readonly<Record<Diagnostic['severity'], Ink>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'cyan',
};

/** A message may quote a word of the text, and a word may be a megabyte long. */
const MAX_TEXT = 600;

export interface DiagnosticTextOptions {
  readonly style: Style;
  /** Shows the line of the source, with the place marked below. */
  readonly excerpt: boolean;
}

/** `file:line:column: error TCSnnn: message` and the lines that belong to it, without a final line break. */
export function diagnosticText(
  diagnostic: Diagnostic,
  places: Places,
  { style, excerpt }: DiagnosticTextOptions,
): string {
  const { code, severity, at, message, why, help, related } = diagnostic;
  const { file, line, column } = places.of(at);
  const head = `${paint(style, 'bold', `${file}:${line}:${column}:`)} ${paint(style, INKS[severity], `${severity} ${code}:`)} ${cut(message, MAX_TEXT)}`;
  return [
    head,
    ...(excerpt ? excerptLines(diagnostic, places, style) : []),
    ...labelled(style, 'why', why),
    ...labelled(style, 'help', help),
    ...related.flatMap(({ at: other, message: text }) => labelled(style, 'see', `${places.short(other)}: ${text}`)),
  ].join('\n');
}

/** What is printed of one file; nobody reads more, and the JSON has them all. */
const MAX_DIAGNOSTICS = 200;

/** The diagnostics one below the other, with a line break at the end; empty for none. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  places: Places,
  options: DiagnosticTextOptions,
): string {
  const lines = diagnostics.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => diagnosticText(diagnostic, places, options));
  const rest = diagnostics.length - lines.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].map((line) => `${line}\n`).join('');
}

/** `2 errors, 1 warning`; empty for none. */
export function diagnosticSummary(diagnostics: readonly Diagnostic[]): string {
  return SEVERITIES.map(
    (severity) => [severity, diagnostics.filter((diagnostic) => diagnostic.severity === severity).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}${count > 1 && severity !== 'info' ? 's' : ''}`)
    .join(', ');
}

function labelled(style: Style, label: string, text: string): string[] {
  if (text === '') {
    return [];
  }
  const [first = '', ...rest] = wrapped(style, cut(text, MAX_TEXT), '          ');
  return [`    ${paint(style, 'dim', `${label}:`.padEnd(6))}${first.trimStart()}`, ...rest];
}

function excerptLines({ at, severity }: Diagnostic, places: Places, style: Style): string[] {
  const { line, column, endLine, endColumn } = places.of(at);
  const { start, end } = places.linesOf(at.file).line(line - 1);
  const source = (places.files[at.file]?.text ?? '').slice(start, end).replaceAll('\t', ' ');
  const gutter = `${line} | `.padStart(8);
  const room = Math.min(style.width, 200) - gutter.length;
  if (source.trim() === '' || column > room) {
    return [];
  }
  const length = Math.max(endLine === line ? endColumn - column : source.length - column + 1, 1);
  const marks = '^'.repeat(Math.min(length, room - column + 1));
  return [
    `${paint(style, 'dim', gutter)}${cut(source, room)}`,
    `${paint(style, 'dim', '| '.padStart(gutter.length))}${' '.repeat(column - 1)}${paint(style, INKS[severity], marks)}`,
  ];
}
