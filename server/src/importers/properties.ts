/**
 * Reads files of `key=value` lines in which everything knows its place: the `.properties` of Java, and the `.cfg` of the
 * dynamic configuration, whose keys contain colons. Any text can be read; lines that say nothing are left out.
 */
import type { Range } from '../language/syntax.ts';

/** `key` and `value` as they are meant: escapes and folded lines are undone, blanks around them are gone. */
export interface Property extends Range {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: string;
  readonly valueRange: Range;
  /** Where the characters from → to of `value` stand in the file. */
  placeOf(from: number, to: number): Range;
}

/** Beyond any configuration; up to it a file is read in less than a second. */
export const PROPERTY_LIMITS = { length: 1024 * 1024, properties: 20_000 };

export interface PropertyFile {
  readonly properties: readonly Property[];
  /** What a `.cfg` loses without a word: text between a backslash and the end of its line, or behind a second `=`. */
  readonly lost: readonly Range[];
  /** Where a limit was reached. */
  readonly cutAt: number | undefined;
}

/** What ends a key: `=`, `:` and blanks in Java; only `=` in `.cfg`. */
export type Separators = 'java' | 'equals';

interface Text {
  readonly text: string;
  /** Where each character comes from; as long as the text plus one. */
  readonly offsets: readonly number[];
}

interface Line {
  readonly line: Text | undefined;
  readonly end: number;
}

/** Never throws. */
export function readPropertyFile(text: string, separators: Separators): PropertyFile {
  if (text.length > PROPERTY_LIMITS.length) return { properties: [], lost: [], cutAt: 0 };
  const properties: Property[] = [];
  const lost: Range[] = [];
  let position = 0;
  while (position < text.length) {
    const { line, end } = separators === 'java' ? javaLine(text, position) : cfgLine(text, position, lost);
    const property =
      line === undefined ? undefined : separators === 'java' ? javaProperty(line) : cfgProperty(line, lost);
    if (property !== undefined) properties.push(property);
    if (properties.length > PROPERTY_LIMITS.properties) return { properties, lost, cutAt: end };
    position = end;
  }
  return { properties, lost, cutAt: undefined };
}

const isBlank = (char: string | undefined): boolean =>
  char === ' ' || char === '\t' || char === '\f' || char === '\ufeff';
const isLineEnd = (char: string | undefined): boolean => char === '\n' || char === '\r';

/** One line and those it is continued on, by a backslash at its end; undefined for a comment or an empty line. */
function javaLine(text: string, start: number): Line {
  let at = start;
  while (isBlank(text[at])) at++;
  const isComment = text[at] === '#' || text[at] === '!';
  const characters: string[] = [];
  const offsets: number[] = [];
  while (at < text.length && !isLineEnd(text[at])) {
    if (text[at] === '\\' && !isComment && isLineEnd(text[at + 1])) {
      at = afterLineEnd(text, at + 1);
      while (isBlank(text[at])) at++;
      continue;
    }
    // A backslash and what follows it belong together, also when that is a second backslash.
    const length = text[at] === '\\' && at + 1 < text.length ? 2 : 1;
    for (let i = 0; i < length; i++) {
      characters.push(text[at + i] as string);
      offsets.push(at + i);
    }
    at += length;
  }
  offsets.push(at);
  const line = isComment || characters.length === 0 ? undefined : { text: characters.join(''), offsets };
  return { line, end: afterLineEnd(text, at) };
}

function afterLineEnd(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return isLineEnd(text[at]) ? at + 1 : at;
}

/**
 * One line of a `.cfg` and those it is continued on: comments and empty lines between them are skipped, and everything
 * from the last backslash of a line on is dropped. ConfigPropertiesTranslator of terracotta-platform 5.12.
 */
