/**
 * One image for everything that is narrower than a pixel: lanes write coloured columns into it, and it reaches the
 * canvas in a single call per frame, whatever the number of rows behind it.
 */
export class PixelColumns {
  #width = 0;
  #height = 0;
  #pixels = new Uint32Array(0);
  #image: ImageData | undefined;
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  /** Rows written since `begin`. */
  #top = Number.POSITIVE_INFINITY;
  #bottom = 0;

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
    } else if (this.#bottom > this.#top) {
      this.#pixels.fill(0, this.#top * width, this.#bottom * width);
    }
    this.#top = Number.POSITIVE_INFINITY;
    this.#bottom = 0;
  }

  /** Fills a rectangle, ends excluded. Parts outside the image are left out. */
  block(left: number, right: number, top: number, bottom: number, pixel: number): void {
    const from = Math.max(Math.round(top), 0);
    const to = Math.min(Math.round(bottom), this.#height);
    const start = Math.max(left, 0);
    const end = Math.min(right, this.#width);
    if (start >= end || from >= to) {
      return;
    }
    const pixels = this.#pixels;
    for (let row = from * this.#width; row < to * this.#width; row += this.#width) {
      for (let at = row + start; at < row + end; at++) {
        pixels[at] = pixel;
      }
    }
    this.#touch(from, to);
  }

  /** Fills whole rows from `top` down to `bottom` with one line of pixels; 0 leaves a pixel transparent. */
  band(line: Uint32Array, top: number, bottom: number): void {
    const from = Math.max(Math.round(top), 0);
    const to = Math.min(Math.round(bottom), this.#height);
    for (let row = from; row < to; row++) {
      this.#pixels.set(line, row * this.#width);
    }
    if (from < to) {
      this.#touch(from, to);
    }
  }

  #touch(from: number, to: number): void {
    this.#top = Math.min(this.#top, from);
    this.#bottom = Math.max(this.#bottom, to);
  }

  /** Puts the image onto a canvas whose unit is the CSS pixel. */
  drawOn(context: CanvasRenderingContext2D): void {
    const height = this.#bottom - this.#top;
    if (this.#image === undefined || height <= 0) {
      return;
    }
    this.#context.putImageData(this.#image, 0, 0, 0, this.#top, this.#width, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#canvas, 0, this.#top, this.#width, height, 0, this.#top, this.#width, height);
  }
}
