import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kernel, type TimerHandle } from './kernel.ts';

const LAST = Number.MAX_SAFE_INTEGER;

/** Runs and returns operand `a` of every event with its time. */
function drain(kernel: Kernel, untilMicros = Number.POSITIVE_INFINITY): [number, number][] {
  const seen: [number, number][] = [];
  kernel.run(untilMicros, (_kind, a) => seen.push([a, kernel.nowMicros]));
  return seen;
}

/** What the kernel and its reference have in common; events are known by a number of their own. */
interface Clock {
  now(): number;
  pending(): number;
  next(): number;
  timeOf(id: number): number;
  schedule(delay: number, id: number): void;
  cancel(id: number): boolean;
  run(until: number, dispatch: (id: number) => void, limit: number): number;
}

/** As anyone would specify it: a list of events, the next one being the earliest, then the first scheduled. */
function referenceClock(start: number): Clock {
  let now = start;
  let events: { time: number; id: number }[] = [];
  const next = () => Math.min(Number.POSITIVE_INFINITY, ...events.map((event) => event.time));
  const timeOf = (id: number) => events.find((event) => event.id === id)?.time ?? -1;
  const remove = (id: number) => {
    events = events.filter((event) => event.id !== id);
  };
  return {
    now: () => now,
    pending: () => events.length,
    next,
    timeOf,
    schedule: (delay, id) => events.push({ time: now + delay, id }),
    cancel(id) {
      const pending = timeOf(id) >= 0;
      remove(id);
      return pending;
    },
    run(until, dispatch, limit) {
      let processed = 0;
      for (let time = next(); time <= until; time = next()) {
        if (processed === limit) return processed;
        now = time;
        const id = events.find((event) => event.time === time)?.id ?? -1;
        remove(id);
        processed++;
        dispatch(id);
      }
      now = until;
      return processed;
    },
  };
}

function kernelClock(start: number): Clock {
  const kernel = new Kernel();
  kernel.run(start, () => {});
  const handles = new Map<number, TimerHandle>();
  return {
    now: () => kernel.nowMicros,
    pending: () => kernel.pending,
    next: () => kernel.nextTimeMicros(),
    timeOf: (id) => kernel.timeOf(handles.get(id) ?? 0),
    schedule: (delay, id) => handles.set(id, kernel.schedule(delay, id % 5, id, ~id)),
    cancel: (id) => kernel.cancel(handles.get(id) ?? 0),
    run: (until, dispatch, limit) =>
      kernel.run(
        until,
        (kind, a, b) => {
          expect([kind, b]).toEqual([a % 5, ~a]);
          dispatch(a);
        },
        limit,
      ),
  };
}

type Change = { do: 'schedule'; delay: number } | { do: 'cancel'; which: number };
type Step = Change | { do: 'run'; span: number; limit: number };

/** Takes the steps on a clock, and one or two of `changes` within each dispatch. Returns all there is to see. */
function play(clock: Clock, steps: Step[], changes: Change[]): (number | boolean)[][] {
  const seen: (number | boolean)[][] = [];
  let ids = 0;
  let taken = 0;
  const change = (step: Change): void => {
    if (step.do === 'schedule') clock.schedule(step.delay, ids++);
    else if (ids > 0) seen.push([clock.timeOf(step.which % ids), clock.cancel(step.which % ids)]);
  };
  const dispatch = (id: number): void => {
    seen.push([id, clock.now(), clock.timeOf(id), clock.pending()]);
    for (const step of changes.slice(taken, taken + 1 + (id % 2))) {
      taken++;
      change(step);
    }
  };
  for (const step of steps) {
    if (step.do === 'run') seen.push([clock.run(clock.now() + step.span, dispatch, step.limit), clock.now()]);
    else change(step);
    seen.push([clock.next()]);
  }
  seen.push([clock.run(LAST, dispatch, LAST), clock.now(), clock.pending(), clock.next()]);
  return seen;
}

