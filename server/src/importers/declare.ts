/** Statements of the language whose words stand at places of another file. */
import type { Range, Statement, Word } from '../language/syntax.ts';
import { formatDuration } from '../language/values.ts';
import type { Raw } from './reading.ts';

export function wordAt(text: string, { start, end }: Range): Word {
  return { kind: /^[-\d]/.test(text) ? 'quantity' : 'word', text, start, end };
}

/** `keyword value`, from the beginning of the setting in the file to the end of its value. */
export function setting(keyword: string, value: string | undefined, raw: Raw | undefined): Statement[] {
  if (value === undefined || raw === undefined) return [];
  const words = [wordAt(keyword, { start: raw.start, end: raw.range.start }), wordAt(value, raw.range)];
  return [{ start: raw.start, end: raw.range.end, words, block: undefined, doc: undefined }];
}

/** The same for a value that is any text: a string of the language at the place of the value. */
export function textSetting(keyword: string, raw: Raw): Statement[] {
  const plain = raw.text.replace(/\s+/g, ' ').replace(/["\\]/g, '\\$&');
  const words = [
    wordAt(keyword, { start: raw.start, end: raw.range.start }),
    { ...wordAt(`"${plain}"`, raw.range), kind: 'string' as const },
  ];
  return [{ start: raw.start, end: raw.range.end, words, block: undefined, doc: undefined }];
}

/** A declaration with its block, which stands in the file even where it is empty. */
export function declaration(words: readonly Word[], whole: Range, inner: Range, statements: Statement[]): Statement {
  const block = { start: inner.start, end: inner.end, closed: true, statements };
  return { start: whole.start, end: whole.end, words, block, doc: undefined };
}

/** Seconds or milliseconds as the language writes them. The unit of the file is kept for seconds. */
export function durationText(count: string | undefined, unit: 's' | 'ms'): string | undefined {
  if (count === undefined || unit === 's') return count === undefined ? undefined : `${count}s`;
  const millis = Number(count);
  return Number.isSafeInteger(millis) && millis > 0 ? formatDuration(millis * 1000) : `${count}ms`;
}
