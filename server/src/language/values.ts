/** Words to values in base units: microseconds, counts, booleans, one of a list. */
import { nearest } from './nearest.ts';
import type { ValueSpec } from './schema/index.ts';
import type { Word } from './syntax.ts';

export interface ValueProblem {
  readonly code: 'TCS003' | 'TCS004' | 'TCS005';
  readonly message: string;
  readonly help: string;
  /** What to write instead of the word. */
  readonly replacement: string | undefined;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ValueProblem };

const MICROS_PER_UNIT: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
};

/** What people write for the units, and what the language calls them. */
const UNIT_SYNONYMS: Readonly<Record<string, string>> = {
  m: 'min',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  msec: 'ms',
  millis: 'ms',
  milliseconds: 'ms',
  usec: 'us',
  micros: 'us',
  µs: 'us',
  μs: 'us',
  hr: 'h',
  hour: 'h',
  hours: 'h',
};

const failed = (
  code: ValueProblem['code'],
  message: string,
  help: string,
  replacement?: string,
): { ok: false; problem: ValueProblem } => ({
  ok: false,
  problem: { code, message, help, replacement },
});

/** `30s`, or `1.5min` when there is no shorter whole number: the shortest exact way to write a time. */
export function formatDuration(micros: number): string {
  if (micros === 0) return '0s';
  for (const unit of ['h', 'min', 's', 'ms']) {
    const size = MICROS_PER_UNIT[unit] ?? 1;
    if (micros % size === 0) return `${micros / size}${unit}`;
  }
  return `${micros}us`;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Length of the number that a text begins with, with sign and fraction; 0 when there is none. */
function numberLength(text: string): number {
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const first = at;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  if (at === first) return 0;
  if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) {
    at++;
    while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  }
  return at;
}

export interface DurationLimits {
  /** Default 0. */
  readonly minMicros?: number;
  /** Default 31 days. */
  readonly maxMicros?: number;
  readonly likelyUnit?: 'ms' | 's';
  /** A number without a unit means this, as in tc.properties. */
  readonly bareUnit?: 'ms' | 's';
}

const LONGEST_MICROS = 31 * 86_400_000_000;

/** Microseconds. Errors: TCS004 without a unit or with one that is not a time, TCS005 outside the limits. */
export function parseDuration(word: Word, limits: DurationLimits = {}): Parsed<number> {
  const { text } = word;
  const length = numberLength(text);
  if (length === 0) {
    return failed(
      'TCS004',
      `\`${text}\` is not a duration.`,
      'Write a number and a unit: `250ms`, `30s`, `2min`, `1h`.',
    );
  }
  const number = text.slice(0, length);
  const unit = text.slice(length);
  let size = MICROS_PER_UNIT[unit];
  if (unit === '') {
    if (limits.bareUnit === undefined) {
      const likely = limits.likelyUnit ?? 's';
      return failed(
        'TCS004',
        `\`${text}\` has no unit.`,
        `Write \`${number}${likely}\` if you mean ${likely === 's' ? 'seconds' : 'milliseconds'}; units are us, ms, s, min and h.`,
        `${number}${likely}`,
      );
    }
    size = MICROS_PER_UNIT[limits.bareUnit];
  }
  if (size === undefined) {
    const meant = UNIT_SYNONYMS[unit.toLowerCase()];
    return failed(
      'TCS004',
      `\`${unit}\` is not a unit of time.`,
      meant === undefined
        ? 'Units are us, ms, s, min and h.'
        : `Write \`${number}${meant}\`; units are us, ms, s, min and h.`,
      meant === undefined ? undefined : `${number}${meant}`,
    );
  }
  const micros = Math.round(Number(number) * size);
  const min = limits.minMicros ?? 0;
  const max = limits.maxMicros ?? LONGEST_MICROS;
  if (micros < min || micros > max) {
    const end = micros < min ? min : max;
    return failed(
      'TCS005',
      `\`${text}\` is out of range.`,
      `It must be from ${formatDuration(min)} to ${formatDuration(max)}.`,
      formatDuration(end),
    );
  }
  return { ok: true, value: micros };
}

