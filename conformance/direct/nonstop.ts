/** The nonstop timers of a thread: nested operations and limits that no scenario can write. */
import { NonstopTimers, type TimedThread } from '../../server/src/simulator/terracotta-4/nonstop-timers.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';
import { worldOf } from './rig.ts';

const TEST = `${COMMITS.core43} toolkit-impl/src/test/java/com/terracotta/toolkit/nonstop/NonStopManagerTest.java`;
const area = 'Nonstop';

function threadAndTimers(): { thread: TimedThread; timers: NonstopTimers; pending: () => number } {
  const world = worldOf();
  const timers = new NonstopTimers(
    world,
    () => undefined,
    () => {},
  );
  return { thread: { row: 0, inNonstop: false, timer: 0 }, timers, pending: () => world.kernel.pending };
}

export const NONSTOP_CASES: readonly DirectCase[] = [
  {
    id: 'NS-02',
    title: 'a nested operation does not start a timer of its own',
    area,
    source: `${TEST} testTryBegin`,
    expected: 'begin: true; begin inside it: false; after the end begin is true, and inside it false again.',
    simulate: () => {
      const { thread, timers, pending } = threadAndTimers();
      const limit = 10_000_000;
      const first = timers.tryBegin(thread, limit);
      const inFirst = timers.tryBegin(thread, limit);
      const running = pending();
      timers.finish(thread);
      const second = timers.tryBegin(thread, limit);
      const inSecond = timers.tryBegin(thread, limit);
      timers.finish(thread);
      const third = timers.tryBegin(thread, limit);
      timers.finish(thread);
      return [
        equal('begin, and inside it', [first, inFirst], [true, false]),
        equal('begin again, and inside it', [second, inSecond], [true, false]),
        equal('begin after both', third, true),
        equal('timers while inside', running, 1),
        equal('timers in the end', pending(), 0),
      ];
    },
  },
  {
    id: 'NS-03',
    title: 'zero, negative and overflowing limits are none',
    area,
    source: `${TEST} testBoundaryTimeouts`,
    expected: 'The smallest and largest number, -1 and 0 start no timer.',
    simulate: () =>
      [-(2 ** 63), -1, 0, 2 ** 63 - 1].map((limit) => {
        const { thread, timers, pending } = threadAndTimers();
        timers.tryBegin(thread, limit);
        const started = pending();
        timers.finish(thread);
        return equal(`timers with limit ${limit}`, started, 0);
      }),
  },
];
