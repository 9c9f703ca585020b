/** What shapes and colours mean, and the keys. */
import { type Category, TONES } from '../data/tones.ts';
import { paintMark } from '../paint/sprites.ts';
import type { Theme } from '../view/theme.ts';
import { element, icon } from './dom.ts';

const CATEGORY_NAMES: readonly (readonly [Category, string])[] = [
  ['fault', 'fault of the scenario'],
  ['cluster-event', 'cluster event'],
  ['health', 'health check'],
  ['connection', 'connection'],
  ['election', 'election and group'],
  ['window', 'reconnect window'],
  ['data', 'data'],
  ['process', 'pause of a process'],
  ['log', 'log line'],
];

const TONE_NAMES: Record<(typeof TONES)[number], string> = {
  good: 'works',
  idle: 'neutral',
  busy: 'under way',
  warn: 'degraded, waiting',
  bad: 'broken, failed',
  off: 'not running',
};

const KEYS: readonly (readonly [string, string])[] = [
  ['wheel, + −', 'zoom'],
  ['drag, shift + wheel, ← →', 'move in time'],
  ['alt + wheel, page up/down', 'move over the lanes'],
  ['f, Home', 'the whole run'],
  ['Enter', 'select, then go to the source'],
  ['Tab, ← → with a selection', 'next, previous event of the lane'],
  ['↑ ↓', 'event in the lane above, below'],
  ['/', 'search'],
  ['t', 'table'],
  ['l', 'log lines; n, N: next, previous match'],
  ['[ ]', 'previous, next variant'],
  ['Esc', 'clear'],
];

export class Legend {
  readonly element = element('aside', { class: 'legend', 'aria-label': 'Legend', hidden: true });

  show(theme: Theme, visible: boolean): void {
    this.element.hidden = !visible;
    if (!visible) {
      return;
    }
    const marks = CATEGORY_NAMES.map(([category, name]) => item(mark(theme, category), name));
    const tones = TONES.map((tone) => item(element('span', { class: `swatch swatch-${tone}` }), TONE_NAMES[tone]));
    this.element.replaceChildren(
      element('div', {}, group('Events', marks), group('States and colours', tones)),
      element(
        'div',
        {},
        group('Expectations', [
          item(icon('held'), 'held'),
          item(icon('violated'), 'violated'),
          item(icon('inconclusive'), 'inconclusive'),
          item(element('span', { class: 'bracket' }), 'the time it is about'),
        ]),
        group('Calls', [
          item(element('span', { class: 'bars' }), 'height: longest wait, from 0.1ms to 10s'),
          item(element('span', { class: 'swatch swatch-bad' }), 'colour: the worst outcome'),
        ]),
        group(
          'Keys and mouse',
          KEYS.map(([keys, what]) => item(element('kbd', {}, keys), what)),
        ),
      ),
    );
  }
}

function group(title: string, items: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), element('ul', {}, ...items));
}

function item(sign: Element, text: string): HTMLElement {
  return element('li', {}, sign, element('span', {}, text));
}

function mark(theme: Theme, category: Category): HTMLElement {
  const canvas = element('canvas', { class: 'mark', 'aria-hidden': 'true' });
  const ratio = devicePixelRatio;
  canvas.width = 16 * ratio;
  canvas.height = 16 * ratio;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(ratio, ratio);
  context.translate(8, 8);
  paintMark(context, category, category === 'fault' ? theme.accentFault : theme.muted, theme);
  return canvas;
}
