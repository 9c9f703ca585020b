import { describe, expect, test } from 'vitest';
import { parse } from './parser.ts';
import { compilePattern, patternOf } from './pattern.ts';
import { expectedAt, type Match, matchAt, type Names } from './phrases.ts';
import { type Context, ENTRIES, entryOf } from './schema/index.ts';
import type { Word } from './syntax.ts';

const wordsOf = (text: string): readonly Word[] => parse(text).statements[0]?.words ?? [];

const KNOWN = new Set(['tsa-1', 'tsa-2', 'shop', 'orders', 'sessions']);
const NAMES: Names = { isName: (text) => KNOWN.has(text), isValue: (text) => text === 'pause-time' };

/** `entry{label=words …}`; `…` marks words that were left over. */
function show(text: string, context: Context): string {
  const words = wordsOf(text);
  const match = matchAt(words, 0, context, NAMES);
  if (match === undefined) return 'no match';
  const rest = match.end < words.length ? ' …' : '';
  return showMatch(match, words) + rest;
}

function showMatch(match: Match, words: readonly Word[]): string {
  const slots = match.slots.map((slot) => {
    if (slot.match !== undefined) return showMatch(slot.match, words);
    const items = slot.items.map(({ word, every }) => (every === undefined ? word.text : `every ${word.text}`));
    return `${slot.label}=${items.join('+')}`;
  });
  return `${match.entry.id}{${slots.join(' ')}}`;
}

describe('the notation of phrases', () => {
  test('every phrase of the table compiles', () => {
    for (const entry of ENTRIES) expect(patternOf(entry).kind).toBeTypeOf('string');
    expect(new Set(ENTRIES.map((entry) => entry.id)).size).toBe(ENTRIES.length);
  });

  test.each(['a [b', 'a (b|c', '<no-such-slot>', 'a ] b'])('%s is refused', (phrase) => {
    expect(() => compilePattern(phrase)).toThrow(phrase);
  });

  test('an id that is not in the table is a mistake of the code', () => {
    expect(() => entryOf('no.such')).toThrow('no.such');
  });
});

describe('statements of a scenario', () => {
  test.each([
    ['at 30s crash tsa-1', 'trigger.at{time=30s fault.crash{nodes=tsa-1}}'],
    ['at 30s crash tsa-1, tsa-2 and shop', 'trigger.at{time=30s fault.crash{nodes=tsa-1+tsa-2+shop}}'],
    ['at 20s..60s stop every server', 'trigger.at-range{time=20s latest=60s fault.stop{nodes=every server}}'],
    [
      'at 10s every 5s until 1min pause shop for pause-time',
      'trigger.at-every{time=10s period=5s until=1min fault.pause{nodes=shop duration=pause-time}}',
    ],
    [
      'every 1s from 5s shop put sessions keys 10',
      'trigger.every{period=1s from=5s work.operate{client=shop operation=put cache=sessions keys=10}}',
    ],
    [
      'when tsa-2 becomes active + 5s: crash shop',
      'trigger.when{event.becomes{nodes=tsa-2 state=active} delay=5s fault.crash{nodes=shop}}',
    ],
    ['when shop rejoins: heal', 'trigger.when{event.rejoins{nodes=shop} fault.heal{}}'],
    ['for w in [30s, 60s]', 'scenario.for{name=w values=30s+60s}'],
    ['initially tsa-2 down', 'scenario.initially{nodes=tsa-2}'],
  ])('%s', (text, expected) => {
    expect(show(text, 'scenario')).toBe(expected);
  });
});

describe('actions', () => {
  test.each([
    ['power-off host of tsa-1', 'fault.power-off{nodes=tsa-1}'],
    ['restart tsa-1 losing data', 'fault.restart{nodes=tsa-1}'],
    ['cut shop from orders one way refused for 5s', 'fault.cut{from=shop to=orders duration=5s}'],
    ['partition tsa-1 | tsa-2, shop for 5s', 'fault.partition{group=tsa-1 group=tsa-2+shop duration=5s}'],
    ['partition tsa-1 from tsa-2', 'fault.partition{group=tsa-1 group=tsa-2}'],
    ['drop connection of shop', 'fault.drop-connection{from=shop}'],
    ['drop connection of shop to tsa-1 for 2s', 'fault.drop-connection{from=shop to=tsa-1 duration=2s}'],
    ['heal shop from tsa-1', 'fault.heal{from=shop to=tsa-1}'],
    ['degrade shop to tsa-1 latency 200ms', 'fault.degrade{from=shop to=tsa-1 latency=200ms}'],
    ['block callback-port of shop for 1min', 'fault.block-callback-port{nodes=shop duration=1min}'],
    ['shop get sessions key "a b"', 'work.operate{client=shop operation=get cache=sessions key="a b"}'],
    ['shop iterate sessions keys 7 for 5s', 'work.iterate{client=shop cache=sessions keys=7 duration=5s}'],
    ['shop iterate sessions', 'work.operate{client=shop operation=iterate cache=sessions}'],
    ['pause shop', 'no match'],
    ['crash tsa-1 tsa-2', 'fault.crash{nodes=tsa-1} …'],
  ])('%s', (text, expected) => {
    expect(show(text, 'action')).toBe(expected);
  });
});

