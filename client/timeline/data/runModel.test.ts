import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../server/src/trace/sentence.ts';
import { syntheticRun } from '../test/synthetic.ts';
import { describe as describeThing, extentOf } from './describe.ts';
import { emphasisOf } from './emphasis.ts';
import { buildRunModel, markLanes } from './runModel.ts';

const model = buildRunModel(syntheticRun());
const { trace } = model;
const rowOf = (sentence: string) =>
  Array.from({ length: trace.events.count }, (_, row) => row).find((row) => sentenceOf(trace, row) === sentence) ?? -1;

describe('marks', () => {
  it('are all events but changes of state, by lane and in time order', () => {
    const lanes = markLanes(model, '');
    const states = trace.events.kind.filter((kind) => kind === 0).length;
    expect(lanes.reduce((sum, lane) => sum + lane.rows.length, 0)).toBe(trace.events.count - states);
    for (const [index, lane] of lanes.entries()) {
      expect(Array.from(lane.rows).every((row) => trace.events.lane[row] === index)).toBe(true);
      expect(Array.from(lane.timeMicros)).toEqual(Array.from(lane.timeMicros).sort((one, other) => one - other));
    }
  });

  it('are those that the search accepts, every word of it, states included', () => {
    const found = (query: string) =>
      markLanes(model, query).flatMap((lane) => Array.from(lane.rows, (row) => sentenceOf(trace, row)));
    expect(found('tsa-2 WON')).toEqual(['tsa-2 won the election']);
    expect(found('clusterOffline shop')).toEqual(['shop: clusterOffline']);
    expect(found('tsa-2 in-window state')).toEqual([]);
    expect(found('no such thing')).toEqual([]);
  });
});

describe('calls', () => {
  it('that overlap get different tracks, as long as there are any', () => {
    for (const lane of model.calls) {
      const { track, tracks } = lane.bars();
      const busy = new Array<number>(tracks).fill(-1);
      for (const [index, row] of lane.rows.entries()) {
        const on = track[index] as number;
        const others = busy.filter((until) => until > (lane.timeMicros[index] as number)).length;
        expect((busy[on] as number) <= (lane.timeMicros[index] as number) || others >= tracks).toBe(true);
        busy[on] = trace.calls.endMicros[row] as number;
      }
    }
  });
});

describe('descriptions', () => {
  it('of an event lead back to the fault and to its line', () => {
    const row = rowOf('shop is served again');
    const { when, chain, place } = describeThing(model, { kind: 'event', row });
    expect(when).toBe('96.282s');
    expect(chain.map((at) => sentenceOf(trace, at))).toEqual([
      'shop is served again',
      'tsa-2 closes the reconnect window: all clients are back',
      'billing is back; still missing: 1',
      'billing gave up restoring the connection to tsa-1',
      'billing lost the connection to tsa-1',
      'billing runs again after its pause',
      'billing stops: nothing in its JVM runs',
      'pause billing for 70s',
    ]);
    expect(place?.line).toBe(21);
  });

  it('of a call tell how it went and why', () => {
    const row = trace.calls.outcome.indexOf(3);
    const { sentence, chain } = describeThing(model, { kind: 'call', row });
    expect(sentence).toBe('get on shop.sessions: exception after 5s (NonStopCacheException: get timed out)');
    expect(chain.map((at) => sentenceOf(trace, at))).toEqual(['crash tsa-1']);
  });

  it('of an expectation give its verdict, its reason and its time', () => {
    const { sentence, when, meaning } = describeThing(model, { kind: 'expectation', index: 1 });
    expect(sentence).toBe('violated: expect shop resumes within 20s after 30s');
    expect(when).toBe('50.000s (judged from 30.0s to 50.0s)');
    expect(meaning).toContain('billing came back from its pause');
  });

  it('of something that is not there are empty', () => {
    expect(describeThing(model, { kind: 'fault', index: 99 }).sentence).toBe('');
  });

  it('cover the time that must be in view', () => {
    expect(extentOf(model, { kind: 'fault', index: 0 })).toEqual({ fromMicros: 20e6, toMicros: 90e6 });
    expect(extentOf(model, { kind: 'expectation', index: 1 })).toEqual({ fromMicros: 20e6, toMicros: 96.282e6 });
  });
});

describe('emphasis', () => {
  it('is on the chain of the selection and on the lines under the cursor', () => {
    const row = rowOf('tsa-2 won the election');
    const emphasis = emphasisOf(model, { kind: 'event', row }, [1]);
    expect(emphasis.selectedEvent).toBe(row);
    expect(emphasis.chainSet.has(rowOf('crash tsa-1'))).toBe(true);
    expect(Array.from(emphasis.highlighted ?? [])).toEqual([0, 1, 0, 0, 0]);
    expect(emphasisOf(model, undefined, []).highlighted).toBeUndefined();
  });
});
