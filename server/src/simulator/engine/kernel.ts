/**
 * The event kernel: a hierarchical timer wheel over one typed buffer.
 *
 * Why not a heap: almost every timer of a cluster (a call timeout, a health check) is cancelled before it fires. A
 * wheel schedules and cancels in constant time, and its slots are first in, first out, so two events of the same
 * microsecond keep the order in which they were scheduled without a sequence number to compare.
 *
 * The wheel in brief. Time is a number of base 32. An event waits at the level of the highest digit in which its time
 * differs from the wheel's position, in the slot of that digit. So everything at a low level comes before everything
 * at a higher one, a level's slots are in time order, and the next event is found with two count-leading-zeros. When
 * the next slot is not at level 0, the position moves to the earliest time in it and the other events of the slot are
 * dealt out again, to lower levels. An event's slot depends only on its time and on the position, so events of equal
 * time are always in the same slot, in the order in which they came.
 */

/** Names a scheduled event. 0 is never a valid handle. */
export type TimerHandle = number;

/** Receives an event that is due: the kind and the two operands it was scheduled with. */
export type Dispatch = (kind: number, a: number, b: number) => void;

// A record is 32 bytes: time (float64), then six int32: next, prev, tag (kind and generation), a, b, cause.
const NEXT = 2;
const PREV = 3;
const TAG = 4;
const A = 5;
const B = 6;
const CAUSE = 7;
const RECORD_BYTES = 32;

// Six levels divide the low 30 bits of a time, five more the bits above: all safe integers. Both halves are small ints.
const SLOT_BITS = 5;
const LOW_BITS = 30;
const LOW_SPAN = 2 ** LOW_BITS;
const LOW_LEVELS = 6;
const LEVELS = 11;
/** Records 0 … 351 are the slots themselves: list heads, so that unlinking needs no special case. */
const SLOTS = LEVELS << SLOT_BITS;

// A handle is index × 4096 + generation: a small int, so neither storing nor returning it allocates. A record whose
// generations are used up (32 bytes in every 4095 events) is retired instead of starting again: no stale handle ever
// comes to name another event. Only records beyond index 524 287 have handles that need a float64.
const GENERATION_BITS = 12;
const GENERATION_MASK = (1 << GENERATION_BITS) - 1;
const SMALL_INDEX_LIMIT = 1 << (31 - GENERATION_BITS);

const MAX_KIND = (1 << (31 - GENERATION_BITS)) - 1;
const FIRST_CAPACITY = 1024;

/** The highest base-32 digit that is not zero in a number below 2^30 (0 for 0). */
function highestDigit(bits: number): number {
  return ((31 - Math.clz32(bits | 1)) * 13) >> 6;
}

/** A virtual clock and the events that are due on it. Deterministic: same calls, same order of events. */
export class Kernel {
  /** The virtual time in microseconds: an integer from 0 to 2^53 − 1. */
  nowMicros = 0;
  /** Index of the trace event that caused what is running now, −1 for none. Each event restores that of its scheduling. */
  currentCause = -1;

  #buffer = new ArrayBuffer(FIRST_CAPACITY * RECORD_BYTES);
  #ints = new Int32Array(this.#buffer);
  #times = new Float64Array(this.#buffer);
  /** Per level, one bit per slot that is not empty. */
  readonly #occupied = new Int32Array(LEVELS);
  /** One bit per level that is not empty. */
  #occupiedLevels = 0;
  /** The wheel's position: at most `nowMicros`, split into multiples of 2^30 and the rest. */
  #positionHigh = 0;
  #positionLow = 0;
  /** `#positionHigh` in microseconds. */
  #baseMicros = 0;
  /** Head of the list of freed records, 0 for none. */
  #free = 0;
  /** Records from here on were never used. */
  #unused = SLOTS;
  #capacity = FIRST_CAPACITY;
  #pending = 0;

  constructor() {
    for (let slot = 0; slot < SLOTS; slot++) {
      this.#ints[(slot << 3) + NEXT] = slot;
      this.#ints[(slot << 3) + PREV] = slot;
    }
  }

  /** How many events are scheduled and neither dispatched nor cancelled. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Schedules an event `delayMicros` from now; 0 means after everything already due at this instant.
   * `kind` is an integer from 0 to 524 287, `a` and `b` are any int32: they come back in the dispatch.
   * Throws a RangeError when the delay is negative or not an integer, or the time is beyond 2^53 − 1.
   */
  schedule(delayMicros: number, kind: number, a: number, b: number): TimerHandle {
    return this.scheduleAt(this.nowMicros + delayMicros, kind, a, b);
  }

