/**
 * The event kernel: a hierarchical timer wheel over one typed array.
 *
 * Why not a heap: almost every timer of a cluster (a call timeout, a health check) is cancelled before it fires. A
 * wheel schedules and cancels in constant time, and its slots are first in, first out, so two events of the same
 * microsecond keep the order in which they were scheduled without a sequence number to compare.
 *
 * Times are numbers of base 32. The wheel has a position, never later than now; an event waits at the level of the
 * highest digit in which its time differs from the position, in the slot of that digit. So everything at a low level
 * comes before everything at a higher one, the slots of a level are in time order, and two count-leading-zeros find
 * the next slot that is not empty. Its earliest event is next. When many share the slot, the position moves to that
 * event's time and the others are dealt out again, to lower levels; a few are left where they are, since looking
 * through them is cheaper. The slot of an event depends on its time and the position only, so events of equal time
 * are always in the same slot, in the order in which they came.
 *
 * Private members are TypeScript's, not `#`: those cost a tenth of the speed.
 */

/** Names a scheduled event. 0 is never a valid handle. */
export type TimerHandle = number;

/** Receives an event that is due: the kind and the two operands it was scheduled with. */
export type Dispatch = (kind: number, a: number, b: number) => void;

// A record is eight int32. Its time is HIGH × 2^30 + LOW: V8 keeps both in registers as small ints.
const LOW = 0;
const HIGH = 1;
const NEXT = 2;
const PREV = 3;
const TAG = 4; // kind and generation
const A = 5;
const B = 6;
const CAUSE = 7;
const RECORD_SHIFT = 3;

// Six levels of 32 slots divide LOW, five more divide HIGH: together they hold every safe integer.
const SLOT_BITS = 5;
const LOW_LEVELS = 6;
const LEVELS = 11;
const LOW_SPAN = 2 ** (LOW_LEVELS * SLOT_BITS);
/** The first 352 records are the slots: heads of circular lists, so that taking out a record needs no special case. */
const SLOTS = LEVELS << SLOT_BITS;
/** With more events than this, a slot is dealt out. */
const FEW = 4;

// A handle is index × 4096 + generation: a small int (a float64 only beyond record 524 287), which is neither
// allocated nor boxed; storm runs 17 % slower with float64 handles. A record whose generations are used up is retired,
// 32 bytes in every 4 095 events, so that a stale handle never comes to name another event.
const GENERATION_BITS = 12;
const GENERATIONS = 1 << GENERATION_BITS;
const GENERATION_MASK = GENERATIONS - 1;
const KIND_MASK = (1 << (31 - GENERATION_BITS)) - 1;
const SMALL_HANDLE_RECORDS = 1 << (31 - GENERATION_BITS);

const FIRST_RECORDS = 1024;

/** The position of the highest base-32 digit that is not zero, in a number below 2^30; 0 for 0. */
function highestDigit(bits: number): number {
  return ((31 - Math.clz32(bits | 1)) * 13) >> 6; // × 13 ÷ 64 is ÷ 5 up to 29
}

/** A virtual clock and the events due on it. The same calls give the same order of events, on every host. */
export class Kernel {
  /** Index of the trace event that caused what is running now, −1 for none. An event restores that of its scheduling. */
  currentCause = -1;

  private records = new Int32Array(FIRST_RECORDS << RECORD_SHIFT);
  /** Per level, one bit for each slot that is not empty. */
  private readonly slotsInUse = new Int32Array(LEVELS);
  /** One bit for each level that is not empty. */
  private levelsInUse = 0;
  private positionHigh = 0;
  private positionLow = 0;
  private nowHigh = 0;
  private nowLow = 0;
  /** `nowHigh` in microseconds. */
  private nowBase = 0;
  /** The first freed record, linked by NEXT; 0 for none. */
  private free = 0;
  /** Records from here on were never used. */
  private unused = SLOTS;
  private scheduled = 0;

  constructor() {
    for (let slot = 0; slot < SLOTS; slot++) {
      this.records[(slot << RECORD_SHIFT) + NEXT] = slot;
      this.records[(slot << RECORD_SHIFT) + PREV] = slot;
    }
  }

  /** The virtual time in microseconds: an integer from 0 to 2^53 − 1. */
  get nowMicros(): number {
    return this.nowBase + this.nowLow;
  }

  /** How many events are scheduled and neither dispatched nor cancelled. */
  get pending(): number {
    return this.scheduled;
  }