/** A whole number. Errors: TCS004 with a unit or a fraction, TCS005 outside the limits. */
export function parseCount(word: Word, min: number, max: number): Parsed<number> {
  const { text } = word;
  const length = numberLength(text);
  const number = text.slice(0, length);
  if (length === 0) return failed('TCS004', `\`${text}\` is not a number.`, 'Write a whole number.');
  if (length < text.length) {
    return failed('TCS004', `\`${text}\` has a unit, but this is a count.`, `Write \`${number}\`.`, number);
  }
  const value = Number(number);
  if (!Number.isSafeInteger(value)) {
    return failed('TCS004', `\`${text}\` is not a whole number.`, 'Write a whole number.', String(Math.round(value)));
  }
  if (value < min || value > max) {
    return failed(
      'TCS005',
      `\`${text}\` is out of range.`,
      `It must be from ${min} to ${max}.`,
      String(value < min ? min : max),
    );
  }
  return { ok: true, value };
}

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};

/** Bytes of `512MB`; units are powers of 1024, as in the product. Error: TCS004. */
export function parseSize(word: Word): Parsed<number> {
  const { text } = word;
  const length = numberLength(text);
  const unit = text.slice(length);
  const size = BYTES_PER_UNIT[unit.toUpperCase()];
  const bytes = Number(text.slice(0, length)) * (size ?? Number.NaN);
  if (length > 0 && bytes > 0 && Number.isSafeInteger(bytes)) return { ok: true, value: bytes };
  const help = 'Write a whole number and a unit: `512MB`; units are B, KB, MB, GB and TB.';
  const meant = unit === '' && length > 0 ? `${text}MB` : undefined;
  return failed('TCS004', `\`${text}\` is not a size.`, help, meant);
}

const BOOLEAN_SYNONYMS: Readonly<Record<string, string>> = {
  on: 'true',
  yes: 'true',
  enabled: 'true',
  '1': 'true',
  off: 'false',
  no: 'false',
  disabled: 'false',
  '0': 'false',
};

/** `true` or `false`. Error: TCS004. */
export function parseBoolean(word: Word): Parsed<boolean> {
  const { text } = word;
  if (text === 'true') return { ok: true, value: true };
  if (text === 'false') return { ok: true, value: false };
  const meant = BOOLEAN_SYNONYMS[text.toLowerCase()] ?? nearest(text, ['true', 'false']);
  return failed('TCS004', `\`${text}\` is neither true nor false.`, 'Write `true` or `false`.', meant);
}

/** One of a list, in its exact spelling. Error: TCS004 naming the list and the nearest. */
export function parseChoice(word: Word, names: readonly string[]): Parsed<string> {
  const text = word.kind === 'string' ? unquote(word.text) : word.text;
  if (word.kind !== 'string' && names.includes(text)) return { ok: true, value: text };
  const meant = names.find((name) => name.toLowerCase() === text.toLowerCase()) ?? nearest(text, names);
  const all = names.map((name) => `\`${name}\``).join(', ');
  return failed('TCS004', `\`${text}\` is not one of the values it can have.`, `It can be ${all}.`, meant);
}

/** The text of a string without its quotes and escapes. A string that is not closed gives what is there. */
export function unquote(text: string): string {
  const closed = text.length > 1 && text.endsWith('"');
  const inner = text.slice(1, closed ? -1 : undefined);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
}

export type Value = number | boolean | string;

/** The value of a setting in base units. */
export function parseValue(word: Word, spec: ValueSpec, bareUnit?: 'ms' | 's'): Parsed<Value> {
  switch (spec.type) {
    case 'duration':
      return parseDuration(word, bareUnit === undefined ? spec : { ...spec, bareUnit });
    case 'count':
      return parseCount(word, spec.min, spec.max);
    case 'boolean':
      return parseBoolean(word);
    case 'choice':
      return parseChoice(
        word,
        spec.choices.map((choice) => choice.name),
      );
  }
}
