/**
 * A trace as plain JSON and back, without loss. Columns become text: differences between neighbouring rows as
 * variable-length integers, in base64. That is about 12 characters for an event instead of 31 bytes, which matters more
 * on the way through a pipe and a JSON parser than the time it costs. Runs in Node and in browsers.
 */
import type { CallColumns, EventColumns, MessageColumns, Trace } from './trace.ts';

/** Base64 of a column; a leading `=` marks 64-bit floats as they are, for columns with fractions. */
type EncodedColumn = string;

type Encoded<Columns> = { readonly [Name in keyof Columns]: Columns[Name] extends number ? number : EncodedColumn };

export type EncodedTrace = Omit<Trace, 'events' | 'calls' | 'messages'> & {
  readonly events: Encoded<EventColumns>;
  readonly calls: Encoded<CallColumns>;
  readonly messages: Encoded<MessageColumns>;
};

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;
type ColumnConstructor = new (length: number) => Column;
type Layout<Columns> = { readonly [Name in Exclude<keyof Columns, 'count'>]: ColumnConstructor };

const EVENT_LAYOUT: Layout<EventColumns> = {
  timeMicros: Float64Array,
  kind: Uint8Array,
  lane: Uint16Array,
  cause: Int32Array,
  source: Int32Array,
  a: Int32Array,
  b: Int32Array,
  text: Int32Array,
};

const CALL_LAYOUT: Layout<CallColumns> = {
  startMicros: Float64Array,
  endMicros: Float64Array,
  lane: Uint16Array,
  operation: Uint8Array,
  outcome: Uint8Array,
  fate: Uint8Array,
  key: Int32Array,
  detail: Int32Array,
  cause: Int32Array,
  fateCause: Int32Array,
  source: Int32Array,
  applied: Uint8Array,
};

const MESSAGE_LAYOUT: Layout<MessageColumns> = {
  sentMicros: Float64Array,
  receivedMicros: Float64Array,
  from: Uint16Array,
  to: Uint16Array,
  name: Int32Array,
  cause: Int32Array,
};

/** The trace as data that JSON can carry; rows beyond `count`, which a recorder may keep as reserve, are left out. */
export function encodeTrace(trace: Trace): EncodedTrace {
  return {
    ...trace,
    events: encodeColumns(trace.events, EVENT_LAYOUT),
    calls: encodeColumns(trace.calls, CALL_LAYOUT),
    messages: encodeColumns(trace.messages, MESSAGE_LAYOUT),
  };
}

/** Inverse of `encodeTrace`. @throws RangeError when a column is damaged. */
export function decodeTrace(encoded: EncodedTrace): Trace {
  return {
    ...encoded,
    events: decodeColumns(encoded.events, EVENT_LAYOUT),
    calls: decodeColumns(encoded.calls, CALL_LAYOUT),
    messages: decodeColumns(encoded.messages, MESSAGE_LAYOUT),
  };
}

function encodeColumns<Columns extends { readonly count: number }>(
  columns: Columns,
  layout: Layout<Columns>,
): Encoded<Columns> {
  const encoded: Record<string, unknown> = { count: columns.count };
  for (const name of Object.keys(layout)) {
    encoded[name] = encodeColumn((columns as unknown as Record<string, Column>)[name] as Column, columns.count);
  }
  return encoded as Encoded<Columns>;
}

function decodeColumns<Columns>(
  encoded: Encoded<Columns & { readonly count: number }>,
  layout: Layout<Columns>,
): Columns {
  const columns: Record<string, unknown> = { count: encoded.count };
  for (const [name, Typed] of Object.entries(layout) as [string, ColumnConstructor][]) {
    const text = (encoded as unknown as Record<string, string>)[name] ?? '';
    columns[name] = decodeColumn(text, new Typed(encoded.count as number));
  }
  return columns as Columns;
}

/** Codes of values that have no difference: the end of a call that never returned, a message that never arrived. */
const INFINITY_CODE = 0;
const NAN_CODE = 1;
const FIRST_DIFFERENCE_CODE = 2;
/** With larger values, twice a difference would lose bits. */
const GREATEST_WHOLE = 2 ** 50;
/** Seven bits a byte for codes of up to 53 bits. */
const LONGEST_CODE_BYTES = 8;

function encodeColumn(column: Column, count: number): EncodedColumn {
  return column instanceof Float64Array && !isWhole(column, count)
    ? `=${encodeBase64(floatBytes(column, count))}`
    : encodeBase64(differences(column, count));
}

