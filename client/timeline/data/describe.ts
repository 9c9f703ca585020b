/** What a thing on the timeline is, when, why, and where it was written: for tooltip, details and screen reader. */
import { EVENTS, OUTCOMES, STATES } from '../../../server/src/trace/kinds.ts';
import { causalChain, sentenceOf } from '../../../server/src/trace/sentence.ts';
import { formatDuration } from '../../../server/src/trace/time.ts';
import type { Place } from '../protocol.ts';
import type { Selection } from '../state.ts';
import type { RunModel } from './runModel.ts';
import { callSentence, moment } from './text.ts';
import { STATE_EVENT } from './tones.ts';

export interface Description {
  readonly sentence: string;
  /** `30.000s`, or a range. */
  readonly when: string;
  /** What it means in general, from the tables of the trace. */
  readonly meaning: string;
  /** Events from the symptom to the root cause; begins with the thing itself when that is an event. */
  readonly chain: readonly number[];
  readonly place: Place | undefined;
}

/** What is selected, in words, and why it came to that. */
export function describe(model: RunModel, selection: Selection): Description {
  switch (selection.kind) {
    case 'event':
      return describeEvent(model, selection.row);
    case 'call':
      return describeCall(model, selection.row);
    case 'expectation':
      return describeExpectation(model, selection.index);
    case 'fault':
      return describeFault(model, selection.index);
  }
}

function describeEvent(model: RunModel, row: number): Description {
  const { events } = model.trace;
  const kind = events.kind[row] as number;
  const chain = causalChain(model.trace, row);
  const info = kind === STATE_EVENT ? STATES[events.a[row] as number] : EVENTS[kind];
  // A step of the scenario needs no explanation beyond its own words.
  const ownWords = EVENTS[kind]?.category === 'fault';
  return {
    sentence: sentenceOf(model.trace, row),
    when: moment(events.timeMicros[row] as number),
    meaning: ownWords ? '' : (info?.documentation ?? ''),
    chain,
    place: placeOfChain(model, chain),
  };
}

function describeCall(model: RunModel, row: number): Description {
  const { calls } = model.trace;
  const chain = causalChain(model.trace, calls.cause[row] as number);
  const start = calls.startMicros[row] as number;
  const end = calls.endMicros[row] as number;
  return {
    sentence: callSentence(model.trace, row),
    when: `${moment(start)}${Number.isFinite(end) ? `, for ${formatDuration(end - start)}` : ', and has not returned'}`,
    meaning: OUTCOMES[calls.outcome[row] as number]?.documentation ?? '',
    chain,
    place: model.run.places[calls.source[row] as number] ?? placeOfChain(model, chain),
  };
}

function describeExpectation(model: RunModel, index: number): Description {
  const expectation = model.run.expectations[index];
  if (expectation === undefined) {
    return { sentence: '', when: '', meaning: '', chain: [], place: undefined };
  }
  const { text, verdict, reason, fromMicros, toMicros, atMicros, chain, place } = expectation;
  const range = `${moment(fromMicros, 1)} to ${moment(toMicros, 1)}`;
  return {
    sentence: `${verdict}: ${text}`,
    when: atMicros === undefined ? range : `${moment(atMicros)} (judged from ${range})`,
    meaning: reason,
    chain,
    place,
  };
}

function describeFault(model: RunModel, index: number): Description {
  const fault = model.trace.faults[index];
  if (fault === undefined) {
    return { sentence: '', when: '', meaning: '', chain: [], place: undefined };
  }
  const length = fault.endMicros - fault.startMicros;
  return {
    sentence: fault.label,
    when: `${moment(fault.startMicros)}${length > 0 ? `, for ${formatDuration(length)}` : ''}`,
    meaning: '',
    chain: [],
    place: model.run.places[fault.source],
  };
}

/** The nearest cause that was written down. */
function placeOfChain(model: RunModel, chain: readonly number[]): Place | undefined {
  for (const row of chain) {
    const place = model.run.places[model.trace.events.source[row] as number];
    if (place !== undefined) {
      return place;
    }
  }
  return undefined;
}

/** The part of the run that a selection is about, its causes included. */
export function extentOf(model: RunModel, selection: Selection): { fromMicros: number; toMicros: number } {
  const { events, calls, faults } = model.trace;
  const times = describe(model, selection).chain.map((row) => events.timeMicros[row] as number);
  switch (selection.kind) {
    case 'event':
      times.splice(0, times.length, events.timeMicros[selection.row] as number);
      break;
    case 'call':
      times.splice(0, times.length, calls.startMicros[selection.row] as number);
      break;
    case 'expectation': {
      const expectation = model.run.expectations[selection.index];
      times.push(expectation?.fromMicros ?? 0, expectation?.toMicros ?? model.durationMicros);
      break;
    }
    case 'fault':
      times.push(faults[selection.index]?.startMicros ?? 0, faults[selection.index]?.endMicros ?? 0);
  }
  return { fromMicros: Math.min(...times), toMicros: Math.max(...times) };
}
