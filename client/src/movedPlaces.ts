// Where the places of a run are by now: files are edited after they were run. No `vscode` here: plain functions.
import type { Place, TimelineRun } from '../timeline/protocol.ts';

/** A piece of a text was replaced: UTF-16 offsets in the text as it was before. */
export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export interface PlaceNow {
  readonly start: number;
  readonly end: number;
  /** False once something was changed inside: what stands there now is not what was run. */
  readonly intact: boolean;
}

type Key = string;
const keyOf = ({ start, end }: Pick<Place, 'start' | 'end'>): Key => `${start} ${end}`;

/** Follows the places of the runs that are shown through every edit. */
export class MovedPlaces {
  /** Per file: its places as they were when it was run, and as they are now. */
  #places: ReadonlyMap<string, Map<Key, PlaceNow>> = new Map();
  /** Edits since the run began that is under way; undefined when there is none. */
  #edits: { readonly file: string; readonly changes: readonly Change[] }[] | undefined;

  /** A run begins: its places will be those of this moment. */
  begin(): void {
    this.#edits = [];
  }

  /** The run that began last is shown. */
  show(runs: readonly TimelineRun[]): void {
    const places = new Map<string, Map<Key, PlaceNow>>();
    for (const place of runs.flatMap((run) => [...run.places, ...run.expectations.map((each) => each.place)])) {
      const ofFile = places.get(place.file) ?? new Map<Key, PlaceNow>();
      ofFile.set(keyOf(place), { start: place.start, end: place.end, intact: true });
      places.set(place.file, ofFile);
    }
    this.#places = places;
    const edits = this.#edits ?? [];
    this.#edits = undefined;
    for (const { file, changes } of edits) {
      this.edited(file, changes);
    }
  }

  /** `changes` are those of one edit, each in the text that the one before it left behind. */
  edited(file: string, changes: readonly Change[]): void {
    this.#edits?.push({ file, changes });
    const places = this.#places.get(file);
    for (const [key, place] of places ?? []) {
      places?.set(key, changes.reduce(moved, place));
    }
  }

  /** A place of a run, as it is now. */
  now(place: Place): PlaceNow {
    return this.#places.get(place.file)?.get(keyOf(place)) ?? { start: place.start, end: place.end, intact: true };
  }
}

function moved({ start, end, intact }: PlaceNow, { rangeOffset, rangeLength, text }: Change): PlaceNow {
  const changeEnd = rangeOffset + rangeLength;
  const by = text.length - rangeLength;
  const isBefore = changeEnd <= start;
  const isBehind = rangeOffset >= end;
  return {
    start: isBefore ? start + by : Math.min(start, isBehind ? start : rangeOffset),
    end: isBehind && !isBefore ? end : changeEnd <= end ? end + by : rangeOffset + text.length,
    intact: intact && (isBefore || isBehind),
  };
}
