/**
 * The same events as a table. Only the rows in view exist, so a million of them scroll as well as ten; their place among
 * all rows is told to screen readers by `aria-rowindex`.
 */
import { EVENTS, OUTCOMES } from '../../../server/src/trace/kinds.ts';
import { laneName, predicateOf } from '../../../server/src/trace/sentence.ts';
import { callFilter, eventFilter } from '../data/filter.ts';
import type { RunModel } from '../data/runModel.ts';
import { callSentence, counted, moment } from '../data/text.ts';
import { EVENT_TONE, OUTCOME_TONE, TONES } from '../data/tones.ts';
import type { Selection } from '../state.ts';
import { element } from './dom.ts';

export interface TableActions {
  /** A row was chosen with the arrow keys or the pointer. */
  readonly select: (selection: Selection) => void;
  /** A row was activated: Enter, or a click. */
  readonly activate: (selection: Selection) => void;
  readonly show: (what: 'events' | 'calls') => void;
}

const ROW_PIXELS = 26;
/** Browsers cannot lay out taller elements; beyond it, scrolling is proportional. */
const MAX_PIXELS = 8_000_000;
const SPARE_ROWS = 6;

export class Table {
  readonly element = element('section', { class: 'table', 'aria-label': 'Events as a table', hidden: true });
  readonly #actions: TableActions;
  readonly #body = element('tbody');
  /** Stands for the rows above those that exist. */
  readonly #above = element('td', { colspan: 4 });
  readonly #grid = element('table', { role: 'grid', 'aria-label': 'Events' });
  readonly #scroller = element('div', { class: 'table-scroller' });
  readonly #spacer = element('div', { class: 'table-spacer' });
  readonly #count = element('span', { class: 'table-count', role: 'status' });
  readonly #choice = element('select', { 'aria-label': 'What the table shows' });
  #model: RunModel | undefined;
  #what: 'events' | 'calls' = 'events';
  #rows: Uint32Array = new Uint32Array(0);
  #key = '';
  #current = 0;

