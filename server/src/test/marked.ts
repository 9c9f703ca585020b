/**
 * Texts that say themselves what is wrong with them:
 *
 *     crash tsa-9
 *           ^^^^^ TCS002: no node named
 *
 * A marker line belongs to the line of text above it; several may follow one another. The `^` stand below the place.
 */
import { expect } from 'vitest';
import { buildProgram, type Diagnostic } from '../model/index.ts';

export interface Expected {
  /** Zero-based line of the text without its markers. */
  readonly line: number;
  /** Offsets into the text without its markers. */
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** The message contains this; empty when the code is enough. */
  readonly messagePart: string;
}

export interface Marked {
  /** The text without its markers. */
  readonly text: string;
  readonly expected: readonly Expected[];
}

const MARKER = /^([\s/]*)(\^+)\s*(TCS\d{3})(?::\s*(.*?))?\s*$/;

/** Takes the markers out of a text. Throws when a marker has no line above it. */
export function parseMarked(marked: string): Marked {
  const lines: string[] = [];
  const expected: Expected[] = [];
  let lineStart = 0;
  for (const line of marked.split('\n')) {
    const found = MARKER.exec(line);
    if (found === null) {
      lineStart = lines.reduce((sum, each) => sum + each.length + 1, 0);
      lines.push(line);
      continue;
    }
    if (lines.length === 0) throw new Error(`The marker "${line}" has no line above it.`);
    const [, indent = '', carets = '', code = '', messagePart = ''] = found;
    const start = lineStart + indent.length;
    expected.push({ line: lines.length - 1, start, end: start + carets.length, code, messagePart });
  }
  return { text: lines.join('\n'), expected };
}

/** A text with markers below its lines, sorted by place and code: two of them compare well in a failing test. */
export function renderMarked(text: string, items: readonly Omit<Expected, 'line'>[]): string {
  const key = ({ code, messagePart }: Omit<Expected, 'line'>): string => `${code} ${messagePart}`;
  const sorted = [...items].sort((a, b) => a.start - b.start || a.end - b.end || (key(a) < key(b) ? -1 : 1));
  const out: string[] = [];
  let lineStart = 0;
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    out.push(line);
    const lineEnd = lineStart + line.length;
    const isLast = i === lines.length - 1;
    for (const { start, end, code, messagePart } of sorted) {
      if (start < lineStart || (start > lineEnd && !isLast)) continue;
      // Of a place of several lines the first is marked; an empty place at the end of a line gets one sign.
      const width = Math.max(1, Math.min(end, lineEnd) - start);
      out.push(
        `${' '.repeat(start - lineStart)}${'^'.repeat(width)} ${code}${messagePart === '' ? '' : `: ${messagePart}`}`,
      );
    }
    lineStart = lineEnd + 1;
  });
  return out.join('\n');
}

/** What is found in a text: by default the diagnostics of the language, without the rules. */
export type Analyse = (text: string) => readonly Diagnostic[];

const ofLanguage: Analyse = (text) => buildProgram('test.tcsim', text).diagnostics;

/**
 * Fails unless exactly the marked diagnostics are found, each at its place. Infos and hints count only where the text
 * marks them. `analyse` may add those of the rules, or leave some out. Returns what was found, in the order of the text.
 */
export function expectDiagnostics(marked: string, analyse: Analyse = ofLanguage): readonly Diagnostic[] {
  const { text, expected } = parseMarked(marked);
  const open = [...expected];
  const found: Diagnostic[] = [];
  const actual: Omit<Expected, 'line'>[] = [];
  for (const diagnostic of analyse(text)) {
    const { at, code, message, severity } = diagnostic;
    const i = open.findIndex(
      (each) => each.start === at.start && each.code === code && message.includes(each.messagePart),
    );
    if (i < 0 && (severity === 'info' || severity === 'hint')) continue;
    const [same] = i < 0 ? [] : open.splice(i, 1);
    found.push(diagnostic);
    actual.push({ start: at.start, end: at.end, code, messagePart: same?.messagePart ?? message });
  }
  expect(renderMarked(text, actual)).toBe(renderMarked(text, expected));
  return found;
}
