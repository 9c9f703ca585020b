/** The values of a `for` side by side: what each came to, and the way from one to the other. */
import { type Figure, figuresOfVariants, variantsOf } from '../data/variants.ts';
import type { TimelineRun } from '../protocol.ts';
import { element, icon } from './dom.ts';

export class Variants {
  readonly element = element('div', { class: 'variants', role: 'tablist', 'aria-label': 'Variants', hidden: true });
  readonly #select: (run: number) => void;
  #runs: readonly TimelineRun[] = [];
  #indexes: readonly number[] = [];
  #selected = 0;

  constructor(select: (run: number) => void) {
    this.#select = select;
    this.element.addEventListener('keydown', (event) => {
      const direction = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (direction !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.step(direction);
        this.element.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
      }
    });
  }

  /** Shows the variants of the selected run; nothing when there are no others. */
  show(runs: readonly TimelineRun[], selected: number): void {
    const indexes = variantsOf(runs, selected);
    const isSame = runs === this.#runs && indexes.join() === this.#indexes.join();
    this.#runs = runs;
    this.#indexes = indexes;
    this.#selected = selected;
    this.element.hidden = indexes.length === 0;
    if (!isSame) {
      const figures = figuresOfVariants(indexes.map((index) => runs[index] as TimelineRun));
      this.element.replaceChildren(...indexes.map((index, position) => this.#tab(index, figures[position] ?? [])));
    }
    for (const [position, tab] of [...this.element.children].entries()) {
      const isSelected = indexes[position] === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.setAttribute('tabindex', isSelected ? '0' : '-1');
      if (isSelected) {
        tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    }
  }

  /** To a later or earlier variant; at the ends it stays. */
  step(by: number): void {
    const at = this.#indexes.indexOf(this.#selected);
    const next = this.#indexes[Math.min(Math.max(at + by, 0), this.#indexes.length - 1)];
    if (next !== undefined && next !== this.#selected) {
      this.#select(next);
    }
  }

  #tab(index: number, figures: readonly Figure[]): HTMLElement {
    const run = this.#runs[index] as TimelineRun;
    const told = figures
      .filter(({ differs }) => differs)
      .map(({ name, value }) =>
        element('span', { class: 'figure' }, element('span', { class: 'figure-name' }, `${name} `), value),
      );
    const all = figures.map(({ name, value }) => `${name}: ${value}`);
    const tab = element(
      'button',
      { type: 'button', role: 'tab', class: 'variant', title: [run.variant, ...all, '', 'Keys: [ and ]'].join('\n') },
      element(
        'span',
        { class: 'variant-name' },
        icon(run.verdict),
        run.variant,
        element('span', { class: 'sr-only' }, `: ${run.verdict}.`),
      ),
      ...told.flatMap((figure) => [figure, ' ']),
    );
    tab.addEventListener('click', () => this.#select(index));
    return tab;
  }
}
