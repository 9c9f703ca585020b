/** From here on the engine's own fill beats a loop. */
const WIDE_PIXELS = 12;

/**
 * One image for everything that is narrower than a pixel: lanes write coloured columns into it, and it reaches the
 * canvas in a few calls per frame, whatever the number of rows behind it. Only the lines that were written are cleared
 * and copied: most of what a frame costs is moving pixels.
 */
export class PixelColumns {
  #width = 0;
  #height = 0;
  #pixels = new Uint32Array(0);
  #image: ImageData | undefined;
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  /** Per line: written since `begin`. */
  #written = new Uint8Array(0);
  /** Per line: written in the frame before, so that the canvas still shows it. */
  #stale = new Uint8Array(0);

  /** The rectangle that is still growing to the right; none while `#right` is minus infinity. */
  #left = 0;
  #right = Number.NEGATIVE_INFINITY;
  #from = 0;
  #to = 0;
  #pixel = 0;

  get width(): number {
    return this.#width;
  }

  /** Starts an empty image of this size in CSS pixels. */
  begin(width: number, height: number): void {
    if (width !== this.#width || height !== this.#height || this.#image === undefined) {
      this.#width = width;
      this.#height = height;
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(Math.max(width, 1), Math.max(height, 1));
      this.#pixels = new Uint32Array(this.#image.data.buffer);
      this.#written = new Uint8Array(height);
      this.#stale = new Uint8Array(height);
      return;
    }
    [this.#written, this.#stale] = [this.#stale, this.#written];
    this.#written.fill(0);
    forEachRun(this.#stale, this.#stale, (top, bottom) => this.#pixels.fill(0, top * width, bottom * width));
  }

  /** Fills a rectangle, ends excluded. Parts outside the image are left out. Neighbours that look alike become one. */
  block(left: number, right: number, top: number, bottom: number, pixel: number): void {
    const from = Math.max(Math.round(top), 0);
    const to = Math.min(Math.round(bottom), this.#height);
    if (left === this.#right && from === this.#from && to === this.#to && pixel === this.#pixel) {
      this.#right = right;
      return;
    }
    this.#flush();
    this.#left = left;
    this.#right = right;
    this.#from = from;
    this.#to = to;
    this.#pixel = pixel;
  }

  #flush(): void {
    const start = Math.max(this.#left, 0);
    const end = Math.min(this.#right, this.#width);
    if (start < end) {
      const pixels = this.#pixels;
      const pixel = this.#pixel;
      const isWide = end - start >= WIDE_PIXELS;
      for (let line = this.#from, row = line * this.#width; line < this.#to; line++, row += this.#width) {
        if (isWide) {
          pixels.fill(pixel, row + start, row + end);
        } else {
          for (let at = row + start; at < row + end; at++) {
            pixels[at] = pixel;
          }
        }
        this.#written[line] = 1;
      }
    }
    this.#right = Number.NEGATIVE_INFINITY;
  }

  /** Fills whole lines from `top` down to `bottom` with the same pixels; 0 leaves a pixel transparent. */
  band(line: Uint32Array, top: number, bottom: number): void {
    const from = Math.max(Math.round(top), 0);
    const to = Math.min(Math.round(bottom), this.#height);
    for (let row = from; row < to; row++) {
      this.#pixels.set(line, row * this.#width);
      this.#written[row] = 1;
    }
  }

  /** Puts the image onto a canvas whose unit is the CSS pixel. */
  drawOn(context: CanvasRenderingContext2D): void {
    this.#flush();
    const image = this.#image;
    if (image === undefined) {
      return;
    }
    const width = this.#width;
    forEachRun(this.#written, this.#stale, (top, bottom) => {
      this.#context.putImageData(image, 0, 0, 0, top, width, bottom - top);
    });
    context.imageSmoothingEnabled = false;
    forEachRun(this.#written, this.#written, (top, bottom) => {
      context.drawImage(this.#canvas, 0, top, width, bottom - top, 0, top, width, bottom - top);
    });
  }
}

/** Calls back for every run of lines that are marked in one or the other. */
function forEachRun(one: Uint8Array, other: Uint8Array, run: (top: number, bottom: number) => void): void {
  let top = -1;
  for (let line = 0; line <= one.length; line++) {
    const marked = line < one.length && ((one[line] as number) | (other[line] as number)) !== 0;
    if (marked && top < 0) {
      top = line;
    } else if (!marked && top >= 0) {
      run(top, line);
      top = -1;
    }
  }
}
