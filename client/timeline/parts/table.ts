/** The same events, or the calls, as a table. */
import { EVENTS, OUTCOMES } from '../../../server/src/trace/kinds.ts';
import { laneName, predicateOf } from '../../../server/src/trace/sentence.ts';
import { callFilter, eventFilter } from '../data/filter.ts';
import type { RunModel } from '../data/runModel.ts';
import { indexOfRow } from '../data/search.ts';
import { callSentence, counted, moment } from '../data/text.ts';
import { EVENT_TONE, OUTCOME_TONE, TONES } from '../data/tones.ts';
import type { Selection } from '../state.ts';
import { element } from './dom.ts';
import { type Cell, VirtualGrid } from './virtualGrid.ts';

export interface TableActions {
  /** A row was chosen with the arrow keys. */
  readonly select: (selection: Selection) => void;
  /** A row was activated: Enter, or a click. */
  readonly activate: (selection: Selection) => void;
  readonly show: (what: 'events' | 'calls') => void;
}

export class Table {
  readonly element = element('section', { class: 'table', 'aria-label': 'Events as a table', hidden: true });
  readonly #grid: VirtualGrid;
  readonly #count = element('span', { class: 'table-count', role: 'status' });
  readonly #choice = element('select', { 'aria-label': 'What the table shows' });
  #model: RunModel | undefined;
  #what: 'events' | 'calls' = 'events';
  #rows: Uint32Array = new Uint32Array(0);
  #key = '';

  constructor(actions: TableActions) {
    this.#choice.append(
      element('option', { value: 'events' }, 'Events'),
      element('option', { value: 'calls' }, 'Calls'),
    );
    this.#choice.addEventListener('change', () => actions.show(this.#choice.value as 'events' | 'calls'));
    this.#grid = new VirtualGrid({
      label: 'Events',
      titles: ['Time', 'Where', 'Kind', 'What happened'],
      cells: (at) => this.#cells(at),
      isSelected: (at) => at === this.#grid.current,
      moved: (at) => actions.select(this.#selection(at)),
      clicked: (at) => actions.activate(this.#selection(at)),
      entered: (at) => actions.activate(this.#selection(at)),
    });
    this.element.append(element('div', { class: 'table-head' }, this.#choice, this.#count), this.#grid.element);
  }

  /** Shows the rows that the search accepts; the selected one becomes the current one. */
  show(model: RunModel, what: 'events' | 'calls', query: string, selection: Selection | undefined): void {
    const key = `${what} ${query}`;
    if (model !== this.#model || key !== this.#key) {
      this.#model = model;
      this.#what = what;
      this.#key = key;
      this.#choice.value = what;
      const total = what === 'events' ? model.trace.events.count : model.trace.calls.count;
      this.#rows = accepted(
        total,
        what === 'events' ? eventFilter(model.trace, query) : callFilter(model.trace, query),
      );
      this.#count.textContent =
        this.#rows.length === total
          ? counted(total, what.slice(0, -1))
          : `${this.#rows.length.toLocaleString('en')} of ${counted(total, what.slice(0, -1))}`;
      this.#grid.reset(this.#rows.length);
    }
    if (selection?.kind === what.slice(0, -1) && 'row' in selection) {
      const at = indexOfRow(this.#rows, selection.row);
      if (at >= 0) {
        this.#grid.moveTo(at);
      }
    }
    this.#grid.render();
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  #selection(at: number): Selection {
    return { kind: this.#what === 'events' ? 'event' : 'call', row: this.#rows[at] as number };
  }

  #cells(at: number): Cell[] {
    const row = this.#rows[at] as number;
    const model = this.#model as RunModel;
    return this.#what === 'events' ? eventCells(model, row) : callCells(model, row);
  }
}

function eventCells({ trace }: RunModel, row: number): Cell[] {
  const kind = trace.events.kind[row] as number;
  return [
    { text: moment(trace.events.timeMicros[row] as number), className: 'time' },
    { text: laneName(trace, trace.events.lane[row] as number), className: 'lane' },
    { text: EVENTS[kind]?.name ?? '', className: `kind tone-${TONES[EVENT_TONE[kind] as number]}` },
    { text: predicateOf(trace, row), className: 'what' },
  ];
}

function callCells({ trace }: RunModel, row: number): Cell[] {
  const outcome = trace.calls.outcome[row] as number;
  return [
    { text: moment(trace.calls.startMicros[row] as number), className: 'time' },
    { text: laneName(trace, trace.calls.lane[row] as number), className: 'lane' },
    { text: OUTCOMES[outcome]?.name ?? '', className: `kind tone-${TONES[OUTCOME_TONE[outcome] as number]}` },
    { text: callSentence(trace, row), className: 'what' },
  ];
}

function accepted(count: number, accepts: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    if (accepts(row)) {
      rows[length++] = row;
    }
  }
  return rows.subarray(0, length);
}
