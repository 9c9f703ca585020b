/** The pane about the selection: what, when, the whole chain of causes, what it led to, and the way to the source. */
import { laneName, predicateOf, sentenceOf } from '../../../server/src/trace/sentence.ts';
import { effects } from '../data/causes.ts';
import { describe } from '../data/describe.ts';
import type { RunModel } from '../data/runModel.ts';
import { moment } from '../data/text.ts';
import type { Place } from '../protocol.ts';
import type { Selection } from '../state.ts';
import { element, icon, iconButton } from './dom.ts';

export interface DetailsActions {
  readonly select: (selection: Selection | undefined) => void;
  /** Undefined where there is no editor. */
  readonly goToSource: ((place: Place) => void) | undefined;
}

const MAX_EFFECTS = 12;
/** A pane that opened at once would slide under the second click of a double click. */
const OPEN_DELAY_MILLIS = 220;

export class Details {
  readonly element = element('aside', { class: 'details', 'aria-label': 'Details', hidden: true });
  readonly #actions: DetailsActions;
  #opening: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: DetailsActions) {
    this.#actions = actions;
  }

  show(model: RunModel, selection: Selection | undefined): void {
    clearTimeout(this.#opening);
    if (selection === undefined) {
      this.element.hidden = true;
      this.element.replaceChildren();
      return;
    }
    this.#opening = setTimeout(() => {
      this.element.hidden = false;
    }, OPEN_DELAY_MILLIS);
    const { sentence, when, meaning, chain, place } = describe(model, selection);
    const ledTo = selection.kind === 'event' ? effects(model.trace, selection.row, MAX_EFFECTS) : [];
    const close = iconButton('close', 'Clear the selection (Esc)', () => this.#actions.select(undefined));
    close.classList.add('close');
    this.element.replaceChildren(
      close,
      element(
        'section',
        {},
        element('div', { class: 'when' }, when),
        element('h2', {}, sentence),
        ...(meaning === '' ? [] : [element('p', {}, meaning)]),
        ...this.#source(place),
      ),
      ...this.#list(model, 'How it came to this', [...chain].reverse(), selection),
      ...this.#list(model, 'What it led to', ledTo, selection),
    );
    this.element.scrollTop = 0;
  }

  #source(place: Place | undefined): HTMLElement[] {
    if (place === undefined) {
      return [];
    }
    const where = `${place.file.split(/[\\/]/).at(-1)}:${place.line + 1}`;
    const go = this.#actions.goToSource;
    if (go === undefined) {
      return [element('p', { class: 'place' }, where)];
    }
    const button = element('button', { type: 'button', class: 'go' }, icon('source'), `Go to ${where}`);
    button.addEventListener('click', () => go(place));
    return [button];
  }

  #list(model: RunModel, title: string, rows: readonly number[], selection: Selection): HTMLElement[] {
    const worth = rows.length > 1 || (rows.length === 1 && !(selection.kind === 'event' && selection.row === rows[0]));
    if (!worth) {
      return [];
    }
    const items = rows.map((row) => {
      const current = selection.kind === 'event' && selection.row === row;
      const button = element(
        'button',
        {
          type: 'button',
          class: 'step',
          'aria-current': current ? 'step' : undefined,
          title: sentenceOf(model.trace, row),
        },
        element('span', { class: 'when' }, moment(model.trace.events.timeMicros[row] as number)),
        ' ',
        element('span', { class: 'where' }, laneName(model.trace, model.trace.events.lane[row] as number)),
        ' ',
        element('span', { class: 'text' }, predicateOf(model.trace, row)),
      );
      button.addEventListener('click', () => this.#actions.select({ kind: 'event', row }));
      return element('li', {}, button);
    });
    return [element('section', {}, element('h3', {}, title), element('ol', { class: 'steps' }, ...items))];
  }
}
