/**
 * A table of which only the rows in view exist, so a million of them scroll as well as ten; their place among all rows
 * is told to screen readers by `aria-rowindex`. Arrow keys, page keys, Home and End move over the rows.
 */
import { element } from './dom.ts';

export interface Cell {
  /** Also what the tooltip of the cell says. */
  readonly text: string;
  readonly className: string;
  /** In place of the bare text, where parts of it are set apart. */
  readonly parts?: readonly (Node | string)[];
}

export interface GridOptions {
  readonly label: string;
  readonly titles: readonly string[];
  readonly cells: (at: number) => readonly Cell[];
  /** Whether a row is shown as selected; the one that the keys start from is another matter. */
  readonly isSelected: (at: number) => boolean;
  /** The keys moved to a row. */
  readonly moved: (at: number) => void;
  readonly clicked: (at: number) => void;
  /** Enter or space. */
  readonly entered: (at: number) => void;
}

const ROW_PIXELS = 26;
/** Browsers cannot lay out taller elements; beyond it, scrolling is proportional. */
const MAX_PIXELS = 8_000_000;
const SPARE_ROWS = 6;

export class VirtualGrid {
  readonly element = element('div', { class: 'grid-scroller' });
  readonly #options: GridOptions;
  readonly #body = element('tbody');
  /** Stands for the rows above those that exist. */
  readonly #above: HTMLTableCellElement;
  readonly #grid: HTMLTableElement;
  readonly #spacer = element('div', { class: 'grid-spacer' });
  #count = 0;
  #current = 0;

  constructor(options: GridOptions) {
    this.#options = options;
    this.#above = element('td', { colspan: options.titles.length });
    this.#grid = element(
      'table',
      { role: 'grid', 'aria-label': options.label },
      element(
        'thead',
        {},
        element('tr', { 'aria-rowindex': 1 }, ...options.titles.map((title) => element('th', { scope: 'col' }, title))),
      ),
      element('tbody', { class: 'above', 'aria-hidden': 'true' }, element('tr', {}, this.#above)),
      this.#body,
    );
    this.#spacer.append(this.#grid);
    this.element.append(this.#spacer);
    this.element.addEventListener('scroll', () => this.render());
    new ResizeObserver(() => this.render()).observe(this.element);
    this.#grid.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#grid.addEventListener('click', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-at]');
      if (row !== null) {
        this.#current = Number(row.dataset.at);
        this.focus();
        options.clicked(this.#current);
      }
    });
  }

  /** The row that the keys start from. */
  get current(): number {
    return this.#current;
  }

  /** Shows other rows, from the first one on, as soon as they are rendered. */
  reset(count: number): void {
    this.#count = count;
    this.#current = 0;
    this.#grid.setAttribute('aria-rowcount', String(count + 1));
    this.#spacer.style.height = `${Math.min((count + 1) * ROW_PIXELS, MAX_PIXELS)}px`;
    this.element.scrollTop = 0;
  }

  /** Makes a row the current one and brings it into view; it has to be rendered then. */
  moveTo(at: number): void {
    this.#current = Math.min(Math.max(at, 0), Math.max(this.#count - 1, 0));
    const first = this.element.scrollTop / this.#pitch;
    if (this.#current < first) {
      this.element.scrollTop = this.#current * this.#pitch;
    } else if (this.#current > first + this.#room - 1) {
      this.element.scrollTop = (this.#current - this.#room + 1) * this.#pitch;
    }
  }

  /** Gives the keyboard to the current row. */
  focus(): void {
    this.#render(true);
  }

  render(): void {
    this.#render(false);
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
    if (this.#count === 0 || (step === undefined && event.key !== 'Enter' && event.key !== ' ')) {
      return;
    }
    event.preventDefault();
    if (step === undefined) {
      this.#options.entered(this.#current);
      return;
    }
    this.moveTo(this.#current + step);
    this.focus();
    this.#options.moved(this.#current);
  }

  /** Whole rows that fit under the heading. */
  get #room(): number {
    return Math.max(Math.floor(this.element.clientHeight / ROW_PIXELS) - 1, 1);
  }

  /** Pixels of scrolling per row: less than its height when there are too many for the browser. */
  get #pitch(): number {
    const steps = Math.max(this.#count - this.#room, 1);
    return Math.min(ROW_PIXELS, (MAX_PIXELS - this.element.clientHeight) / steps);
  }

  #render(focus: boolean): void {
    if (this.element.clientHeight === 0) {
      return;
    }
    const { scrollTop } = this.element;
    const top = Math.floor(scrollTop / this.#pitch);
    const first = Math.max(top - SPARE_ROWS, 0);
    const last = Math.min(top + this.#room + 2 + SPARE_ROWS, this.#count);
    const hadFocus = this.#body.contains(document.activeElement);
    const rows: HTMLElement[] = [];
    for (let at = first; at < last; at++) {
      rows.push(this.#row(at));
    }
    this.#body.replaceChildren(...rows);
    // Where rows are taller than their share of the scrolling, they hang from the row at the top.
    const above = this.#pitch === ROW_PIXELS ? first * ROW_PIXELS : scrollTop - (top - first) * ROW_PIXELS;
    this.#above.style.height = `${Math.max(above, 0)}px`;
    if (focus || hadFocus) {
      this.#body.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
    }
  }

  #row(at: number): HTMLElement {
    return element(
      'tr',
      {
        'data-at': at,
        'aria-rowindex': at + 2,
        tabindex: at === this.#current ? 0 : -1,
        'aria-selected': String(this.#options.isSelected(at)),
      },
      ...this.#options
        .cells(at)
        .map(({ text, className, parts }) => element('td', { class: className, title: text }, ...(parts ?? [text]))),
    );
  }
}