function isWhole(column: Float64Array, count: number): boolean {
  for (let row = 0; row < count; row++) {
    const value = column[row] as number;
    const isSpecial = value === Number.POSITIVE_INFINITY || Number.isNaN(value);
    if (!isSpecial && (Math.abs(value) > GREATEST_WHOLE || value !== Math.trunc(value) || Object.is(value, -0))) {
      return false;
    }
  }
  return true;
}

/** An integer takes seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
function differences(column: Column, count: number): Uint8Array {
  let bytes = new Uint8Array(count * 2 + LONGEST_CODE_BYTES);
  let at = 0;
  let previous = 0;
  for (let row = 0; row < count; row++) {
    if (at + LONGEST_CODE_BYTES > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    const value = column[row] as number;
    let code = codeOf(value, value - previous);
    if (code >= FIRST_DIFFERENCE_CODE) {
      previous = value;
    }
    while (code > 127) {
      bytes[at++] = (code % 128) | 128;
      code = Math.floor(code / 128);
    }
    bytes[at++] = code;
  }
  return bytes.subarray(0, at);
}

function codeOf(value: number, difference: number): number {
  if (value - value !== 0) {
    return value === Number.POSITIVE_INFINITY ? INFINITY_CODE : NAN_CODE;
  }
  return (difference < 0 ? -2 * difference - 1 : 2 * difference) + FIRST_DIFFERENCE_CODE;
}

function decodeColumn(text: EncodedColumn, column: Column): Column {
  return text.startsWith('=')
    ? decodeFloats(decodeBase64(text.slice(1)), column)
    : decodeDifferences(decodeBase64(text), column);
}

function decodeDifferences(bytes: Uint8Array, column: Column): Column {
  let at = 0;
  let previous = 0;
  for (let row = 0; row < column.length; row++) {
    let byte = bytes[at++] as number;
    let code = byte & 127;
    for (let unit = 128; byte > 127; unit *= 128) {
      byte = bytes[at++] as number;
      code += (byte & 127) * unit;
    }
    if (code === INFINITY_CODE) {
      column[row] = Number.POSITIVE_INFINITY;
    } else if (code === NAN_CODE) {
      column[row] = Number.NaN;
    } else {
      const zigzag = code - FIRST_DIFFERENCE_CODE;
      previous += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      column[row] = previous;
    }
  }
  if (at > bytes.length) {
    throw new RangeError('A column of the trace ends too early.');
  }
  return column;
}

function floatBytes(column: Column, count: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * 8));
  for (let row = 0; row < count; row++) {
    view.setFloat64(row * 8, column[row] as number, true);
  }
  return new Uint8Array(view.buffer);
}

function decodeFloats(bytes: Uint8Array, column: Column): Column {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < column.length; row++) {
    column[row] = view.getFloat64(row * 8, true);
  }
  return column;
}

const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const VALUES = new Uint8Array(128);
ALPHABET.forEach((character, value) => {
  VALUES[character] = value;
});

/** Standard base64 without padding; written out because `Uint8Array.toBase64` is missing in the oldest Node we meet. */
function encodeBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  const characters = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  for (let index = 0; index < whole; index += 3) {
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] as number) << 8) | (bytes[index + 2] as number);
    characters[at] = ALPHABET[group >> 18] as number;
    characters[at + 1] = ALPHABET[(group >> 12) & 63] as number;
    characters[at + 2] = ALPHABET[(group >> 6) & 63] as number;
    characters[at + 3] = ALPHABET[group & 63] as number;
    at += 4;
  }
  const rest = ((bytes[whole] ?? 0) << 16) | ((bytes[whole + 1] ?? 0) << 8);
  for (let shift = 18; at < characters.length; shift -= 6) {
    characters[at++] = ALPHABET[(rest >> shift) & 63] as number;
  }
  return new TextDecoder().decode(characters);
}

function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let at = 0;
  for (let index = 0; index < text.length; index += 4) {
    const group =
      ((VALUES[text.charCodeAt(index)] ?? 0) << 18) |
      ((VALUES[text.charCodeAt(index + 1)] ?? 0) << 12) |
      ((VALUES[text.charCodeAt(index + 2)] ?? 0) << 6) |
      (VALUES[text.charCodeAt(index + 3)] ?? 0);
    bytes[at++] = group >> 16;
    bytes[at++] = (group >> 8) & 255;
    bytes[at++] = group & 255;
  }
  return bytes;
}
