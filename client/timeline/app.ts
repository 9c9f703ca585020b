/** The page: its parts, what they show, and what happens when the reader or the host does something. */
import { exists, subjectOf } from './data/continuity.ts';
import { emphasisOf } from './data/emphasis.ts';
import { buildRunModel, type EventLane, markLanes, type RunModel } from './data/runModel.ts';
import { counted } from './data/text.ts';
import { variantsOf } from './data/variants.ts';
import type { Host } from './host.ts';
import type { Target } from './interact/hit.ts';
import { attachKeyboard } from './interact/keyboard.ts';
import { Navigator } from './interact/navigator.ts';
import { Comparison } from './parts/comparison.ts';
import { Details } from './parts/details.ts';
import { element } from './parts/dom.ts';
import { Header } from './parts/header.ts';
import { Message } from './parts/message.ts';
import { PANEL_STATE, Panels } from './parts/panels.ts';
import { Summary, summaryText } from './parts/summary.ts';
import { Tooltip } from './parts/tooltip.ts';
import { Variants } from './parts/variants.ts';
import type { TimelineRun, ToPage } from './protocol.ts';
import { Stage } from './stage.ts';
import { Store, type ViewState } from './state.ts';
import { onThemeChange, readTheme, type Theme } from './view/theme.ts';

/** Stands in the element that it is given, for as long as the page lives. */
export class App {
  readonly #host: Host;
  readonly #store: Store;
  readonly #root: HTMLElement;
  readonly #header: Header;
  readonly #variants = new Variants((run) => this.#chooseRun(run));
  readonly #summary: Summary;
  readonly #stage: Stage;
  readonly #comparison: Comparison;
  #isCompared = false;
  readonly #panels: Panels;
  readonly #details: Details;
  readonly #navigator: Navigator;
  readonly #tooltip = new Tooltip();
  readonly #live = element('div', { class: 'sr-only', 'aria-live': 'polite', role: 'status' });
  readonly #message = new Message();
  #theme: Theme;
  #runs: readonly TimelineRun[] = [];
  readonly #models = new WeakMap<TimelineRun, RunModel>();
  #model: RunModel | undefined;
  #marks: readonly EventLane[] = [];
  #collapsed: ReadonlySet<string> = new Set();
  #highlighted: readonly number[] = [];

