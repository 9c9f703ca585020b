/** In words: what was violated and why. Each sentence leads to the place on the timeline. */
import type { RunModel } from '../data/runModel.ts';
import { counted } from '../data/text.ts';
import { element, icon } from './dom.ts';

/** The short form, for the screen reader and for the case that all is well. */
export function summaryText(model: RunModel): string {
  const { expectations } = model.run;
  const count = (verdict: string) => expectations.filter((each) => each.verdict === verdict).length;
  const total = counted(expectations.length, 'expectation');
  if (expectations.length === 0) {
    return 'This scenario expects nothing; it only shows what happens.';
  }
  const parts = [
    count('violated') > 0 ? `${count('violated')} violated` : '',
    count('inconclusive') > 0 ? `${count('inconclusive')} inconclusive` : '',
  ].filter((part) => part !== '');
  return parts.length === 0
    ? `${expectations.length === 1 ? 'The expectation' : `All ${expectations.length} expectations`} held.`
    : `Of ${total}: ${parts.join(', ')}, ${count('held')} held.`;
}

export class Summary {
  readonly element = element('section', { class: 'summary', 'aria-label': 'Verdict' });
  readonly #go: (expectation: number) => void;

  constructor(go: (expectation: number) => void) {
    this.#go = go;
  }

  show(model: RunModel, selected: number): void {
    const { expectations } = model.run;
    const order = { violated: 0, inconclusive: 1, held: 2 };
    const told = expectations
      .map((expectation, index) => ({ expectation, index }))
      .filter(({ expectation }) => expectation.verdict !== 'held')
      .sort((one, other) => order[one.expectation.verdict] - order[other.expectation.verdict]);
    const items = told.map(({ expectation, index }) => {
      const button = element(
        'button',
        { type: 'button', class: `finding finding-${expectation.verdict}`, 'aria-pressed': String(index === selected) },
        icon(expectation.verdict),
        element(
          'span',
          {},
          element('strong', {}, `${expectation.text.replace(/^expect\s+/, '')}`),
          element('span', { class: 'sr-only' }, ` ${expectation.verdict}: `),
          element('span', { class: 'reason' }, ` ${expectation.reason}`),
        ),
      );
      button.addEventListener('click', () => this.#go(index));
      return element('li', {}, button);
    });
    this.element.replaceChildren(
      element('p', { class: 'summary-line' }, summaryText(model)),
      ...(items.length === 0 ? [] : [element('ul', {}, ...items)]),
    );
  }
}
