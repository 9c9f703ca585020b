/** What is under the pointer, in words: the sentence, the time, and why it came to that. */
import { causalChain, laneName, sentenceOf } from '../../../server/src/trace/sentence.ts';
import { formatDuration } from '../../../server/src/trace/time.ts';
import { type Description, describe } from '../data/describe.ts';
import type { RunModel, StateLane } from '../data/runModel.ts';
import { moment } from '../data/text.ts';
import type { Target } from '../interact/hit.ts';
import { element } from './dom.ts';

const MAX_CAUSES = 5;
const MAX_OTHERS = 4;
const POINTER_GAP = 14;

export class Tooltip {
  readonly element = element('div', { class: 'tooltip', role: 'tooltip', hidden: true });
  #shown: string | undefined;

  show(model: RunModel, target: Target, x: number, y: number): void {
    const key = JSON.stringify(target);
    if (key !== this.#shown) {
      this.#shown = key;
      this.element.replaceChildren(...contents(model, target));
    }
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const left = x + POINTER_GAP + offsetWidth > innerWidth - 4 ? x - POINTER_GAP - offsetWidth : x + POINTER_GAP;
    const top = y + POINTER_GAP + offsetHeight > innerHeight - 4 ? y - POINTER_GAP - offsetHeight : y + POINTER_GAP;
    this.element.style.transform = `translate(${Math.max(left, 4)}px, ${Math.max(top, 4)}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

function contents(model: RunModel, target: Target): HTMLElement[] {
  switch (target.kind) {
    case 'select': {
      const description = describe(model, target.selection);
      const company = target.others.slice(0, MAX_OTHERS).map((row) => sentenceOf(model.trace, row));
      if (target.others.length > MAX_OTHERS) {
        company.push(`and ${target.others.length - MAX_OTHERS} more here`);
      }
      return [
        ...block(description),
        ...causes(model, target.selection.kind === 'event' ? description.chain.slice(1) : description.chain),
        ...(company.length === 0
          ? []
          : [element('ul', { class: 'company' }, ...company.map((text) => element('li', {}, text)))]),
      ];
    }
    case 'state': {
      const lane = model.states[target.lane] as StateLane;
      const [from, to] = [lane.startMicros[target.span] as number, lane.endMicros[target.span] as number];
      const state = lane.state[target.span] as number;
      const isCopy = target.lane >= model.trace.lanes.length;
      const chain = causalChain(model.trace, lane.row[target.span] as number);
      return [
        ...block({
          sentence: `${lane.title}${isCopy ? ': ' : ' is '}${lane.vocabulary.names[state]}`,
          when: `${moment(from)} to ${moment(to)}, ${formatDuration(to - from)}`,
          meaning: lane.vocabulary.meanings[state] ?? '',
        }),
        // The state of a node needs no cause that says it once more; that of a copy is explained by its event.
        ...causes(model, isCopy ? chain : chain.slice(1)),
      ];
    }
    case 'message': {
      const { messages, strings } = model.trace;
      const received = messages.receivedMicros[target.message] as number;
      const sent = messages.sentMicros[target.message] as number;
      const from = laneName(model.trace, messages.from[target.message] as number);
      const to = laneName(model.trace, messages.to[target.message] as number);
      const fate = Number.isNaN(received) ? 'it never arrived' : `on the way for ${formatDuration(received - sent)}`;
      return block({
        sentence: `${from} sends ${strings[messages.name[target.message] as number]} to ${to}`,
        when: `${moment(sent)}, ${fate}`,
        meaning: '',
      });
    }
  }
}

function block({ sentence, when, meaning }: Pick<Description, 'sentence' | 'when' | 'meaning'>): HTMLElement[] {
  return [
    element('div', { class: 'when' }, when),
    element('div', { class: 'sentence' }, sentence),
    ...(meaning === '' ? [] : [element('div', { class: 'meaning' }, meaning)]),
  ];
}

function causes(model: RunModel, chain: readonly number[]): HTMLElement[] {
  if (chain.length === 0) {
    return [];
  }
  // The nearest causes and the root matter; the middle of a long chain is for the details.
  const shown = chain.length <= MAX_CAUSES ? chain : [...chain.slice(0, MAX_CAUSES - 1), chain.at(-1) as number];
  const items = shown.map((row) =>
    element(
      'li',
      {},
      element('span', { class: 'when' }, moment(model.trace.events.timeMicros[row] as number)),
      ` ${sentenceOf(model.trace, row)}`,
    ),
  );
  return [element('div', { class: 'because' }, 'because'), element('ul', { class: 'causes' }, ...items)];
}
