/** The marks, one shape per category of event, drawn once per theme and copied from then on. */

import { type Category, TONES } from '../data/tones.ts';
import type { Colour, Theme } from '../view/theme.ts';
import { pathOf } from './path.ts';

/** Half the side of a sprite's square, halo included. */
export const SPRITE_RADIUS = 8;
const SIDE = SPRITE_RADIUS * 2;

const CATEGORIES = [
  'state',
  'fault',
  'cluster-event',
  'health',
  'connection',
  'election',
  'window',
  'data',
  'log',
  'process',
] as const satisfies readonly Category[];

export interface Sprites {
  /** Draws a mark with its middle at (x, y). */
  readonly draw: (context: CanvasRenderingContext2D, category: Category, tone: number, x: number, y: number) => void;
}

/** Sprites for a theme, sharp at `ratio` device pixels per CSS pixel. */
export function makeSprites(theme: Theme, ratio: number): Sprites {
  const sheet = document.createElement('canvas');
  sheet.width = Math.ceil(TONES.length * SIDE * ratio);
  sheet.height = Math.ceil(CATEGORIES.length * SIDE * ratio);
  const context = sheet.getContext('2d') as CanvasRenderingContext2D;
  context.scale(ratio, ratio);
  CATEGORIES.forEach((category, row) => {
    TONES.forEach((_, column) => {
      context.save();
      context.translate(column * SIDE + SPRITE_RADIUS, row * SIDE + SPRITE_RADIUS);
      paintMark(context, category, theme.tones[column] as Colour, theme);
      context.restore();
    });
  });
  const side = SIDE * ratio;
  return {
    draw: (target, category, tone, x, y) => {
      const row = CATEGORIES.indexOf(category);
      target.drawImage(sheet, tone * side, row * side, side, side, x - SPRITE_RADIUS, y - SPRITE_RADIUS, SIDE, SIDE);
    },
  };
}

/** Paints a mark around the origin. */
export function paintMark(context: CanvasRenderingContext2D, category: Category, colour: Colour, theme: Theme): void {
  const path = pathOf(OUTLINES[category]);
  context.lineJoin = 'round';
  context.strokeStyle = theme.background.css;
  context.lineWidth = 3.5;
  context.stroke(path);
  context.fillStyle = colour.css;
  context.fill(path);
  if (HOLLOW.has(category)) {
    context.fillStyle = theme.background.css;
    context.fill(pathOf('M-2 -2h4v4h-4z'));
  }
}

const HOLLOW: ReadonlySet<Category> = new Set<Category>(['window', 'state']);

/** Outlines around the origin, about ten pixels wide, told apart by shape alone. */
const OUTLINES: Record<Category, string> = {
  state: 'M-4 -4h8v8h-8z',
  fault: 'M1.2 -6L-4.2 1.1H-0.8L-1.8 6L4.2 -1.6H0.6L2.2 -6z',
  'cluster-event': 'M0 -4.6A4.6 4.6 0 1 1 0 4.6A4.6 4.6 0 1 1 0 -4.6z',
  health: 'M-1.7 -4.8H1.7V-1.7H4.8V1.7H1.7V4.8H-1.7V1.7H-4.8V-1.7H-1.7z',
  connection: 'M0 -5.2L5.2 0L0 5.2L-5.2 0z',
  election: 'M0 -5.6L1.5 -1.9L5.4 -1.7L2.4 0.8L3.4 4.6L0 2.5L-3.4 4.6L-2.4 0.8L-5.4 -1.7L-1.5 -1.9z',
  window: 'M-4.4 -4.4H4.4V4.4H-4.4z',
  data: 'M-5.2 3.9L0 -5.1L5.2 3.9z',
  log: 'M-1.3 -4.6H1.3V4.6H-1.3z',
  process: 'M-4.2 -4.6H-1.2V4.6H-4.2zM1.2 -4.6H4.2V4.6H1.2z',
};
