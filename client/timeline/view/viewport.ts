/** The visible part of the run, and how it moves: at once, or gliding so that the eye can follow. */
import { type PlotX, pan, plotX, type TimeScale, wholeRun, withRange, zoomAt } from './scale.ts';

const GLIDE_MILLIS = 180;

export class Viewport {
  #scale: TimeScale = { fromMicros: 0, toMicros: 1, widthPixels: 1 };
  #durationMicros = 1;
  /** True while the view shows the whole run, whatever the width. */
  #whole = true;
  #glide: { readonly from: TimeScale; readonly to: TimeScale; readonly startMillis: number } | undefined;
  readonly #moved: () => void;
  readonly #wake: () => void;

  /** `moved` is called after every change that the reader made, `wake` when a glide needs frames. */
  constructor(moved: () => void, wake: () => void) {
    this.#moved = moved;
    this.#wake = wake;
  }

  get scale(): TimeScale {
    return this.#scale;
  }

  get isWhole(): boolean {
    return this.#whole;
  }

  get isGliding(): boolean {
    return this.#glide !== undefined;
  }

  resize(widthPixels: number): void {
    this.#scale = this.#whole ? wholeRun(this.#durationMicros, widthPixels) : { ...this.#scale, widthPixels };
  }

  /** Shows a part of a run, or all of it. */
  show(durationMicros: number, range: { readonly fromMicros: number; readonly toMicros: number } | undefined): void {
    this.#glide = undefined;
    this.#durationMicros = durationMicros;
    this.#whole = range === undefined;
    this.#scale =
      range === undefined
        ? wholeRun(durationMicros, this.#scale.widthPixels)
        : withRange(this.#scale, range.fromMicros, range.toMicros, durationMicros);
  }

  zoomAt(x: PlotX, factor: number): void {
    this.#glide = undefined;
    this.#apply(zoomAt(this.#scale, x, factor, this.#durationMicros));
  }

  pan(pixels: number): void {
    this.#glide = undefined;
    this.#apply(pan(this.#scale, pixels, this.#durationMicros));
  }

  glideTo(scale: TimeScale): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#glide = undefined;
      this.#apply(scale);
    } else {
      this.#glide = { from: this.#scale, to: scale, startMillis: performance.now() };
      this.#wake();
    }
  }

  glideToWhole(): void {
    this.glideTo(wholeRun(this.#durationMicros, this.#scale.widthPixels));
  }

  glideZoom(factor: number, x = plotX(this.#scale.widthPixels / 2)): void {
    this.glideTo(zoomAt(this.#glide?.to ?? this.#scale, x, factor, this.#durationMicros));
  }

  glidePan(pixels: number): void {
    this.glideTo(pan(this.#glide?.to ?? this.#scale, pixels, this.#durationMicros));
  }

  /** Takes the next step of a glide, if there is one. */
  advance(nowMillis: number): void {
    if (this.#glide === undefined) {
      return;
    }
    const { from, to, startMillis } = this.#glide;
    const share = Math.min(Math.max((nowMillis - startMillis) / GLIDE_MILLIS, 0), 1);
    const eased = 1 - (1 - share) ** 3;
    const between = (one: number, other: number) => one + (other - one) * eased;
    if (share === 1) {
      this.#glide = undefined;
    }
    this.#apply({
      ...to,
      fromMicros: between(from.fromMicros, to.fromMicros),
      toMicros: between(from.toMicros, to.toMicros),
    });
  }

  #apply(scale: TimeScale): void {
    // The panel may have changed its width since the range was asked for.
    const { widthPixels } = this.#scale;
    const whole = wholeRun(this.#durationMicros, widthPixels);
    this.#scale = { ...scale, widthPixels };
    this.#whole = scale.fromMicros <= whole.fromMicros && scale.toMicros >= whole.toMicros;
    this.#moved();
  }
}
