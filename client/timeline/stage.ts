/** The timeline proper: scrolling lanes, the canvas over them, and what the pointer does there. */
import type { EventLane, RunModel } from './data/runModel.ts';
import { type HitFrame, hitTest, type Target } from './interact/hit.ts';
import { attachPointer } from './interact/pointer.ts';
import type { Emphasis, Frame } from './paint/frame.ts';
import { paintOverlay } from './paint/overlay.ts';
import { paint } from './paint/painter.ts';
import { PixelColumns } from './paint/pixelColumns.ts';
import { makeSprites, type Sprites } from './paint/sprites.ts';
import type { StripBox } from './paint/strips.ts';
import { element } from './parts/dom.ts';
import { Names } from './parts/names.ts';
import { type LaneLayout, layOut } from './view/layout.ts';
import type { PlotX, PlotY, TimeScale } from './view/scale.ts';
import { layOutStrips, type Strips } from './view/strips.ts';
import type { Theme } from './view/theme.ts';
import { Viewport } from './view/viewport.ts';

export interface StageActions {
  readonly rangeChanged: (scale: TimeScale, whole: boolean) => void;
  readonly scrolled: (scrollTop: number) => void;
  readonly toggleFold: (key: string) => void;
  readonly click: (target: Target | undefined) => void;
  /** `client` coordinates are for placing a tooltip. */
  readonly hover: (target: Target | undefined, clientX: number, clientY: number) => void;
}

export interface StageContent {
  readonly model: RunModel;
  readonly marks: readonly EventLane[];
  readonly collapsed: ReadonlySet<string>;
  readonly emphasis: Emphasis;
}

interface Pointer {
  readonly x: PlotX;
  readonly y: PlotY;
  readonly clientX: number;
  readonly clientY: number;
}