  constructor(root: HTMLElement, host: Host) {
    this.#root = root;
    this.#host = host;
    this.#store = new Store(host);
    this.#theme = readTheme(root);
    this.#header = new Header({
      selectRun: (run) => this.#chooseRun(run),
      fit: () => this.#stage.viewport.glideToWhole(),
      zoom: (factor) => this.#stage.viewport.glideZoom(factor),
      rerun: host.hasEditor ? () => host.post({ type: 'rerun' }) : undefined,
      search: (filter) => this.#store.set({ filter }),
      goToFirst: () => this.#navigator.goToFirst(),
      toggleTable: () => this.#panels.toggle('table'),
      toggleLogs: () => this.#panels.toggleLogs(),
      toggleLegend: () => this.#panels.toggle('legend'),
    });
    this.#summary = new Summary((index) => this.#navigator.goTo({ kind: 'expectation', index }));
    this.#stage = new Stage(this.#theme, {
      rangeChanged: ({ fromMicros, toMicros }, whole) => {
        this.#store.set({ range: whole ? undefined : { fromMicros, toMicros } });
        this.#comparison.setRange(this.#store.state.range);
      },
      scrolled: (scrollTop) => {
        this.#store.set({ scrollTop });
        this.#comparison.scrollTop = scrollTop;
      },
      toggleFold: (key) => this.#toggleFold(key),
      click: (target) => this.#navigator.click(target),
      hover: (target, x, y) => this.#hover(target, x, y),
    });
    this.#comparison = new Comparison(this.#theme, {
      rangeChanged: ({ fromMicros, toMicros }, whole) => {
        this.#store.set({ range: whole ? undefined : { fromMicros, toMicros } });
        this.#stage.setRange(this.#store.state.range);
      },
      scrolled: (scrollTop) => {
        this.#stage.scrollTop = scrollTop;
      },
      toggleFold: (key) => this.#toggleFold(key),
      choose: (target) => {
        this.#chooseRun(1 - this.#store.state.run);
        this.#navigator.click(target);
      },
      hover: (model, target, x, y) => this.#hover(target, x, y, model),
    });
    const shown = () => (this.#model === undefined ? undefined : { model: this.#model, marks: this.#marks });
    this.#navigator = new Navigator(host, this.#store, this.#stage, shown, (text) => {
      this.#live.textContent = text;
    });
    this.#panels = new Panels(this.#store, this.#navigator, this.#stage, this.#header);
    this.#details = new Details({
      select: (selection) =>
        selection === undefined ? this.#navigator.select(undefined) : this.#navigator.goTo(selection),
      goToSource: host.hasEditor ? (place) => this.#navigator.reveal(place) : undefined,
    });
    const main = element('main', { class: 'main' }, this.#comparison.caption, this.#stage.element);
    main.append(this.#comparison.element, this.#panels.table.element);
    main.append(this.#panels.logs.element, this.#details.element);
    root.append(
      this.#header.element,
      this.#variants.element,
      this.#summary.element,
      main,
      this.#panels.legend.element,
      this.#message.element,
    );
    root.append(this.#tooltip.element, this.#live);
    this.#store.onChange((changed) => this.#changed(changed));
    this.#attachKeyboard();
    onThemeChange(() => this.#themeChanged());
    addEventListener('pagehide', () => this.#store.save());
    document.addEventListener('visibilitychange', () => this.#store.save());
    host.onMessage((message) => this.#receive(message));
    this.#message.say('Waiting for a run.');
    host.post({ type: 'ready' });
  }

  #attachKeyboard(): void {
    attachKeyboard(document.documentElement, {
      fit: () => this.#stage.viewport.glideToWhole(),
      zoom: (factor) => this.#stage.viewport.glideZoom(factor),
      pan: (share) => this.#stage.viewport.glidePan(share * this.#stage.viewport.scale.widthPixels),
      scrollPage: (direction) => this.#stage.scrollBy(direction * this.#stage.element.clientHeight * 0.7),
      step: (direction) => this.#navigator.step(direction),
      stepLane: (direction) => {
        if (!this.#navigator.stepLane(direction)) {
          this.#stage.scrollBy(direction * 40);
        }
      },
      enter: () => this.#navigator.enter(),
      clear: () => this.#clear(),
      clearSearch: () => this.#store.set({ filter: '' }),
      search: () => this.#header.focusSearch(),
      toggleTable: () => this.#panels.toggle('table'),
      toggleLogs: () => this.#panels.toggleLogs(),
      toggleLegend: () => this.#panels.toggle('legend'),
      stepVariant: (direction) => this.#variants.step(direction),
      hasSelection: () => this.#store.state.selection !== undefined,
      onStage: () => this.#stage.hasFocus,
    });
  }

  #receive(message: ToPage): void {
    switch (message.type) {
      case 'runs':
        this.#isCompared = message.compared === true && message.runs.length === 2;
        this.#showRuns(message.runs, message.selected);
        break;
      case 'highlight':
        if (message.run === this.#store.state.run) {
          this.#highlighted = message.places;
          this.#showStage();
        }
        break;
      case 'progress':
        this.#message.say(message.text, message.fraction);
        break;
      case 'message':
        this.#message.say(message.text);
    }
  }

  #showRuns(runs: readonly TimelineRun[], selected: number): void {
    const first = this.#model === undefined;
    this.#runs = runs;
    this.#message.say(runs.length === 0 ? 'There is no run to show.' : '');
    this.#highlighted = [];
    const { state } = this.#store;
    const subject = subjectOf(runs);
    if (state.subject !== subject) {
      this.#store.set({ subject, run: selected, range: undefined, scrollTop: 0, selection: undefined, filter: '' });
      if (this.#isCompared) {
        // What there is to see are the two timelines.
        this.#store.set({ table: false });
      }
    } else if (first && state.run < runs.length) {
      // A page that comes back shows the run that it had shown, and its host must know which.
      if (state.run !== selected) {
        this.#host.post({ type: 'select-run', run: state.run });
      }
    } else {
      // The same scenario has run again: its events are others, the place of interest is the same.
      this.#store.set({ run: selected, selection: undefined });
    }
    this.#showRun();
  }

  /** The place and the zoom stay. What variants of a scenario have in common stays selected. */
  #chooseRun(run: number): void {
    const { selection } = this.#store.state;
    const isSibling = variantsOf(this.#runs, run).includes(this.#store.state.run);
    const isShared = isSibling && (selection?.kind === 'expectation' || selection?.kind === 'fault');
    this.#store.set({ run, selection: isShared ? selection : undefined });
    this.#highlighted = [];
    this.#showRun();
    this.#host.post({ type: 'select-run', run });
  }

  #showRun(): void {
    const { state } = this.#store;
    const run = this.#runs[state.run];
    if (run === undefined) {
      return;
    }
    const model = this.#modelOf(run);
    this.#model = model;
    this.#collapsed = new Set(state.collapsed);
    this.#marks = markLanes(model, state.filter);
    const selection = state.selection !== undefined && exists(model, state.selection) ? state.selection : undefined;
    this.#store.set({ selection });
    this.#header.showRuns(this.#runs, state.run);
    this.#variants.show(this.#runs, state.run);
    this.#stage.describeCanvas(
      `Timeline of ${counted(model.trace.events.count, 'event')} in ${counted(model.trace.lanes.length, 'lane')}. ${summaryText(model)} Press t for a table of the events.`,
    );
    this.#showAll();
    this.#stage.setRange(state.range);
    this.#stage.scrollTop = state.scrollTop;
    const variant = model.run.variant === '' ? '' : `, ${model.run.variant}`;
    this.#live.textContent = `${model.run.title}${variant}: ${model.run.verdict}. ${summaryText(model)}`;
  }

  #showAll(): void {
    this.#showStage();
    this.#showSelection();
    this.#showPanels();
  }

  #changed(changed: ReadonlySet<keyof ViewState>): void {
    if (this.#model === undefined) {
      return;
    }
    if (changed.has('filter')) {
      this.#marks = markLanes(this.#model, this.#store.state.filter);
    }
    if (changed.has('selection') || changed.has('filter')) {
      this.#showStage();
      this.#showSelection();
    }
    if (PANEL_STATE.some((key) => changed.has(key))) {
      this.#showPanels();
    }
  }

  #showStage(): void {
    if (this.#model !== undefined) {
      this.#stage.show({
        model: this.#model,
        marks: this.#marks,
        collapsed: this.#collapsed,
        emphasis: emphasisOf(this.#model, this.#store.state.selection, this.#highlighted),
      });
      this.#showComparison(this.#model);
    }
  }

  #showComparison(chosen: RunModel): void {
    const { run, table, filter, range } = this.#store.state;
    const other = this.#isCompared && !table ? this.#runs[1 - run] : undefined;
    const model = other && this.#modelOf(other);
    this.#comparison.show(model && { chosen, other: model, isFirst: run === 1, filter, collapsed: this.#collapsed });
    this.#comparison.setRange(range);
  }

  #modelOf(run: TimelineRun): RunModel {
    const model = this.#models.get(run) ?? buildRunModel(run);
    this.#models.set(run, model);
    return model;
  }

  #showSelection(): void {
    if (this.#model !== undefined) {
      const { selection } = this.#store.state;
      this.#details.show(this.#model, selection);
      this.#summary.show(this.#model, selection?.kind === 'expectation' ? selection.index : -1);
    }
  }

  #showPanels(): void {
    this.#panels.show(this.#model, this.#marks, this.#theme);
    if (this.#isCompared && this.#model !== undefined) {
      this.#showComparison(this.#model);
    }
  }

  #hover(target: Target | undefined, x: number, y: number, model = this.#model): void {
    if (target === undefined || model === undefined) {
      this.#tooltip.hide();
    } else {
      this.#tooltip.show(model, target, x, y);
    }
  }

  #clear(): void {
    const { state } = this.#store;
    if (state.legend) {
      this.#store.set({ legend: false });
    } else if (state.selection !== undefined) {
      this.#navigator.select(undefined);
      this.#live.textContent = 'Selection cleared.';
    } else {
      this.#store.set({ filter: '' });
    }
    this.#tooltip.hide();
  }

  #toggleFold(key: string): void {
    const collapsed = new Set(this.#collapsed);
    if (!collapsed.delete(key)) {
      collapsed.add(key);
    }
    this.#collapsed = collapsed;
    this.#store.set({ collapsed: [...collapsed] });
    this.#showStage();
  }

  #themeChanged(): void {
    this.#theme = readTheme(this.#root);
    this.#stage.setTheme(this.#theme);
    this.#comparison.setTheme(this.#theme);
    this.#panels.setTheme(this.#theme);
  }
}
