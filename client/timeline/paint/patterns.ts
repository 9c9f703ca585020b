/** Hatches: the second sign beside colour, for faults, pauses, absence, and every tone in high contrast. */
import type { Colour, Theme } from '../view/theme.ts';

export type Hatch = 'diagonal' | 'reverse' | 'dense' | 'dots' | 'level' | 'none';

/** Hatch per tone, indexed like TONES, where colour must not be all there is. */
export const TONE_HATCH: readonly Hatch[] = ['none', 'level', 'dots', 'diagonal', 'dense', 'reverse'];

const cache = new WeakMap<Theme, Map<string, CanvasPattern | null>>();

/** A repeating pattern in a colour; null for 'none'. */
export function hatch(
  context: CanvasRenderingContext2D,
  theme: Theme,
  kind: Hatch,
  colour: Colour,
  alpha: number,
): CanvasPattern | null {
  let patterns = cache.get(theme);
  if (patterns === undefined) {
    patterns = new Map();
    cache.set(theme, patterns);
  }
  const key = `${kind} ${colour.css} ${alpha}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    pattern = kind === 'none' ? null : make(context, kind, colour, alpha);
    patterns.set(key, pattern);
  }
  return pattern;
}

function make(context: CanvasRenderingContext2D, kind: Hatch, colour: Colour, alpha: number): CanvasPattern | null {
  const side = kind === 'dense' ? 5 : 8;
  const tile = document.createElement('canvas');
  tile.width = side;
  tile.height = side;
  const tileContext = tile.getContext('2d') as CanvasRenderingContext2D;
  tileContext.globalAlpha = alpha;
  tileContext.strokeStyle = colour.css;
  tileContext.fillStyle = colour.css;
  tileContext.lineWidth = kind === 'dense' ? 1.5 : 1.25;
  tileContext.beginPath();
  switch (kind) {
    case 'dots':
      tileContext.fillRect(1, 1, 1.5, 1.5);
      tileContext.fillRect(5, 5, 1.5, 1.5);
      break;
    case 'level':
      tileContext.moveTo(0, side / 2);
      tileContext.lineTo(side, side / 2);
      break;
    default: {
      const slope = kind === 'reverse' ? -1 : 1;
      for (let offset = -side; offset <= side; offset += side) {
        tileContext.moveTo(offset - 1, slope > 0 ? side + 1 : -1);
        tileContext.lineTo(offset + side + 1, slope > 0 ? -1 : side + 1);
      }
    }
  }
  tileContext.stroke();
  return context.createPattern(tile, 'repeat');
}