  /**
   * Schedules an event `delayMicros` from now; 0 means after everything already due at this instant.
   * `kind` is an integer from 0 to 524 287, `a` and `b` any int32: the dispatch receives them.
   * Throws a RangeError when the delay is negative or not an integer, when the time would exceed 2^53 − 1, or when
   * `kind` is out of range.
   */
  schedule(delayMicros: number, kind: number, a: number, b: number): TimerHandle {
    let high = this.nowHigh;
    let low = this.nowLow + delayMicros;
    if (!(delayMicros >= 0) || (low | 0) !== low || low >= LOW_SPAN) {
      const time = this.nowMicros + delayMicros;
      if (!(delayMicros >= 0) || !Number.isSafeInteger(delayMicros) || !Number.isSafeInteger(time)) {
        throw new RangeError(
          `cannot schedule ${delayMicros} µs after ${this.nowMicros} µs: a delay is an integer and not negative, and times end at 2^53 − 1`,
        );
      }
      high = Math.floor(time / LOW_SPAN);
      low = time - high * LOW_SPAN;
    }
    if ((kind & KIND_MASK) !== kind) {
      throw new RangeError(`event kind ${kind} is not an integer from 0 to ${KIND_MASK}`);
    }
    let index = this.free;
    if (index === 0) index = this.allocate();
    else this.free = this.records[(index << RECORD_SHIFT) + NEXT] as number;
    const records = this.records;
    const at = index << RECORD_SHIFT;
    const generation = (records[at + TAG] as number) & GENERATION_MASK;
    records[at + LOW] = low;
    records[at + HIGH] = high;
    records[at + TAG] = (kind << GENERATION_BITS) | generation;
    records[at + A] = a;
    records[at + B] = b;
    records[at + CAUSE] = this.currentCause;
    this.link(index, low, high);
    this.scheduled++;
    return index < SMALL_HANDLE_RECORDS ? (index << GENERATION_BITS) | generation : index * GENERATIONS + generation;
  }

  /** As `schedule`, for an absolute time not before `nowMicros`. */
  scheduleAt(timeMicros: number, kind: number, a: number, b: number): TimerHandle {
    return this.schedule(timeMicros - this.nowMicros, kind, a, b);
  }

  /** Takes an event back. Returns false, and does nothing, when it was dispatched or cancelled before, and for 0. */
  cancel(handle: TimerHandle): boolean {
    const index = this.find(handle);
    if (index === 0) return false;
    this.unlink(index);
    this.release(index);
    return true;
  }

  /** When an event is due; −1 when it is not pending. */
  timeOf(handle: TimerHandle): number {
    const index = this.find(handle);
    return index === 0 ? -1 : this.timeAt(index);
  }

  /**
   * Whether an event is pending and the last of its slot: then nothing was scheduled after it for the same time, and what
   * is scheduled now for that time follows it at once. False also when a later one of another time shares the slot.
   */
  isLast(handle: TimerHandle): boolean {
    const index = this.find(handle);
    return index !== 0 && (this.records[(index << RECORD_SHIFT) + NEXT] as number) < SLOTS;
  }

  /** When the next event is due; Infinity when there is none. Moves nothing. */
  nextTimeMicros(): number {
    return this.levelsInUse === 0 ? Number.POSITIVE_INFINITY : this.timeAt(Math.abs(this.earliest(this.firstSlot())));
  }

  /**
   * Dispatches all events with time ≤ `untilMicros` in order of time, those of one instant in the order in which they
   * were scheduled, including any scheduled meanwhile. Returns how many, at most `limitEvents`. Afterwards `nowMicros`
   * is `untilMicros`; or the time of the last event, when the limit left an event undone or `untilMicros` is Infinity.
   * Throws a RangeError when `untilMicros` is neither an integer nor Infinity. What `dispatch` throws passes through:
   * its event counts as done, and the kernel can run on.
   */
  run(untilMicros: number, dispatch: Dispatch, limitEvents: number = Number.MAX_SAFE_INTEGER): number {
    const until = Math.min(untilMicros, Number.MAX_SAFE_INTEGER);
    if (!Number.isSafeInteger(until)) throw new RangeError(`cannot run until ${untilMicros} µs: not an integer`);
    const untilHigh = Math.floor(until / LOW_SPAN);
    const untilLow = until - untilHigh * LOW_SPAN;
    let processed = 0;
    while (this.levelsInUse !== 0) {
      const slot = this.firstSlot();
      const found = this.earliest(slot);
      const index = found < 0 ? -found : found;
      const records = this.records;
      const at = index << RECORD_SHIFT;
      const low = records[at + LOW] as number;
      const high = records[at + HIGH] as number;
      if (high >= untilHigh && (high > untilHigh || low > untilLow)) break;
      if (processed >= limitEvents) {
        this.currentCause = -1;
        return processed;
      }
      this.unlink(index);
      this.nowLow = low;
      if (high !== this.nowHigh) {
        this.nowHigh = high;
        this.nowBase = high * LOW_SPAN;
      }
      if (found < 0) this.dealOut(slot);
      const kind = (records[at + TAG] as number) >> GENERATION_BITS;
      const a = records[at + A] as number;
      const b = records[at + B] as number;
      this.currentCause = records[at + CAUSE] as number;
      this.release(index);
      processed++;
      dispatch(kind, a, b);
    }
    this.currentCause = -1;
    if (untilMicros !== Number.POSITIVE_INFINITY && untilMicros > this.nowMicros) {
      this.nowHigh = untilHigh;
      this.nowLow = untilLow;
      this.nowBase = untilHigh * LOW_SPAN;
    }
    return processed;
  }