  /** As `schedule`, at an absolute time, which must not lie before `nowMicros`. */
  scheduleAt(timeMicros: number, kind: number, a: number, b: number): TimerHandle {
    const low = timeMicros - this.#baseMicros;
    if (!(timeMicros >= this.nowMicros) || ((low | 0) !== low && !Number.isSafeInteger(timeMicros))) {
      throw new RangeError(`cannot schedule at ${timeMicros} µs: not an integer from ${this.nowMicros} to 2^53 − 1`);
    }
    if (kind >>> 0 !== kind || kind > MAX_KIND) {
      throw new RangeError(`event kind ${kind} is not an integer from 0 to ${MAX_KIND}`);
    }
    let index = this.#free;
    if (index !== 0) {
      this.#free = this.#ints[(index << 3) + NEXT] as number;
    } else {
      if (this.#unused === this.#capacity) this.#grow();
      index = this.#unused++;
      this.#ints[(index << 3) + TAG] = 1;
    }
    const ints = this.#ints;
    const at = index << 3;
    const generation = (ints[at + TAG] as number) & GENERATION_MASK;
    this.#times[index << 2] = timeMicros;
    ints[at + TAG] = (kind << GENERATION_BITS) | generation;
    ints[at + A] = a;
    ints[at + B] = b;
    ints[at + CAUSE] = this.currentCause;
    this.#link(index, timeMicros);
    this.#pending++;
    return index < SMALL_INDEX_LIMIT
      ? (index << GENERATION_BITS) | generation
      : index * (GENERATION_MASK + 1) + generation;
  }

  /** Takes the event back. False, and no effect, when it was dispatched or cancelled before, or for 0. */
  cancel(handle: TimerHandle): boolean {
    const index = this.#find(handle);
    if (index === 0) return false;
    this.#unlink(index);
    this.#release(index);
    return true;
  }

  /** When the event is due, −1 when it is not pending. */
  timeOf(handle: TimerHandle): number {
    const index = this.#find(handle);
    return index === 0 ? -1 : (this.#times[index << 2] as number);
  }

  /** When the next event is due; Infinity when there is none. */
  nextTimeMicros(): number {
    if (this.#occupiedLevels === 0) return Number.POSITIVE_INFINITY;
    return this.#times[this.#earliest(this.#firstSlot()) << 2] as number;
  }

  /**
   * Dispatches the events with time ≤ `untilMicros` in order of time, those of one instant in the order in which they
   * were scheduled, including those scheduled meanwhile. Returns how many it dispatched, at most `limitEvents`.
   * Afterwards `nowMicros` is `untilMicros`, or the time of the last event when the limit left some undone or
   * `untilMicros` is Infinity. Throws a RangeError when `untilMicros` is not an integer. Whatever `dispatch` throws
   * passes through; its event counts as done and the run can be resumed.
   */
  run(untilMicros: number, dispatch: Dispatch, limitEvents: number = Number.MAX_SAFE_INTEGER): number {
    if (!Number.isSafeInteger(untilMicros) && untilMicros !== Number.POSITIVE_INFINITY) {
      throw new RangeError(`cannot run until ${untilMicros} µs: not an integer`);
    }
    let processed = 0;
    while (this.#occupiedLevels !== 0) {
      const slot = this.#firstSlot();
      const index = slot < 1 << SLOT_BITS ? (this.#ints[(slot << 3) + NEXT] as number) : this.#earliest(slot);
      const time = this.#times[index << 2] as number;
      if (time > untilMicros) break;
      if (processed >= limitEvents) return processed;
      this.#unlink(index);
      if (slot >= 1 << SLOT_BITS) this.#moveTo(time, slot);
      const ints = this.#ints;
      const at = index << 3;
      const kind = (ints[at + TAG] as number) >> GENERATION_BITS;
      const a = ints[at + A] as number;
      const b = ints[at + B] as number;
      this.currentCause = ints[at + CAUSE] as number;
      this.#release(index);
      this.nowMicros = time;
      processed++;
      dispatch(kind, a, b);
    }
    if (untilMicros > this.nowMicros && untilMicros !== Number.POSITIVE_INFINITY) this.nowMicros = untilMicros;
    this.currentCause = -1;
    return processed;
  }

  /** The record a handle names, 0 when the handle is stale. */
  #find(handle: TimerHandle): number {
    const generation = handle & GENERATION_MASK;
    const index = (handle | 0) === handle ? handle >>> GENERATION_BITS : Math.floor(handle / (GENERATION_MASK + 1));
    if (generation === 0 || index >= this.#unused) return 0;
    return ((this.#ints[(index << 3) + TAG] as number) & GENERATION_MASK) === generation ? index : 0;
  }

  #firstSlot(): number {
    const levels = this.#occupiedLevels;
    const level = 31 - Math.clz32(levels & -levels);
    const slots = this.#occupied[level] as number;
    return (level << SLOT_BITS) | (31 - Math.clz32(slots & -slots));
  }

  /** The first of the earliest events of a slot. */
  #earliest(slot: number): number {
    const ints = this.#ints;
    const times = this.#times;
    let best = ints[(slot << 3) + NEXT] as number;
    let bestTime = times[best << 2] as number;
    let index = ints[(best << 3) + NEXT] as number;
    while (index !== slot) {
      const time = times[index << 2] as number;
      if (time < bestTime) {
        best = index;
        bestTime = time;
      }
      index = ints[(index << 3) + NEXT] as number;
    }
    return best;
  }

  /** Moves the position to `timeMicros`, the earliest time in `slot`, and deals the events of the slot out again. */
  #moveTo(timeMicros: number, slot: number): void {
    const low = timeMicros - this.#baseMicros;
    if (low < LOW_SPAN) {
      this.#positionLow = low | 0;
    } else {
      this.#positionHigh = Math.floor(timeMicros / LOW_SPAN);
      this.#baseMicros = this.#positionHigh * LOW_SPAN;
      this.#positionLow = (timeMicros - this.#baseMicros) | 0;
    }
    const ints = this.#ints;
    const head = slot << 3;
    let index = ints[head + NEXT] as number;
    if (index === slot) return;
    ints[head + NEXT] = slot;
    ints[head + PREV] = slot;
    this.#clear(slot);
    while (index !== slot) {
      const next = ints[(index << 3) + NEXT] as number;
      this.#link(index, this.#times[index << 2] as number);
      index = next;
    }
  }

  /** Appends a record to the slot of its time. */
  #link(index: number, timeMicros: number): void {
    const ints = this.#ints;
    const low = timeMicros - this.#baseMicros;
    let level: number;
    let digit: number;
    if (low < LOW_SPAN) {
      level = highestDigit(low ^ this.#positionLow);
      digit = (low >>> (level * SLOT_BITS)) & 31;
    } else {
      const high = Math.floor(timeMicros / LOW_SPAN);
      const highLevel = highestDigit(high ^ this.#positionHigh);
      level = LOW_LEVELS + highLevel;
      digit = (high >>> (highLevel * SLOT_BITS)) & 31;
    }
    const slot = (level << SLOT_BITS) | digit;
    const head = slot << 3;
    const at = index << 3;
    const last = ints[head + PREV] as number;
    ints[at + NEXT] = slot;
    ints[at + PREV] = last;
    ints[head + PREV] = index;
    ints[(last << 3) + NEXT] = index;
    this.#occupied[level] = (this.#occupied[level] as number) | (1 << digit);
    this.#occupiedLevels |= 1 << level;
  }

  /** Takes a record out of its slot, and notes when that leaves the slot empty. */
  #unlink(index: number): void {
    const ints = this.#ints;
    const next = ints[(index << 3) + NEXT] as number;
    const prev = ints[(index << 3) + PREV] as number;
    ints[(next << 3) + PREV] = prev;
    ints[(prev << 3) + NEXT] = next;
    if (next === prev) this.#clear(next);
  }

  /** Marks a slot as empty. */
  #clear(slot: number): void {
    const level = slot >> SLOT_BITS;
    const slots = (this.#occupied[level] as number) & ~(1 << (slot & 31));
    this.#occupied[level] = slots;
    if (slots === 0) this.#occupiedLevels &= ~(1 << level);
  }

  /** Makes all handles of a record stale and frees it, unless its generations are used up. */
  #release(index: number): void {
    const at = index << 3;
    const generation = ((this.#ints[at + TAG] as number) + 1) & GENERATION_MASK;
    this.#ints[at + TAG] = generation;
    this.#pending--;
    if (generation === 0) return;
    this.#ints[at + NEXT] = this.#free;
    this.#free = index;
  }

  #grow(): void {
    const buffer = new ArrayBuffer(this.#capacity * 2 * RECORD_BYTES);
    const ints = new Int32Array(buffer);
    ints.set(this.#ints);
    this.#buffer = buffer;
    this.#ints = ints;
    this.#times = new Float64Array(buffer);
    this.#capacity *= 2;
  }
}
