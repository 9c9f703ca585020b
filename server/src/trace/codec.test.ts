import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTrace, encodeTrace } from './codec.ts';
import type { Trace } from './trace.ts';

/** A trace whose columns hold the given times and integers, everything else constant. */
function traceWith(times: readonly number[], integers: readonly number[]): Trace {
  const count = times.length;
  const float = () => Float64Array.from(times);
  const int32 = () => Int32Array.from(times, (_, row) => integers[row % integers.length] ?? 0);
  const uint16 = () => Uint16Array.from(times, (_, row) => Math.abs(integers[row % integers.length] ?? 0) % 65536);
  const uint8 = () => Uint8Array.from(times, (_, row) => row % 256);
  return {
    version: 1,
    engine: 'test',
    scenario: 'a "quoted" name',
    variant: 'window = 30s',
    seed: 7,
    durationMicros: 60_000_000,
    lanes: [{ kind: 'server', name: 'tsa-1', parent: -1, source: 0, group: 'stripe-1' }],
    strings: ['', 'tsa-1', 'größer'],
    sources: [{ file: 0, start: 3, end: 9 }],
    events: {
      count,
      timeMicros: float(),
      kind: uint8(),
      lane: uint16(),
      cause: int32(),
      source: int32(),
      a: int32(),
      b: int32(),
      text: int32(),
    },
    calls: {
      count,
      startMicros: float(),
      endMicros: float(),
      lane: uint16(),
      operation: uint8(),
      outcome: uint8(),
      fate: uint8(),
      key: int32(),
      detail: int32(),
      cause: int32(),
      fateCause: int32(),
      source: int32(),
      applied: uint8(),
    },
    messages: {
      count,
      sentMicros: float(),
      receivedMicros: float(),
      from: uint16(),
      to: uint16(),
      name: int32(),
      cause: int32(),
    },
    faults: [{ label: 'crash tsa-1', startMicros: 1, endMicros: 1, lanes: [0], source: 0 }],
    network: { sent: 3, delivered: 1, dropped: 1, inFlight: 1 },
    processed: 12,
    assumptions: [],
  };
}

const throughJson = (trace: Trace): Trace => decodeTrace(JSON.parse(JSON.stringify(encodeTrace(trace))));

describe('a trace on its way through JSON', () => {
  it('comes back with every row, endless calls and lost messages included', () => {
    const trace = traceWith(
      [0, 1_000, 1_000, Number.POSITIVE_INFINITY, 999, Number.NaN, 2 ** 50],
      [-1, 0, 2 ** 31 - 1],
    );
    expect(throughJson(trace)).toEqual(trace);
  });

  it('keeps fractions of a microsecond, should an engine ever have them', () => {
    const trace = traceWith([0.5, Number.NaN, 1e300, -0], [5]);
    expect(throughJson(trace)).toEqual(trace);
  });

  it('leaves out the reserve of a recorder', () => {
    const trace = traceWith([1, 2, 3], [1]);
    const back = throughJson({ ...trace, events: { ...trace.events, count: 2 } });
    expect([...back.events.timeMicros]).toEqual([1, 2]);
  });

  it('says that a damaged column is damaged', () => {
    const encoded = encodeTrace(traceWith([1, 2, 3], [1]));
    expect(() => decodeTrace({ ...encoded, events: { ...encoded.events, kind: 'A' } })).toThrow(RangeError);
  });

  it('is the same for any numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double(), fc.maxSafeInteger(), fc.nat(10_000)), { maxLength: 40 }),
        fc.array(fc.integer(), { minLength: 1, maxLength: 5 }),
        (times, integers) => {
          const trace = traceWith(times, integers);
          expect(throughJson(trace)).toEqual(trace);
        },
      ),
    );
  });
});
