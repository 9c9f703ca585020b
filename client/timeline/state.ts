/** What the reader has chosen: kept while the page is hidden, told to every part when it changes. */
import type { LogQuery } from './data/logs.ts';
import type { Host } from './host.ts';

export type Selection =
  | { readonly kind: 'event'; readonly row: number }
  | { readonly kind: 'call'; readonly row: number }
  | { readonly kind: 'expectation'; readonly index: number }
  | { readonly kind: 'fault'; readonly index: number };

export interface ViewState {
  /** What the rest is about: a state of other runs is not taken over. */
  readonly subject: string;
  readonly run: number;
  /** The visible range; undefined while the whole run is shown. */
  readonly range: { readonly fromMicros: number; readonly toMicros: number } | undefined;
  readonly scrollTop: number;
  readonly selection: Selection | undefined;
  readonly filter: string;
  readonly table: boolean;
  readonly tableOf: 'events' | 'calls';
  readonly legend: boolean;
  readonly logs: boolean;
  readonly logQuery: LogQuery;
  /** Keys of lane nodes that are folded. */
  readonly collapsed: readonly string[];
}

const INITIAL: ViewState = {
  subject: '',
  run: 0,
  range: undefined,
  scrollTop: 0,
  selection: undefined,
  filter: '',
  table: false,
  tableOf: 'events',
  legend: false,
  logs: false,
  logQuery: { text: '', node: '', matchesOnly: true },
  collapsed: [],
};

/** Raised when a saved state of an older page would be misread. */
const STATE_VERSION = 2;
const SAVE_DELAY_MILLIS = 150;

type Listener = (changed: ReadonlySet<keyof ViewState>) => void;

export class Store {
  #state: ViewState = INITIAL;
  #saving: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners: Listener[] = [];
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    const saved = host.loadState();
    if (isSaved(saved)) {
      this.#state = { ...INITIAL, ...saved.state };
    }
  }

  get state(): ViewState {
    return this.#state;
  }

  /** Changes some of the state and tells the listeners what is different now. */
  set(change: Partial<ViewState>): void {
    const changed = new Set<keyof ViewState>();
    for (const key of Object.keys(change) as (keyof ViewState)[]) {
      if (this.#state[key] !== change[key]) {
        changed.add(key);
      }
    }
    if (changed.size === 0) {
      return;
    }
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) {
      listener(changed);
    }
    this.#saving ??= setTimeout(() => this.save(), SAVE_DELAY_MILLIS);
  }

  /** Writes the state now; a page that is being hidden has no time to wait. */
  save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#host.saveState({ version: STATE_VERSION, state: this.#state });
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }
}

function isSaved(saved: unknown): saved is { version: number; state: ViewState } {
  return typeof saved === 'object' && saved !== null && 'version' in saved && saved.version === STATE_VERSION;
}
