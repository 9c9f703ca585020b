/** What the reader opens and closes around the timeline: the table in its place, the log below it, the legend over it. */
import type { EventLane, RunModel } from '../data/runModel.ts';
import type { Navigator } from '../interact/navigator.ts';
import type { Stage } from '../stage.ts';
import type { Store } from '../state.ts';
import type { Theme } from '../view/theme.ts';
import type { Header } from './header.ts';
import { Legend } from './legend.ts';
import { Logs } from './logs.ts';
import { Table } from './table.ts';

/** What the panels show depends on these. */
export const PANEL_STATE = ['table', 'legend', 'logs', 'logQuery', 'filter', 'tableOf', 'selection'] as const;

export class Panels {
  readonly table: Table;
  readonly logs: Logs;
  readonly legend = new Legend();
  readonly #store: Store;
  readonly #stage: Stage;
  readonly #header: Header;

  /** The header has their buttons, and the stage gets the keyboard when a panel that had it closes. */
  constructor(store: Store, navigator: Navigator, stage: Stage, header: Header) {
    this.#store = store;
    this.#stage = stage;
    this.#header = header;
    this.table = new Table({
      select: (selection) => navigator.select(selection),
      activate: (selection) => {
        navigator.goTo(selection);
        navigator.goToSource(selection);
      },
      show: (tableOf) => store.set({ tableOf }),
    });
    this.logs = new Logs({
      goTo: (row) => navigator.goTo({ kind: 'event', row }),
      goToSource: (row) => {
        navigator.goTo({ kind: 'event', row });
        navigator.goToSource({ kind: 'event', row });
      },
      search: (query) => store.set({ logQuery: { ...store.state.logQuery, ...query } }),
      close: () => this.toggleLogs(),
    });
  }

  /** Brings everything to the state of the store; `model` is undefined as long as there is no run. */
  show(model: RunModel | undefined, marks: readonly EventLane[], theme: Theme): void {
    const { state } = this.#store;
    const found = marks.reduce((sum, lane) => sum + lane.rows.length, 0);
    this.#header.showState(state, state.filter.trim() === '' ? '' : `${found.toLocaleString('en')} found`);
    this.legend.show(theme, state.legend);
    const hadFocus = this.table.hasFocus;
    this.table.element.hidden = !state.table;
    this.#stage.element.hidden = state.table;
    if (state.table && model !== undefined) {
      this.table.show(model, state.tableOf, state.filter, state.selection);
    } else if (hadFocus) {
      this.#stage.focus();
    }
    this.logs.element.hidden = !state.logs;
    if (state.logs && model !== undefined) {
      this.logs.show(model, state.logQuery, state.selection);
    }
  }

  setTheme(theme: Theme): void {
    this.legend.show(theme, this.#store.state.legend);
  }

  toggle(panel: 'table' | 'legend'): void {
    this.#store.set({ [panel]: !this.#store.state[panel] });
  }

  /** A log that opens has the keyboard; one that closes gives it back to the timeline. */
  toggleLogs(): void {
    const hadFocus = this.logs.hasFocus;
    this.#store.set({ logs: !this.#store.state.logs });
    if (this.#store.state.logs) {
      this.logs.focus();
    } else if (hadFocus) {
      this.#stage.focus();
    }
  }
}
