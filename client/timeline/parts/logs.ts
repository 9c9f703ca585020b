/** What the products log: the lines of every node, to be searched, in step with the timeline. */
import { laneName } from '../../../server/src/trace/sentence.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';
import { type LogQuery, type LogView, loggingNodes, logRows, logView } from '../data/logs.ts';
import type { RunModel } from '../data/runModel.ts';
import { firstRowFrom, indexOfRow } from '../data/search.ts';
import { counted, moment } from '../data/text.ts';
import type { Selection } from '../state.ts';
import { copyText } from './clipboard.ts';
import { element, iconButton, isTyping } from './dom.ts';
import { type Cell, VirtualGrid } from './virtualGrid.ts';

export interface LogsActions {
  /** A line was chosen: it is the event `row`. */
  readonly goTo: (row: number) => void;
  /** Enter on a line. */
  readonly goToSource: (row: number) => void;
  readonly search: (query: Partial<LogQuery>) => void;
  readonly close: () => void;
}

const NONE: LogView = { rows: new Uint32Array(0), matches: new Uint32Array(0) };

export class Logs {
  readonly element = element('section', { class: 'logs', 'aria-label': 'Log lines', hidden: true });
  readonly #actions: LogsActions;
  readonly #text = element('input', {
    type: 'search',
    class: 'find',
    placeholder: 'Find in the log',
    'aria-label': 'Find in the log',
    spellcheck: 'false',
  });
  readonly #node = element('select', { 'aria-label': 'Node' });
  readonly #matchesOnly = element('input', { type: 'checkbox' });
  readonly #count = element('span', { class: 'logs-count', role: 'status' });
  readonly #empty = element('p', { class: 'logs-empty', role: 'status' });
  readonly #grid: VirtualGrid;
  #trace: Trace | undefined;
  #query: LogQuery = { text: '', node: '', matchesOnly: true };
  #view = NONE;
  #selectedRow = -1;

  constructor(actions: LogsActions) {
    this.#actions = actions;
    this.#grid = new VirtualGrid({
      label: 'Log lines',
      titles: ['Time', 'Node', 'Line'],
      cells: (at) => this.#cells(at),
      isSelected: (at) => this.#view.rows[at] === this.#selectedRow,
      moved: (at) => actions.goTo(this.#rowAt(at)),
      clicked: (at) => actions.goTo(this.#rowAt(at)),
      entered: (at) => actions.goToSource(this.#rowAt(at)),
    });
    this.#text.addEventListener('input', () => actions.search({ text: this.#text.value }));
    this.#node.addEventListener('change', () => actions.search({ node: this.#node.value }));
    this.#matchesOnly.addEventListener('change', () => actions.search({ matchesOnly: this.#matchesOnly.checked }));
    this.element.addEventListener('keydown', (event) => this.#keyDown(event));
    this.element.append(
      element(
        'div',
        { class: 'table-head', role: 'toolbar', 'aria-label': 'Log lines' },
        this.#text,
        iconButton('previous', 'Previous match (Shift+Enter, N)', () => this.#step(-1)),
        iconButton('next', 'Next match (Enter, n)', () => this.#step(1)),
        element('label', {}, this.#matchesOnly, ' Only matches'),
        this.#node,
        this.#count,
        element('span', { class: 'filler' }),
        iconButton('copy', 'Copy the lines that are shown', () => void this.#copy()),
        iconButton('close', 'Close the log (l)', actions.close),
      ),
      this.#grid.element,
      this.#empty,
    );
  }

  /** Shows the lines that the query is about; the selected event, or the last line before it, comes into view. */
  show({ trace }: RunModel, query: LogQuery, selection: Selection | undefined): void {
    const row = selection?.kind === 'event' ? selection.row : -1;
    const hasChanged = trace !== this.#trace || query.text !== this.#query.text || query.node !== this.#query.node;
    if (hasChanged || query.matchesOnly !== this.#query.matchesOnly) {
      const before = this.#view.rows[this.#grid.current] ?? 0;
      const isSame = trace === this.#trace;
      if (!isSame) {
        this.#showNodes(trace);
      }
      this.#trace = trace;
      this.#query = query;
      this.#view = logView(trace, query);
      this.#grid.reset(this.#view.rows.length);
      this.#grid.moveTo(isSame ? firstRowFrom(this.#view.rows, before) : 0);
      this.#showState();
    }
    if (row !== this.#selectedRow || hasChanged) {
      this.#selectedRow = row;
      if (row >= 0) {
        this.#grid.moveTo(firstRowFrom(this.#view.rows, row + 1) - 1);
      }
    }
    this.#grid.render();
  }

  focus(): void {
    this.#text.focus();
    this.#text.select();
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  #showNodes(trace: Trace): void {
    this.#node.replaceChildren(
      element('option', { value: '' }, 'All nodes'),
      ...loggingNodes(trace).map(({ name, lines }) =>
        element('option', { value: name }, `${name} (${lines.toLocaleString('en')})`),
      ),
    );
  }

  #showState(): void {
    const { text, node, matchesOnly } = this.#query;
    const trace = this.#trace as Trace;
    if (this.#text.value !== text) {
      this.#text.value = text;
    }
    if (![...this.#node.options].some(({ value }) => value === node)) {
      this.#node.append(element('option', { value: node }, `${node} (0)`));
    }
    this.#node.value = node;
    this.#matchesOnly.checked = matchesOnly;
    const { rows, matches } = this.#view;
    const lines = counted(rows.length, 'line');
    this.#count.textContent =
      text === '' || matchesOnly ? lines : `${lines}, ${matches.length.toLocaleString('en')} with a match`;
    this.#grid.element.hidden = rows.length === 0;
    this.#empty.hidden = rows.length > 0;
    const who = node === '' ? '' : ` of ${node}`;
    this.#empty.textContent =
      logRows(trace).length === 0
        ? 'Nothing was logged in this run.'
        : text === ''
          ? `Nothing was logged by ${node}.`
          : `No line${who} contains “${text}”.`;
  }

  #keyDown(event: KeyboardEvent): void {
    const inText = event.target === this.#text;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'Escape') {
      if (inText && this.#text.value !== '') {
        this.#actions.search({ text: '' });
      } else {
        this.#actions.close();
      }
    } else if (inText && event.key === 'Enter') {
      this.#step(event.shiftKey ? -1 : 1);
    } else if (inText && event.key === 'ArrowDown') {
      this.#grid.focus();
    } else if (!isTyping(event) && (event.key === 'n' || event.key === 'N')) {
      this.#step(event.key === 'n' ? 1 : -1);
    } else if (!isTyping(event) && event.key === '/') {
      this.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** To the next or previous match, from the end on to the beginning; every line is one when nothing is searched for. */
  #step(direction: 1 | -1): void {
    const matches = this.#query.text === '' ? this.#view.rows : this.#view.matches;
    if (matches.length === 0) {
      return;
    }
    const current = this.#view.rows[this.#grid.current] ?? 0;
    const isChosen = current === this.#selectedRow;
    const at = firstRowFrom(matches, direction > 0 && isChosen ? current + 1 : current);
    const next = matches[(direction > 0 ? at : at - 1 + matches.length) % matches.length] as number;
    this.#grid.moveTo(indexOfRow(this.#view.rows, next));
    this.#actions.goTo(next);
  }

  async #copy(): Promise<void> {
    const lines = Array.from(this.#view.rows, (_, at) =>
      this.#cells(at)
        .map(({ text }) => text)
        .join('\t'),
    );
    const done = await copyText(`${lines.join('\n')}\n`);
    this.#count.textContent = done ? `Copied ${counted(lines.length, 'line')}.` : 'The clipboard cannot be reached.';
  }

  #rowAt(at: number): number {
    return this.#view.rows[at] as number;
  }

  #cells(at: number): Cell[] {
    const { events, strings } = this.#trace as Trace;
    const row = this.#rowAt(at);
    const line = strings[events.text[row] as number] ?? '';
    return [
      { text: moment(events.timeMicros[row] as number), className: 'time' },
      { text: laneName(this.#trace as Trace, events.lane[row] as number), className: 'lane' },
      { text: line, className: 'what', parts: marked(line, this.#query.text) },
    ];
  }
}

/** The line with every occurrence of the text set apart. */
function marked(line: string, text: string): (Node | string)[] {
  const lower = line.toLowerCase();
  const wanted = text.toLowerCase();
  // Some letters change their length with their case: then places in one are not places in the other.
  if (wanted === '' || lower.length !== line.length) {
    return [line];
  }
  const parts: (Node | string)[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(line.slice(from, at), element('mark', {}, line.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  return [...parts, line.slice(from)];
}