function cfgLine(text: string, start: number, lost: Range[]): Line {
  let joined = '';
  const offsets: number[] = [];
  let at = start;
  while (at < text.length) {
    const from = at;
    while (at < text.length && !isLineEnd(text[at])) at++;
    const physical = text.slice(from, at);
    const end = at;
    at = afterLineEnd(text, at);
    if (/^\s*([#!]|$)/.test(physical)) continue;
    const backslash = physical.lastIndexOf('\\');
    const isContinued = backslash >= 0;
    const length = isContinued ? backslash : physical.length;
    joined += physical.slice(0, length);
    for (let i = 0; i < length; i++) offsets.push(from + i);
    if (isContinued && physical.slice(backslash + 1).trim() !== '') lost.push({ start: from + backslash, end });
    if (!isContinued) {
      offsets.push(end);
      return { line: { text: joined, offsets }, end: at };
    }
  }
  // What the end of the file cuts off is never looked at.
  const [first] = offsets;
  if (first !== undefined) lost.push({ start: first, end: text.trimEnd().length });
  return { line: undefined, end: at };
}

/** Nothing is escaped there, and a value ends at the next `=`. */
function cfgProperty(line: Text, lost: Range[]): Property | undefined {
  const { text, offsets } = line;
  const equals = text.indexOf('=');
  const second = equals < 0 ? -1 : text.indexOf('=', equals + 1);
  const keyEnd = equals < 0 ? text.length : equals;
  const valueEnd = second < 0 ? text.length : second;
  if (second >= 0) lost.push({ start: offsets[second] as number, end: offsets.at(-1) as number });
  return property(
    trimmed(slice(line, 0, keyEnd)),
    trimmed(slice(line, Math.min(keyEnd + 1, valueEnd), valueEnd)),
    plainRange,
  );
}

function javaProperty(line: Text): Property | undefined {
  const { text } = line;
  let keyEnd = 0;
  while (keyEnd < text.length && !/[=: \t\f\ufeff]/.test(text[keyEnd] as string))
    keyEnd += text[keyEnd] === '\\' ? 2 : 1;
  keyEnd = Math.min(keyEnd, text.length);
  let valueStart = keyEnd;
  while (isBlank(text[valueStart])) valueStart++;
  if (text[valueStart] === '=' || text[valueStart] === ':') valueStart++;
  while (isBlank(text[valueStart])) valueStart++;
  return property(
    trimmed(unescaped(slice(line, 0, keyEnd))),
    trimmed(unescaped(slice(line, valueStart, text.length))),
    rangeOf,
  );
}

function property(
  key: Text,
  value: Text,
  rangeIn: (text: Text, from: number, to: number) => Range,
): Property | undefined {
  if (key.text === '') return undefined;
  const keyRange = rangeIn(key, 0, key.text.length);
  const valueRange = rangeIn(value, 0, value.text.length);
  return {
    start: keyRange.start,
    end: Math.max(keyRange.end, valueRange.end),
    key: key.text,
    keyRange,
    value: value.text,
    valueRange,
    placeOf: (from, to) => rangeIn(value, from, to),
  };
}

/** Where nothing is escaped, a character takes one place. */
function plainRange({ offsets }: Text, from: number, to: number): Range {
  const start = offsets[from] as number;
  return { start, end: to > from ? (offsets[to - 1] as number) + 1 : start };
}

function rangeOf(text: Text, from: number, to: number): Range {
  const start = text.offsets[from] as number;
  return { start, end: to > from ? (text.offsets[to - 1] as number) + lengthAt(text, to - 1) : start };
}

const slice = ({ text, offsets }: Text, from: number, to: number): Text => ({
  text: text.slice(from, to),
  offsets: offsets.slice(from, to + 1),
});

/** An escaped character takes two places of the file or more, to the next one that stands for itself. */
function lengthAt({ offsets, text }: Text, index: number): number {
  const from = offsets[index] as number;
  const next = offsets[index + 1] as number;
  return index + 1 < text.length || next > from ? Math.min(next - from, 6) : 1;
}

function trimmed({ text, offsets }: Text): Text {
  const start = text.length - text.trimStart().length;
  const end = Math.max(start, text.trimEnd().length);
  return { text: text.slice(start, end), offsets: offsets.slice(start, end + 1) };
}

const NAMED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** `\:` is a colon, `\\` a backslash, `\u00e9` an é. */
function unescaped(raw: Text): Text {
  if (!raw.text.includes('\\')) return raw;
  const characters: string[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < raw.text.length; i++) {
    offsets.push(raw.offsets[i] as number);
    if (raw.text[i] !== '\\' || i + 1 === raw.text.length) {
      characters.push(raw.text[i] as string);
      continue;
    }
    const code = /^u([0-9A-Fa-f]{4})/.exec(raw.text.slice(i + 1, i + 6))?.[1];
    const next = raw.text[++i] as string;
    if (code === undefined) characters.push(NAMED[next] ?? next);
    else {
      characters.push(String.fromCharCode(Number.parseInt(code, 16)));
      i += 4;
    }
  }
  offsets.push(raw.offsets[raw.text.length] as number);
  return { text: characters.join(''), offsets };
}
