/** The column of lane names; groups fold. */
import type { LaneLayout, LaneRow } from '../view/layout.ts';
import type { Strips } from '../view/strips.ts';
import { element, icon } from './dom.ts';

export class Names {
  readonly element = element('div', { class: 'names' });
  readonly #corner = element('div', { class: 'corner' });
  readonly #list = element('div', { class: 'name-list', role: 'group', 'aria-label': 'Lanes' });
  readonly #toggle: (key: string) => void;

  constructor(toggle: (key: string) => void) {
    this.#toggle = toggle;
    this.element.append(this.#corner, this.#list);
  }

  show(layout: LaneLayout, strips: Strips): void {
    const label = (text: string, height: number) => {
      const made = element('div', { class: 'strip-name' }, text);
      made.style.height = `${height}px`;
      return made;
    };
    this.#corner.replaceChildren(
      label('Time', strips.faults.top),
      ...(strips.faults.height > 0 ? [label('Faults', strips.faults.height)] : []),
      ...(strips.expectations.height > 0 ? [label('Expected', strips.expectations.height)] : []),
    );
    this.#corner.style.height = `${strips.height}px`;
    this.#list.style.height = `${layout.height}px`;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    this.#list.replaceChildren(...layout.rows.map((row) => this.#row(row)));
    if (focused !== undefined) {
      this.#list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #row(row: LaneRow): HTMLElement {
    const { node } = row;
    const foldable = node.children.length > 0;
    const text = [
      element('span', { class: 'name-label' }, node.label),
      element('span', { class: 'name-hint' }, node.hint),
    ];
    const inner = foldable
      ? element(
          'button',
          { type: 'button', class: 'fold', 'aria-expanded': String(!row.collapsed), 'data-key': node.key },
          icon(row.collapsed ? 'folded' : 'open'),
          ...text,
        )
      : element('div', { class: 'leaf' }, ...text);
    inner.title = `${node.label} (${node.hint})`;
    if (foldable) {
      inner.addEventListener('click', () => this.#toggle(node.key));
    }
    const made = element('div', { class: `name name-${row.kind}` }, inner);
    made.style.top = `${row.top}px`;
    made.style.height = `${row.height}px`;
    made.style.setProperty('--depth', String(row.depth));
    return made;
  }
}
