/** Selecting things, bringing them into view, and going to where they were written. */
import { sentenceOf } from '../../../server/src/trace/sentence.ts';
import { describe, extentOf } from '../data/describe.ts';
import type { EventLane, RunModel } from '../data/runModel.ts';
import type { Host } from '../host.ts';
import type { Place } from '../protocol.ts';
import type { Stage } from '../stage.ts';
import type { Selection, Store } from '../state.ts';
import { reveal } from '../view/scale.ts';
import type { Target } from './hit.ts';
import { firstInView, nextInLane, nextLane } from './walk.ts';

export interface Shown {
  readonly model: RunModel;
  readonly marks: readonly EventLane[];
}

export class Navigator {
  readonly #host: Host;
  readonly #store: Store;
  readonly #stage: Stage;
  readonly #shown: () => Shown | undefined;
  readonly #announce: (text: string) => void;

  /** `shown` is what the page shows at the moment; `announce` speaks to a screen reader. */
  constructor(
    host: Host,
    store: Store,
    stage: Stage,
    shown: () => Shown | undefined,
    announce: (text: string) => void,
  ) {
    this.#host = host;
    this.#store = store;
    this.#stage = stage;
    this.#shown = shown;
    this.#announce = announce;
  }

  select(selection: Selection | undefined): void {
    this.#store.set({ selection });
    const model = this.#shown()?.model;
    this.#stage.revealLanes(model === undefined ? [] : lanesOf(model, selection));
    if (selection !== undefined && model !== undefined) {
      const { sentence, when, chain } = describe(model, selection);
      const root = chain.at(-1);
      const isRoot = root === undefined || (selection.kind === 'event' && root === selection.row);
      this.#announce(`${when}: ${sentence}.${isRoot ? '' : ` Because: ${sentenceOf(model.trace, root)}.`}`);
    }
  }

  /** Selects something and brings it into view. */
  goTo(selection: Selection): void {
    const model = this.#shown()?.model;
    if (model === undefined) {
      return;
    }
    this.select(selection);
    const { fromMicros, toMicros } = extentOf(model, selection);
    const { viewport } = this.#stage;
    viewport.glideTo(reveal(viewport.scale, fromMicros, toMicros, model.durationMicros));
  }

  /** A click selects; on anything that was written down it also goes there. */
  click(target: Target | undefined): void {
    if (target?.kind === 'select') {
      this.select(target.selection);
      this.goToSource(target.selection);
    } else {
      const row = target?.kind === 'state' ? (this.#shown()?.model.states[target.lane]?.row[target.span] ?? -1) : -1;
      this.select(row < 0 ? undefined : { kind: 'event', row });
    }
    this.#stage.focus();
  }

  /** Without a selection the first event in view is selected; with one, its source is shown. */
  enter(): void {
    const { selection } = this.#store.state;
    const shown = this.#shown();
    if (selection !== undefined) {
      this.goToSource(selection);
    } else if (shown !== undefined) {
      this.#goToRow(firstInView(shown.model, shown.marks, this.#stage.viewport.scale));
    }
  }

  /** Selects the earliest event that the search accepts. */
  goToFirst(): void {
    const shown = this.#shown();
    if (shown !== undefined) {
      this.#stage.focus();
      this.#goToRow(firstInView(shown.model, shown.marks, { fromMicros: Number.NEGATIVE_INFINITY }));
    }
  }

  /** Next or previous event of the lane; false when there is none. */
  step(direction: 1 | -1): boolean {
    const shown = this.#shown();
    const row = this.#selectedRow;
    return shown !== undefined && row >= 0 && this.#goToRow(nextInLane(shown.model, shown.marks, row, direction));
  }

  /** The nearest event in a lane above or below; false when there is none. */
  stepLane(direction: 1 | -1): boolean {
    const shown = this.#shown();
    const { layout } = this.#stage;
    const row = this.#selectedRow;
    return (
      shown !== undefined &&
      layout !== undefined &&
      row >= 0 &&
      this.#goToRow(nextLane(shown.model, shown.marks, layout, row, direction))
    );
  }

  goToSource(selection: Selection): void {
    const model = this.#shown()?.model;
    const place = model && describe(model, selection).place;
    if (place !== undefined) {
      this.reveal(place);
    }
  }

  reveal(place: Place): void {
    this.#host.post({ type: 'reveal', place });
  }

  get #selectedRow(): number {
    const { selection } = this.#store.state;
    return selection?.kind === 'event' ? selection.row : -1;
  }

  #goToRow(row: number): boolean {
    if (row >= 0) {
      this.goTo({ kind: 'event', row });
    }
    return row >= 0;
  }
}

/** The lanes that a selection is about. */
function lanesOf(model: RunModel, selection: Selection | undefined): readonly number[] {
  const { events, calls, faults } = model.trace;
  switch (selection?.kind) {
    case 'event':
      return [events.lane[selection.row] as number];
    case 'call':
      return [calls.lane[selection.row] as number];
    case 'fault':
      return faults[selection.index]?.lanes ?? [];
    case 'expectation':
      return describe(model, selection).chain.map((row) => events.lane[row] as number);
    default:
      return [];
  }
}
