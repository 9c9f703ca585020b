/** A word in the middle of the page, as long as there is no run, or while one is on its way. */
import { element } from './dom.ts';

export class Message {
  readonly element = element('div', { class: 'message', role: 'status' });

  /** Empty: the word goes away. With a fraction of 1, a bar stands below it. */
  say(text: string, fraction?: number): void {
    const bar = element('progress', { max: 1, value: fraction });
    this.element.replaceChildren(text, ...(fraction === undefined ? [] : [bar]));
    this.element.hidden = text === '';
  }
}