test('a word that may be left out and is a name too', () => {
  const names: Names = { ...NAMES, isName: (text) => text === 'read' || KNOWN.has(text) };
  const lock = (text: string): string => {
    const words = wordsOf(text);
    const match = matchAt(words, 0, 'action', names);
    return match === undefined ? 'no match' : `${match.literals.join()} ${showMatch(match, words)}`;
  };
  expect(lock('shop lock read key a')).toBe(' work.lock{client=shop cache=read key=a}');
  expect(lock('shop lock read read key a')).toBe('read work.lock{client=shop cache=read key=a}');
  expect(lock('shop lock read sessions key a')).toBe('read work.lock{client=shop cache=sessions key=a}');
  expect(lock('shop unlock read key a')).toBe(' work.unlock{client=shop cache=read key=a}');
  expect(lock('shop unlock read')).toBe('no match');
});

describe('expectations', () => {
  test.each([
    [
      'tsa-2 becomes active within 12s after 30s',
      'expectation.becomes{nodes=tsa-2 state=active bound.within-after{duration=12s time=30s}}',
    ],
    ['tsa-1 is down', 'expectation.is{nodes=tsa-1 state=down}'],
    ['shop is never ejected', 'expectation.is-never{nodes=shop state=ejected}'],
    ['shop is online at 2min', 'expectation.is{nodes=shop state=online bound.at{time=2min}}'],
    ['every client resumes within 60s', 'expectation.resumes{nodes=every client bound.within{duration=60s}}'],
    ['shop never rejoins', 'expectation.never-rejoins{nodes=shop}'],
    [
      'shop sees clusterOffline exactly 2 times before 1min',
      'expectation.sees{nodes=shop event=clusterOffline times.exactly{count=2} bound.before{time=1min}}',
    ],
    [
      'shop sees clusterOffline, nodeLeft, clusterOnline in order',
      'expectation.order{nodes=shop event=clusterOffline event=nodeLeft event=clusterOnline}',
    ],
    [
      'no get on shop.sessions takes longer than 5s',
      'expectation.calls{quantifier.no{} operation=get target=shop.sessions outcome.takes-longer-than{duration=5s}}',
    ],
    [
      'at most 3 puts on sessions throw NonStopCacheException between 10s and 20s',
      'expectation.calls{quantifier.at-most{count=3} operation=puts target=sessions outcome.throws{exception=NonStopCacheException} bound.between{from=10s to=20s}}',
    ],
    [
      'every read on sessions reads locally after 30s',
      'expectation.calls{quantifier.every{} operation=read target=sessions outcome.reads-locally{} bound.after{time=30s}}',
    ],
    ['no acknowledged write on sessions is lost', 'expectation.acknowledged-lost{quantifier.no{} target=sessions}'],
    ['some failed write on sessions is applied', 'expectation.failed-applied{quantifier.some{} target=sessions}'],
    ['no write on sessions is applied twice', 'expectation.applied-twice{quantifier.no{} target=sessions}'],
    ['tsa-1 never logs "zapped"', 'expectation.never-logs{nodes=tsa-1 text="zapped"}'],
  ])('%s', (text, expected) => {
    expect(show(text, 'expectation')).toBe(expected);
  });
});

describe('what may follow', () => {
  const following = (text: string, context: Context): string[] => {
    const items = expectedAt(wordsOf(text), context, NAMES).map(({ literal, slot }) => literal ?? `<${slot}>`);
    return [...new Set(items)].sort();
  };

  test('an empty place in a block offers what the block can say', () => {
    expect(following('', 'nonstop')).toEqual([
      'bulk-ops-timeout-multiply-factor',
      'enabled',
      'immediate-timeout',
      'search-timeout',
      'timeout',
      'timeout-behavior',
    ]);
  });

  test('a place after a setting offers its value, and after the value the next setting', () => {
    expect(following('timeout', 'nonstop')).toEqual(['<value>']);
    expect(following('timeout 5s', 'nonstop')).toContain('immediate-timeout');
  });

  test.each<[string, Context, string[]]>([
    ['pause shop', 'action', [',', 'for']],
    ['pause shop for', 'action', ['<duration>']],
    ['cut shop from orders', 'action', [',', 'for', 'one', 'refused']],
    ['shop', 'action', [',', '<operation>', 'bulk-load', 'invoke', 'iterate', 'lock', 'tryLock', 'unlock']],
    ['shop lock sessions key a', 'action', ['for', 'then', 'without']],
    ['tsa-2 becomes', 'expectation', ['<state>']],
    ['tsa-2 becomes active within 5s', 'expectation', ['after']],
    ['every', 'expectation', ['<call-name>', 'acknowledged', 'client', 'failed', 'server', 'write', 'writes']],
    ['pause pause', 'action', []],
  ])('after %j', (text, context, expected) => {
    expect(following(text, context)).toEqual(expected);
  });

  test('a step offers faults and clients', () => {
    expect(following('at 30s', 'scenario')).toEqual(
      expect.arrayContaining(['..', '<clients>', 'crash', 'every', 'heal']),
    );
  });
});