  constructor(actions: TableActions) {
    this.#actions = actions;
    this.#choice.append(
      element('option', { value: 'events' }, 'Events'),
      element('option', { value: 'calls' }, 'Calls'),
    );
    this.#choice.addEventListener('change', () => actions.show(this.#choice.value as 'events' | 'calls'));
    const titles = ['Time', 'Where', 'Kind', 'What happened'];
    this.#grid.append(
      element(
        'thead',
        {},
        element('tr', { 'aria-rowindex': 1 }, ...titles.map((title) => element('th', { scope: 'col' }, title))),
      ),
      element('tbody', { class: 'above', 'aria-hidden': 'true' }, element('tr', {}, this.#above)),
      this.#body,
    );
    this.#spacer.append(this.#grid);
    this.#scroller.append(this.#spacer);
    this.element.append(element('div', { class: 'table-head' }, this.#choice, this.#count), this.#scroller);
    this.#scroller.addEventListener('scroll', () => this.#render(false));
    new ResizeObserver(() => this.#render(false)).observe(this.#scroller);
    this.#grid.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#grid.addEventListener('click', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-at]');
      if (row !== null) {
        this.#current = Number(row.dataset.at);
        this.#render(true);
        this.#actions.activate(this.#selection());
      }
    });
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
      this.#grid.setAttribute('aria-rowcount', String(this.#rows.length + 1));
      this.#current = 0;
      this.#spacer.style.height = `${Math.min((this.#rows.length + 1) * ROW_PIXELS, MAX_PIXELS)}px`;
      this.#scroller.scrollTop = 0;
    }
    if (selection?.kind === what.slice(0, -1) && 'row' in selection) {
      const at = indexOf(this.#rows, selection.row);
      if (at >= 0) {
        this.#current = at;
        this.#reveal();
      }
    }
    this.#render(false);
  }

  focus(): void {
    this.#render(true);
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  #selection(): Selection {
    return { kind: this.#what === 'events' ? 'event' : 'call', row: this.#rows[this.#current] as number };
  }

  #keyDown(event: KeyboardEvent): void {
    const page = Math.max(this.#room - 1, 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    const step = steps[event.key];
    if (this.#rows.length === 0 || (step === undefined && event.key !== 'Enter' && event.key !== ' ')) {
      return;
    }
    event.preventDefault();
    if (step === undefined) {
      this.#actions.activate(this.#selection());
      return;
    }
    this.#current = Math.min(Math.max(this.#current + step, 0), this.#rows.length - 1);
    this.#reveal();
    this.#render(true);
    this.#actions.select(this.#selection());
  }

  /** Whole rows that fit under the heading. */
  get #room(): number {
    return Math.max(Math.floor(this.#scroller.clientHeight / ROW_PIXELS) - 1, 1);
  }

  /** Pixels of scrolling per row: less than its height when there are too many for the browser. */
  get #pitch(): number {
    const steps = Math.max(this.#rows.length - this.#room, 1);
    return Math.min(ROW_PIXELS, (MAX_PIXELS - this.#scroller.clientHeight) / steps);
  }

  #reveal(): void {
    const first = this.#scroller.scrollTop / this.#pitch;
    if (this.#current < first) {
      this.#scroller.scrollTop = this.#current * this.#pitch;
    } else if (this.#current > first + this.#room - 1) {
      this.#scroller.scrollTop = (this.#current - this.#room + 1) * this.#pitch;
    }
  }

  #render(focus: boolean): void {
    const model = this.#model;
    if (model === undefined || this.element.hidden) {
      return;
    }
    const { scrollTop } = this.#scroller;
    const top = Math.floor(scrollTop / this.#pitch);
    const first = Math.max(top - SPARE_ROWS, 0);
    const last = Math.min(top + this.#room + 2 + SPARE_ROWS, this.#rows.length);
    const hadFocus = this.#body.contains(document.activeElement);
    const rows: HTMLElement[] = [];
    for (let at = first; at < last; at++) {
      rows.push(this.#row(model, at));
    }
    this.#body.replaceChildren(...rows);
    // Where rows are taller than their share of the scrolling, they hang from the row at the top.
    const above = this.#pitch === ROW_PIXELS ? first * ROW_PIXELS : scrollTop - (top - first) * ROW_PIXELS;
    this.#above.style.height = `${Math.max(above, 0)}px`;
    if (focus || hadFocus) {
      this.#body.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
    }
  }

  #row(model: RunModel, at: number): HTMLElement {
    const row = this.#rows[at] as number;
    const current = at === this.#current;
    const cells = this.#what === 'events' ? eventCells(model, row) : callCells(model, row);
    return element(
      'tr',
      { 'data-at': at, 'aria-rowindex': at + 2, tabindex: current ? 0 : -1, 'aria-selected': String(current) },
      ...cells.map(([text, className]) => element('td', { class: className, title: text }, text)),
    );
  }
}

type Cell = readonly [text: string, className: string];

function eventCells({ trace }: RunModel, row: number): Cell[] {
  const kind = trace.events.kind[row] as number;
  return [
    [moment(trace.events.timeMicros[row] as number), 'time'],
    [laneName(trace, trace.events.lane[row] as number), 'lane'],
    [EVENTS[kind]?.name ?? '', `kind tone-${TONES[EVENT_TONE[kind] as number]}`],
    [predicateOf(trace, row), 'what'],
  ];
}

function callCells({ trace }: RunModel, row: number): Cell[] {
  const outcome = trace.calls.outcome[row] as number;
  return [
    [moment(trace.calls.startMicros[row] as number), 'time'],
    [laneName(trace, trace.calls.lane[row] as number), 'lane'],
    [OUTCOMES[outcome]?.name ?? '', `kind tone-${TONES[OUTCOME_TONE[outcome] as number]}`],
    [callSentence(trace, row), 'what'],
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

/** Rows are ascending. */
function indexOf(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return rows[low] === row ? low : -1;
}