export class Stage {
  readonly element: HTMLElement;
  readonly canvas = element('canvas', { class: 'plot', role: 'img' });
  readonly #overlay = element('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  readonly #view = element('div', {
    class: 'view',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'timeline',
    'aria-label': 'Events',
  });
  readonly #cell = element('div', { class: 'cell' }, this.#view);
  readonly #names: Names;
  readonly #scroller: HTMLElement;
  readonly #actions: StageActions;
  readonly viewport: Viewport;
  readonly #columns = new PixelColumns();
  readonly #context = this.canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
  readonly #overlayContext = this.#overlay.getContext('2d') as CanvasRenderingContext2D;
  #theme: Theme;
  #sprites: Sprites;
  #content: StageContent | undefined;
  #layout: LaneLayout | undefined;
  #strips: Strips | undefined;
  #height = 1;
  #boxes: readonly StripBox[] = [];
  #kept: readonly number[] = [];
  #requested = 0;
  #dirty = false;
  #pointer: Pointer | undefined;
  #target: Target | undefined;

  constructor(theme: Theme, actions: StageActions) {
    this.#theme = theme;
    this.#sprites = makeSprites(theme, devicePixelRatio);
    this.#actions = actions;
    this.viewport = new Viewport(
      () => {
        actions.rangeChanged(this.viewport.scale, this.viewport.isWhole);
        this.#request();
      },
      () => this.#request(),
    );
    this.#view.append(this.canvas, this.#overlay);
    this.#names = new Names(actions.toggleFold);
    this.#scroller = element('div', { class: 'scroller', tabindex: -1 }, this.#names.element, this.#cell);
    this.element = element('section', { class: 'stage', 'aria-label': 'Timeline' }, this.#scroller);
    this.#scroller.addEventListener('scroll', () => {
      actions.scrolled(this.#scroller.scrollTop);
      this.#request();
    });
    new ResizeObserver(() => this.#resize()).observe(this.#scroller);
    attachPointer(this.#view, {
      zoom: (x, factor) => this.viewport.zoomAt(x, factor),
      pan: (dx) => this.viewport.pan(dx),
      scroll: (dy) => this.scrollBy(dy),
      move: (x, y, clientX, clientY) => this.#point({ x, y, clientX, clientY }),
      leave: () => this.#point(undefined),
      click: (x, y) => {
        this.#actions.click(this.#hit(x, y));
        // What opens on a click must not be covered by what was hovered before.
        this.#point(undefined);
      },
      doubleClick: (x, closer) => this.viewport.glideZoom(closer ? 4 : 0.25, x),
    });
  }

  get layout(): LaneLayout | undefined {
    return this.#layout;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#sprites = makeSprites(theme, devicePixelRatio);
    this.#request();
  }

  /** Shows other contents; rows are laid out again only when the run or the folding changed. */
  show(content: StageContent): void {
    const before = this.#content;
    this.#content = content;
    if (before?.model !== content.model || before.collapsed !== content.collapsed) {
      this.#layOut();
    }
    this.#target = undefined;
    this.#request();
  }

  /** What the picture is, for those who do not see it. */
  describeCanvas(text: string): void {
    this.canvas.setAttribute('aria-label', text);
  }

  focus(): void {
    this.#view.focus({ preventScroll: true });
  }

  get hasFocus(): boolean {
    return document.activeElement === this.#view || document.activeElement === document.body;
  }

  /** Shows a part of the run, or all of it. */
  setRange(range: { readonly fromMicros: number; readonly toMicros: number } | undefined): void {
    this.viewport.show(this.#content?.model.durationMicros ?? 1, range);
    this.#request();
  }

  scrollBy(pixels: number): void {
    this.#scroller.scrollTop += pixels;
  }

  set scrollTop(pixels: number) {
    this.#scroller.scrollTop = pixels;
  }

  /** Scrolls lanes into view, the upper ones first, and again whenever the panel changes its size. */
  revealLanes(lanes: readonly number[]): void {
    this.#kept = lanes;
    const rows = lanes.flatMap((lane) => this.#layout?.rows[this.#layout.rowOfLane[lane] ?? -1] ?? []);
    if (rows.length === 0 || this.#strips === undefined) {
      return;
    }
    const room = this.#height - this.#strips.height;
    const top = Math.min(...rows.map((row) => row.top));
    const bottom = Math.min(Math.max(...rows.map((row) => row.top + row.height)), top + room);
    if (top < this.#scroller.scrollTop) {
      this.#scroller.scrollTop = top;
    } else if (bottom > this.#scroller.scrollTop + room) {
      this.#scroller.scrollTop = bottom - room;
    }
  }

  #layOut(): void {
    if (this.#content === undefined) {
      return;
    }
    const { model, collapsed } = this.#content;
    this.#layout = layOut(model.tree, model.states.length, collapsed);
    this.#strips = layOutStrips(model, this.viewport.scale.widthPixels, this.#height);
    this.#names.show(this.#layout, this.#strips);
    const height = this.#strips.height + this.#layout.height;
    this.#names.element.style.height = `${height}px`;
    this.#cell.style.height = `${height}px`;
  }

  #resize(): void {
    const width = Math.max(this.#cell.clientWidth, 1);
    this.#height = Math.max(this.#scroller.clientHeight, 1);
    this.#view.style.height = `${this.#height}px`;
    const ratio = devicePixelRatio;
    for (const canvas of [this.canvas, this.#overlay]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(this.#height * ratio);
    }
    this.viewport.resize(width);
    this.#sprites = makeSprites(this.#theme, ratio);
    this.#layOut();
    this.revealLanes(this.#kept);
    this.#dirty = true; // a canvas that changes its size is empty
    this.#paint(performance.now());
  }

  #point(pointer: Pointer | undefined): void {
    this.#pointer = pointer;
    this.#request(false);
  }

  #request(repaint = true): void {
    this.#dirty ||= repaint;
    if (this.#requested === 0) {
      this.#requested = requestAnimationFrame((now) => {
        this.#requested = 0;
        this.#paint(now);
      });
    }
  }

  #paint(now: number): void {
    this.viewport.advance(now);
    const frame = this.#frame();
    if (frame === undefined) {
      return;
    }
    const ratio = this.canvas.width / frame.width;
    if (this.#dirty || this.#boxes.length === 0) {
      this.#dirty = false;
      frame.context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.#boxes = paint(frame);
    }
    this.#hover(frame);
    this.#overlayContext.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintOverlay({ ...frame, context: this.#overlayContext }, this.#pointer, this.#target);
    if (this.viewport.isGliding) {
      this.#request();
    }
  }

  #hover(frame: Frame): void {
    const { x, y, clientX = 0, clientY = 0 } = this.#pointer ?? {};
    this.#target = x === undefined || y === undefined ? undefined : hitTest(frame, this.#boxes, x, y);
    this.#view.classList.toggle('pointing', this.#target?.kind === 'select');
    this.#actions.hover(this.#target, clientX, clientY);
  }

  #hit(x: PlotX, y: PlotY): Target | undefined {
    const frame: HitFrame | undefined = this.#frame();
    return frame && hitTest(frame, this.#boxes, x, y);
  }

  #frame(): Frame | undefined {
    if (this.#content === undefined || this.#layout === undefined || this.#strips === undefined) {
      return undefined;
    }
    const { model, marks, emphasis } = this.#content;
    const scrollTop = this.#scroller.scrollTop;
    const bottom = scrollTop + this.#height - this.#strips.height;
    return {
      context: this.#context,
      theme: this.#theme,
      sprites: this.#sprites,
      columns: this.#columns,
      model,
      marks,
      layout: this.#layout,
      strips: this.#strips,
      scale: this.viewport.scale,
      scrollTop,
      width: this.viewport.scale.widthPixels,
      height: this.#height,
      rows: this.#layout.rows.filter((row) => row.top < bottom && row.top + row.height > scrollTop),
      emphasis,
    };
  }
}
