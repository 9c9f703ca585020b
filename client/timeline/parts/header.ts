/** Title, verdict, choice of run, search and the buttons. */
import { variantsOf } from '../data/variants.ts';
import type { TimelineRun } from '../protocol.ts';
import type { ViewState } from '../state.ts';
import { element, icon, iconButton } from './dom.ts';

export interface HeaderActions {
  readonly selectRun: (run: number) => void;
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  readonly rerun: (() => void) | undefined;
  readonly search: (query: string) => void;
  /** Enter in the search: to the first hit. */
  readonly goToFirst: () => void;
  readonly toggleTable: () => void;
  readonly toggleLogs: () => void;
  readonly toggleLegend: () => void;
}

export class Header {
  readonly element: HTMLElement;
  readonly #title = element('h1');
  readonly #verdict = element('span', { class: 'verdict' });
  readonly #runs = element('select', { class: 'runs', 'aria-label': 'Run' });
  readonly #search = element('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Search events',
    'aria-label': 'Search events',
    spellcheck: 'false',
  });
  readonly #found = element('span', { class: 'found', 'aria-live': 'polite' });
  readonly #table: HTMLButtonElement;
  readonly #logs: HTMLButtonElement;
  readonly #legend: HTMLButtonElement;

  constructor(actions: HeaderActions) {
    this.#runs.addEventListener('change', () => actions.selectRun(this.#runs.selectedIndex));
    this.#search.addEventListener('input', () => actions.search(this.#search.value));
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.#search.blur();
        actions.goToFirst();
      }
    });
    this.#table = iconButton('table', 'Show as a table (t)', actions.toggleTable);
    this.#logs = iconButton('log', 'Log lines (l)', actions.toggleLogs);
    this.#legend = iconButton('legend', 'Legend and keys (?)', actions.toggleLegend);
    const rerun = actions.rerun === undefined ? [] : [iconButton('rerun', 'Run again', actions.rerun)];
    const tools = element(
      'div',
      { class: 'tools', role: 'toolbar', 'aria-label': 'View' },
      iconButton('out', 'Zoom out (−)', () => actions.zoom(0.5)),
      iconButton('in', 'Zoom in (+)', () => actions.zoom(2)),
      iconButton('fit', 'Show the whole run (f)', actions.fit),
      element('span', { class: 'gap' }),
      ...rerun,
      this.#table,
      this.#logs,
      this.#legend,
    );
    const search = element('div', { class: 'search-box' }, this.#search, this.#found);
    this.element = element(
      'header',
      { class: 'header' },
      element('div', { class: 'what' }, this.#verdict, this.#title, this.#runs),
      element('div', { class: 'controls' }, search, tools),
    );
  }

  showRuns(runs: readonly TimelineRun[], selected: number): void {
    const run = runs[selected];
    this.#title.textContent = run?.title ?? '';
    this.#title.title = run?.title ?? '';
    this.#verdict.replaceChildren(...(run === undefined ? [] : [icon(run.verdict), run.verdict]));
    this.#verdict.className = `verdict verdict-${run?.verdict ?? 'none'}`;
    this.#runs.replaceChildren(
      ...runs.map((each, index) => {
        const name = [each.title, each.variant].filter((part) => part !== '').join(' · ');
        return element('option', { value: index, selected: index === selected }, `${name}: ${each.verdict}`);
      }),
    );
    // The variants of a single scenario have their own choice.
    this.#runs.hidden = runs.length < 2 || variantsOf(runs, selected).length === runs.length;
  }

  showState(state: ViewState, found: string): void {
    if (this.#search.value !== state.filter) {
      this.#search.value = state.filter;
    }
    this.#found.textContent = found;
    this.#table.setAttribute('aria-pressed', String(state.table));
    this.#logs.setAttribute('aria-pressed', String(state.logs));
    this.#legend.setAttribute('aria-pressed', String(state.legend));
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }
}
