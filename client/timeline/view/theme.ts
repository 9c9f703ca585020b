/** The colours of the host's theme, read from custom properties of the style sheet, ready for a canvas. */
import { TONES } from '../data/tones.ts';

export interface Colour {
  readonly css: string;
  /** As a pixel of an ImageData seen through a Uint32Array (little endian: alpha, blue, green, red). */
  readonly pixel: number;
  readonly rgb: readonly [number, number, number];
}

export interface Theme {
  readonly background: Colour;
  readonly strip: Colour;
  readonly foreground: Colour;
  readonly muted: Colour;
  readonly border: Colour;
  readonly grid: Colour;
  readonly accent: Colour;
  /** What the scenario did to the cluster. */
  readonly accentFault: Colour;
  /** Indexed like TONES: strokes and marks. */
  readonly tones: readonly Colour[];
  /** Indexed like TONES: surfaces that carry text. */
  readonly fills: readonly Colour[];
  /** Indexed like TONES: columns, where a full colour over a large surface would shout. Failures keep theirs. */
  readonly calm: readonly Colour[];
  readonly highContrast: boolean;
  readonly fontFamily: string;
}

/** Reads the theme from the page. Cheap enough to be called on every change of the body's class. */
export function readTheme(root: HTMLElement): Theme {
  const style = getComputedStyle(root);
  const readColour = colourReader();
  const probe = document.createElement('span');
  // Where the system forces its colours on pages, every tone would read as that of text.
  probe.style.forcedColorAdjust = 'none';
  root.append(probe);
  // A property may be a mixture, a system colour or depend on the scheme; as the colour of something, it is resolved.
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return readColour(getComputedStyle(probe).color);
  };
  const background = read('--tc-background');
  const tones = TONES.map((tone) => read(`--tc-${tone}`));
  const highContrast = style.getPropertyValue('--tc-contrast').trim() === 'high';
  const strength = [0.3, 0.22, 0.3, 0.34, 0.36, 0.1];
  const theme = {
    background,
    strip: read('--tc-strip'),
    foreground: read('--tc-foreground'),
    muted: read('--tc-muted'),
    border: read('--tc-border'),
    grid: read('--tc-grid'),
    accent: read('--tc-accent'),
    accentFault: read('--tc-fault'),
    tones,
    fills: tones.map((tone, index) => (highContrast ? background : mix(background, tone, strength[index] as number))),
    calm: tones.map((tone, index) => (highContrast || TONES[index] === 'bad' ? tone : mix(background, tone, 0.62))),
    highContrast,
    fontFamily: style.fontFamily,
  };
  probe.remove();
  return theme;
}

/** Calls back whenever the host, the system or the user changes the theme. Returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributes = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
  observer.observe(document.body, attributes);
  observer.observe(document.documentElement, attributes);
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) {
    query.addEventListener('change', changed);
  }
  return () => {
    observer.disconnect();
    for (const query of queries) {
      query.removeEventListener('change', changed);
    }
  };
}

/** Lets a canvas parse whatever colour syntax the theme uses, and reads the pixel back. */
function colourReader(): (css: string) => Colour {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  return (css) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    return {
      css: `rgb(${red} ${green} ${blue} / ${alpha / 255})`,
      pixel: pixelOf(red, green, blue, alpha),
      rgb: [red, green, blue],
    };
  };
}

function pixelOf(red: number, green: number, blue: number, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** `share` of `over` on top of `under`, opaque. */
export function mix(under: Colour, over: Colour, share: number): Colour {
  const [red = 0, green = 0, blue = 0] = under.rgb.map((channel, index) =>
    Math.round(channel + ((over.rgb[index] as number) - channel) * share),
  );
  return { css: `rgb(${red} ${green} ${blue})`, pixel: pixelOf(red, green, blue, 255), rgb: [red, green, blue] };
}

/** The same colour, translucent. */
export function fade(colour: Colour, alpha: number): string {
  return `rgb(${colour.rgb.join(' ')} / ${alpha})`;
}
