import { describe, expect, it } from 'vitest';
import type { Scenario } from '../model/model.ts';
import { EVENT, FATE, OPERATION, OUTCOME, Recorder } from './recorder.ts';

const scenario = { name: 'a', variant: '', seed: 7, durationMicros: 10 } as Scenario;
const quiet = { sent: 0, delivered: 0, dropped: 0, inFlight: 0 };

function recorder(): Recorder {
  return new Recorder({ scenario, engine: 'test' });
}

describe('recorder', () => {
  it('keeps rows across growth and trims the columns to what was written', () => {
    const record = recorder();
    for (let row = 0; row < 5000; row++) {
      expect(record.event(row, EVENT.log, 0, row - 1, -1, row, -row, 0)).toBe(row);
    }
    const { events } = record.finish(quiet, 5000);
    expect(events.count).toBe(5000);
    expect(events.timeMicros).toHaveLength(5000);
    expect([events.timeMicros[4321], events.cause[4321], events.a[4321], events.b[4321]]).toEqual([
      4321, 4320, 4321, -4321,
    ]);
  });

  it('interns texts and places by value', () => {
    const record = recorder();
    expect(record.intern('')).toBe(0);
    expect(record.intern('x')).toBe(record.intern('x'));
    expect(record.source(undefined)).toBe(-1);
    expect(record.source({ file: 0, start: 3, end: 5 })).toBe(record.source({ file: 0, start: 3, end: 5 }));
    expect(record.source({ file: 1, start: 3, end: 5 })).toBe(1);
    expect(record.finish(quiet, 0).sources).toHaveLength(2);
  });

  it('takes a call for blocked, and a write for pending, until told otherwise', () => {
    const record = recorder();
    const get = record.startCall(1, 0, OPERATION.get, 0, -1);
    const put = record.startCall(2, 0, OPERATION.put, 0, -1);
    const ended = record.startCall(3, 0, OPERATION.put, 0, -1);
    record.endCall(ended, 4, OUTCOME.ok);
    record.setFate(ended, FATE.applied);
    record.setApplied(ended, 1000);
    const { calls } = record.finish(quiet, 0);
    expect([...calls.endMicros]).toEqual([Infinity, Infinity, 4]);
    expect(calls.outcome[get]).toBe(OUTCOME.blocked);
    expect([...calls.fate]).toEqual([FATE.none, FATE.pending, FATE.applied]);
    expect(calls.fate[put]).toBe(FATE.pending);
    expect(calls.applied[ended]).toBe(255);
  });

  it('has messages without arrival, instants among the faults, and each assumption once', () => {
    const record = recorder();
    const lost = record.message(1, 0, 1, 'handshake', -1);
    const arrived = record.message(2, 0, 1, 'handshake', -1);
    record.received(arrived, 3);
    const crash = record.fault('crash tsa-1', 1, [0], -1);
    const cut = record.fault('cut', 1, [0], -1);
    record.endFault(cut, 5);
    record.assume('x');
    record.assume('x');
    const trace = record.finish(quiet, 0);
    expect(trace.messages.receivedMicros[lost]).toBeNaN();
    expect(trace.messages.receivedMicros[arrived]).toBe(3);
    expect(trace.faults[crash]?.endMicros).toBe(1);
    expect(trace.faults[cut]?.endMicros).toBe(5);
    expect(trace.assumptions).toEqual(['x']);
  });
});