// Delays of every scale, many equal, many around the edges between the digits and between the halves of a time.
const delay = fc.oneof(
  fc.constantFrom(0, 0, 1, 2, 31, 32, 33, 1023, 1024, 1_000_000, 2 ** 30 - 1, 2 ** 30, 2 ** 30 + 1, 2 ** 35, 2 ** 40),
  fc.nat({ max: 40 }),
  fc.nat({ max: 2_000_000 }),
  fc.tuple(fc.maxSafeNat(), fc.integer({ min: 0, max: 42 })).map(([n, bits]) => n % 2 ** bits),
);
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('schedule' as const), delay }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
);
const limit = fc.oneof(fc.nat({ max: 9 }), fc.constant(LAST));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: change },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('run' as const), span: delay, limit }) },
);
const start = fc.constantFrom(0, 1, 2 ** 30 - 2, 2 ** 31 - 1, 2 ** 32 + 5, 2 ** 45 - 1, 2 ** 51 - 3);

describe('against a list of events', () => {
  test('any calls, from outside and within dispatches, have the same outcome', () => {
    fc.assert(
      fc.property(
        start,
        fc.array(step, { maxLength: 120, size: 'max' }),
        fc.array(change, { maxLength: 120, size: 'max' }),
        (origin, steps, changes) => {
          expect(play(kernelClock(origin), steps, changes)).toEqual(play(referenceClock(origin), steps, changes));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('crowds within a few microseconds keep their order through every deal', () => {
    const near = fc.array(fc.integer({ min: 1_000_000, max: 1_000_080 }), { minLength: 100, maxLength: 400 });
    fc.assert(
      fc.property(near, fc.integer({ min: 0, max: 999_999 }), (times, between) => {
        const kernel = new Kernel();
        const half = times.length >> 1;
        times.slice(0, half).forEach((time, i) => {
          kernel.scheduleAt(time, 0, i, 0);
        });
        kernel.run(between, () => {});
        times.slice(half).forEach((time, i) => {
          kernel.scheduleAt(time, 0, half + i, 0);
        });
        const sorted = times.map((time, i): [number, number] => [i, time]).sort((x, y) => x[1] - y[1] || x[0] - y[0]);
        expect(drain(kernel)).toEqual(sorted);
      }),
      { numRuns: 50 },
    );
  });

  test('growing to 200 000 pending events loses none', () => {
    const kernel = new Kernel();
    const times = Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 8);
    times.forEach((time, i) => {
      kernel.schedule(time, 0, i, 0);
    });
    expect(kernel.pending).toBe(times.length);
    const sorted = times.map((time, i): [number, number] => [i, time]).sort((x, y) => x[1] - y[1] || x[0] - y[0]);
    expect(drain(kernel)).toEqual(sorted);
    expect(kernel.pending).toBe(0);
  });
});

describe('time', () => {
  test('an event for the current instant runs in the same run, after those already due', () => {
    const kernel = new Kernel();
    const seen: number[] = [];
    kernel.schedule(5, 0, 1, 0);
    kernel.schedule(5, 0, 2, 0);
    const count = kernel.run(5, (_kind, a) => {
      seen.push(a);
      if (a < 10) kernel.schedule(0, 0, a + 10, 0);
    });
    expect(seen).toEqual([1, 2, 11, 12]);
    expect(count).toBe(4);
  });

  test('a run ends at the time asked for, also when the next event is later or there is none', () => {
    const kernel = new Kernel();
    kernel.schedule(100, 0, 7, 0);
    expect(drain(kernel, 99)).toEqual([]);
    expect(kernel.nowMicros).toBe(99);
    expect(kernel.nextTimeMicros()).toBe(100);
    expect(drain(kernel, 2 ** 50)).toEqual([[7, 100]]);
    expect(kernel.nowMicros).toBe(2 ** 50);
    expect(drain(kernel, 5)).toEqual([]);
    expect(kernel.nowMicros).toBe(2 ** 50);
  });

  test('running until Infinity ends at the last event', () => {
    const kernel = new Kernel();
    kernel.schedule(100, 0, 7, 0);
    expect(drain(kernel)).toEqual([[7, 100]]);
    expect(kernel.nowMicros).toBe(100);
    expect(kernel.nextTimeMicros()).toBe(Number.POSITIVE_INFINITY);
  });

  test('the limit leaves the clock at the last event done, and stops nothing when no event is left', () => {
    const kernel = new Kernel();
    for (const time of [10, 10, 20]) kernel.schedule(time, 0, 0, 0);
    expect(kernel.run(30, () => {}, 0)).toBe(0);
    expect(kernel.nowMicros).toBe(0);
    expect(kernel.run(30, () => {}, 2)).toBe(2);
    expect(kernel.nowMicros).toBe(10);
    expect(kernel.run(30, () => {}, 1)).toBe(1);
    expect(kernel.nowMicros).toBe(30);
  });

  test('the whole range of safe integers can be used', () => {
    const kernel = new Kernel();
    const times = [LAST, 2 ** 46, LAST - 1, 2 ** 46 + 1, 2 ** 52, 0];
    times.forEach((time, i) => {
      kernel.scheduleAt(time, 0, i, 0);
    });
    expect(drain(kernel).map(([, time]) => time)).toEqual(times.toSorted((x, y) => x - y));
    expect(kernel.nowMicros).toBe(LAST);
    expect(() => kernel.schedule(1, 0, 0, 0)).toThrow(RangeError);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 30 + 0.5])(
    'a delay of %d is refused',
    (bad) => {
      const kernel = new Kernel();
      kernel.run(10, () => {});
      expect(() => kernel.schedule(bad, 0, 0, 0)).toThrow(RangeError);
      expect(() => kernel.scheduleAt(10 + bad, 0, 0, 0)).toThrow(RangeError);
      expect(kernel.pending).toBe(0);
    },
  );

  test.each([-1, 0.5, Number.NaN, 2 ** 19, 2 ** 32])('kind %d is refused', (kind) => {
    const kernel = new Kernel();
    expect(() => kernel.schedule(0, kind, 0, 0)).toThrow(RangeError);
    expect(kernel.pending).toBe(0);
  });

  test('a run to a time that is no integer is refused', () => {
    expect(() => new Kernel().run(Number.NaN, () => {})).toThrow(RangeError);
    expect(() => new Kernel().run(0.5, () => {})).toThrow(RangeError);
  });

  test('operands are any int32, the kind any up to 524 287', () => {
    const kernel = new Kernel();
    const operands: [number, number, number][] = [
      [0, -(2 ** 31), 2 ** 31 - 1],
      [2 ** 19 - 1, 0, -1],
    ];
    for (const [kind, a, b] of operands) kernel.schedule(1, kind, a, b);
    const seen: [number, number, number][] = [];
    kernel.run(1, (kind, a, b) => seen.push([kind, a, b]));
    expect(seen).toEqual(operands);
  });
});

describe('handles', () => {
  test('a handle is stale once its event is dispatched, from within that dispatch on, or cancelled', () => {
    const kernel = new Kernel();
    const cancelled = kernel.schedule(5, 0, 0, 0);
    expect(kernel.timeOf(cancelled)).toBe(5);
    expect(kernel.cancel(cancelled)).toBe(true);
    expect(kernel.cancel(cancelled)).toBe(false);
    const dispatched = kernel.schedule(5, 0, 0, 0);
    kernel.run(5, () => {
      expect(kernel.timeOf(dispatched)).toBe(-1);
      expect(kernel.cancel(dispatched)).toBe(false);
    });
    expect(kernel.cancel(dispatched)).toBe(false);
    expect(kernel.timeOf(cancelled)).toBe(-1);
  });

  test('a handle never comes to name another event, however often its record is used again', () => {
    const kernel = new Kernel();
    const seen = new Set<TimerHandle>();
    const other = kernel.schedule(1_000, 0, 0, 0);
    for (let i = 0; i < 20_000; i++) {
      const handle = kernel.schedule(5, 0, 0, 0);
      seen.add(handle);
      kernel.cancel(handle);
    }
    expect(seen.size).toBe(20_000);
    expect(seen.has(0)).toBe(false);
    for (let i = 0; i < 100; i++) kernel.schedule(5, 0, 0, 0);
    expect([...seen].filter((handle) => kernel.cancel(handle))).toEqual([]);
    expect(kernel.pending).toBe(101);
    expect(kernel.timeOf(other)).toBe(1_000);
  });

  test('handles beyond the small ints work too', () => {
    const kernel = new Kernel();
    let handle = 0;
    while (handle < 2 ** 31) handle = kernel.schedule(1, 0, 0, 0);
    const pending = kernel.pending;
    expect(kernel.timeOf(handle)).toBe(1);
    expect(kernel.cancel(handle)).toBe(true);
    expect(kernel.cancel(handle)).toBe(false);
    expect(kernel.pending).toBe(pending - 1);
  });

  test('numbers that are no handles are harmless', () => {
    const kernel = new Kernel();
    const handle = kernel.schedule(5, 0, 0, 0);
    const odd = fc.constantFrom(0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const aligned = fc.nat({ max: 2000 }).map((n) => n * 4096);
    fc.assert(
      fc.property(fc.oneof(odd, aligned, fc.integer(), fc.maxSafeInteger()), (n) => {
        fc.pre(n !== handle);
        expect(kernel.timeOf(n)).toBe(-1);
        expect(kernel.cancel(n)).toBe(false);
      }),
    );
    expect(kernel.pending).toBe(1);
    expect(drain(kernel)).toEqual([[0, 5]]);
  });
});

describe('the last of its slot', () => {
  test('is an event until another is scheduled for its time, or it is over', () => {
    const kernel = new Kernel();
    const first = kernel.schedule(5, 0, 0, 0);
    kernel.schedule(9_000, 0, 0, 0);
    expect(kernel.isLast(first)).toBe(true);
    const second = kernel.schedule(5, 0, 0, 0);
    expect([first, second].map((handle) => kernel.isLast(handle))).toEqual([false, true]);
    kernel.run(5, () => {});
    expect([first, second, 0].map((handle) => kernel.isLast(handle))).toEqual([false, false, false]);
  });

  test('is followed at once by what is scheduled for its time', () => {
    const delays = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 40 }), fc.nat({ max: 2_000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(delays, fc.nat())), (wishes) => {
        const kernel = new Kernel();
        const handles: TimerHandle[] = [];
        const follows = new Map<number, number>();
        for (const [delay, pick] of wishes) {
          const before = pick % (handles.length + 1);
          const handle = handles[before] ?? 0;
          if (kernel.isLast(handle)) {
            follows.set(handles.length, before);
            handles.push(kernel.scheduleAt(kernel.timeOf(handle), 0, handles.length, 0));
          } else {
            handles.push(kernel.schedule(delay, 0, handles.length, 0));
          }
        }
        const order = drain(kernel).map(([event]) => event);
        for (const [event, before] of follows) expect(order[order.indexOf(event) - 1]).toBe(before);
      }),
    );
  });
});

describe('causes', () => {
  test('an event runs with the cause it was scheduled under, and nothing is left after the run', () => {
    const kernel = new Kernel();
    const causes: number[] = [];
    expect(kernel.currentCause).toBe(-1);
    kernel.currentCause = 40;
    kernel.schedule(1, 0, 0, 0);
    kernel.currentCause = 50;
    kernel.schedule(1, 0, 1, 0);
    kernel.currentCause = -1;
    kernel.run(10, (_kind, a) => {
      causes.push(kernel.currentCause);
      if (a === 0) {
        kernel.currentCause = 41;
        kernel.schedule(1, 0, 2, 0);
      }
    });
    expect(causes).toEqual([40, 50, 41]);
    expect(kernel.currentCause).toBe(-1);
  });

  test('a limited run leaves no cause either', () => {
    const kernel = new Kernel();
    kernel.currentCause = 3;
    kernel.schedule(1, 0, 0, 0);
    kernel.schedule(1, 0, 0, 0);
    kernel.run(10, () => {}, 1);
    expect(kernel.currentCause).toBe(-1);
  });
});

test('a dispatch that throws is done, and the rest can still run', () => {
  const kernel = new Kernel();
  kernel.schedule(1, 0, 1, 0);
  kernel.schedule(1, 0, 2, 0);
  expect(() =>
    kernel.run(10, () => {
      throw new Error('from dispatch');
    }),
  ).toThrow('from dispatch');
  expect(kernel.pending).toBe(1);
  expect(drain(kernel, 10)).toEqual([[2, 1]]);
});