  /** The record a handle names; 0 when the handle is stale. */
  private find(handle: TimerHandle): number {
    const generation = handle & GENERATION_MASK;
    const index = (handle | 0) === handle ? handle >>> GENERATION_BITS : Math.floor(handle / GENERATIONS);
    if (generation === 0) return 0; // the generation of slots, of retired records and of those never used
    return ((this.records[(index << RECORD_SHIFT) + TAG] as number) & GENERATION_MASK) === generation ? index : 0;
  }

  private timeAt(index: number): number {
    const at = index << RECORD_SHIFT;
    return (this.records[at + HIGH] as number) * LOW_SPAN + (this.records[at + LOW] as number);
  }

  /** The slot with the next event, when there is one. */
  private firstSlot(): number {
    const levels = this.levelsInUse;
    const level = 31 - Math.clz32(levels & -levels);
    const slots = this.slotsInUse[level] as number;
    return (level << SLOT_BITS) | (31 - Math.clz32(slots & -slots));
  }

  /** The first of the earliest events of a slot; negative when the slot is to be dealt out. Level 0 never is: one time. */
  private earliest(slot: number): number {
    const records = this.records;
    let best = records[(slot << RECORD_SHIFT) + NEXT] as number;
    if (slot >> SLOT_BITS === 0) return best;
    let index = records[(best << RECORD_SHIFT) + NEXT] as number;
    if (index === slot) return best;
    let bestLow = records[(best << RECORD_SHIFT) + LOW] as number;
    let bestHigh = records[(best << RECORD_SHIFT) + HIGH] as number;
    let count = 1;
    do {
      const at = index << RECORD_SHIFT;
      const low = records[at + LOW] as number;
      const high = records[at + HIGH] as number;
      if (high <= bestHigh && (high < bestHigh || low < bestLow)) {
        best = index;
        bestLow = low;
        bestHigh = high;
      }
      count++;
      index = records[at + NEXT] as number;
    } while (index !== slot);
    return count > FEW ? -best : best;
  }

  /** Moves the position to now, a time in this slot, and deals the events of the slot out to lower levels. */
  private dealOut(slot: number): void {
    const records = this.records;
    const head = slot << RECORD_SHIFT;
    let index = records[head + NEXT] as number;
    records[head + NEXT] = slot;
    records[head + PREV] = slot;
    this.markEmpty(slot);
    this.positionHigh = this.nowHigh;
    this.positionLow = this.nowLow;
    while (index !== slot) {
      const at = index << RECORD_SHIFT;
      const next = records[at + NEXT] as number;
      this.link(index, records[at + LOW] as number, records[at + HIGH] as number);
      index = next;
    }
  }

  /** Appends a record to the slot of its time. */
  private link(index: number, low: number, high: number): void {
    let level: number;
    let digit: number;
    if (high === this.positionHigh) {
      level = highestDigit(low ^ this.positionLow);
      digit = (low >>> (level * SLOT_BITS)) & 31;
    } else {
      const highLevel = highestDigit(high ^ this.positionHigh);
      level = LOW_LEVELS + highLevel;
      digit = (high >>> (highLevel * SLOT_BITS)) & 31;
    }
    const records = this.records;
    const at = index << RECORD_SHIFT;
    const slot = (level << SLOT_BITS) | digit;
    const head = slot << RECORD_SHIFT;
    const last = records[head + PREV] as number;
    records[at + NEXT] = slot;
    records[at + PREV] = last;
    records[head + PREV] = index;
    records[(last << RECORD_SHIFT) + NEXT] = index;
    if (last === slot) {
      this.slotsInUse[level] = (this.slotsInUse[level] as number) | (1 << digit);
      this.levelsInUse |= 1 << level;
    }
  }

  /** Takes a record out of its slot. */
  private unlink(index: number): void {
    const records = this.records;
    const next = records[(index << RECORD_SHIFT) + NEXT] as number;
    const prev = records[(index << RECORD_SHIFT) + PREV] as number;
    records[(next << RECORD_SHIFT) + PREV] = prev;
    records[(prev << RECORD_SHIFT) + NEXT] = next;
    if (next === prev) this.markEmpty(next); // only the head of a slot is on both sides
  }

  private markEmpty(slot: number): void {
    const level = slot >> SLOT_BITS;
    const slots = (this.slotsInUse[level] as number) & ~(1 << (slot & 31));
    this.slotsInUse[level] = slots;
    if (slots === 0) this.levelsInUse &= ~(1 << level);
  }

  /** Makes the handle of a record stale and frees the record, unless its generations are used up. */
  private release(index: number): void {
    const records = this.records;
    const at = index << RECORD_SHIFT;
    const generation = ((records[at + TAG] as number) + 1) & GENERATION_MASK;
    records[at + TAG] = generation;
    this.scheduled--;
    if (generation === 0) return;
    records[at + NEXT] = this.free;
    this.free = index;
  }

  /** A record never used before, in its first generation. */
  private allocate(): number {
    const index = this.unused++;
    if (index << RECORD_SHIFT === this.records.length) {
      const grown = new Int32Array(this.records.length * 2);
      grown.set(this.records);
      this.records = grown;
    }
    this.records[(index << RECORD_SHIFT) + TAG] = 1;
    return index;
  }
}
