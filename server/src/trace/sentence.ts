/** A trace in words: names of lanes, sentences of events, chains of causes. */
import { EVENT } from './codes.ts';
import { EVENTS, STATES } from './kinds.ts';
import type { Trace } from './trace.ts';

/** Name of a lane as scenarios write it: `tsa-1`, `shop`, `shop.sessions`. */
export function laneName(trace: Trace, lane: number): string {
  const { kind, name, parent } = trace.lanes[lane] ?? { kind: 'network', name: '', parent: -1 };
  const owner = kind === 'cache' ? trace.lanes[parent]?.name : undefined;
  return owner === undefined || name.startsWith(`${owner}.`) ? name : `${owner}.${name}`;
}

export function eventName(trace: Trace, row: number): string {
  return EVENTS[trace.events.kind[row] ?? 0]?.name ?? '';
}

export function eventText(trace: Trace, row: number): string {
  const text = trace.strings[trace.events.text[row] ?? 0] ?? '';
  return text === '' && trace.events.kind[row] === EVENT.state ? (STATES[trace.events.a[row] ?? 0]?.name ?? '') : text;
}

/** What the event says, without the lane in front: for a list that has a column for it. */
export function predicateOf(trace: Trace, row: number): string {
  const template: string = EVENTS[trace.events.kind[row] ?? 0]?.sentence ?? '';
  return filled(trace, row, template.replace(/^\{lane\}:? /, ''));
}

/** What the event says, as a whole sentence without the full stop. */
export function sentenceOf(trace: Trace, row: number): string {
  return filled(trace, row, EVENTS[trace.events.kind[row] ?? 0]?.sentence ?? '');
}

function filled(trace: Trace, row: number, template: string): string {
  const { lane, a, b } = trace.events;
  return template
    .replace(/\{(lane|other|text|a|b)\}/g, (_, name: string) => {
      switch (name) {
        case 'lane':
          return laneName(trace, lane[row] ?? 0);
        case 'other':
          return laneName(trace, a[row] ?? 0);
        case 'text':
          return eventText(trace, row);
        default:
          return String((name === 'a' ? a[row] : b[row]) ?? 0);
      }
    })
    .trimEnd();
}

/** The event, what caused it, what caused that, and so on: first the row itself, last the root. Empty for −1. */
export function causalChain(trace: Trace, row: number): number[] {
  const chain: number[] = [];
  // A cause is always an earlier row; the comparison keeps a damaged trace from looping.
  for (let at = row, before = trace.events.count; at >= 0 && at < before; ) {
    chain.push(at);
    before = at;
    at = trace.events.cause[at] ?? -1;
  }
  return chain;
}
