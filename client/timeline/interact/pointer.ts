/** Wheel, drag, click and double click on the plot, told in the plot's own coordinates. */
import { type PlotX, type PlotY, plotX, plotY } from '../view/scale.ts';

export interface PointerActions {
  readonly zoom: (x: PlotX, factor: number) => void;
  /** Positive: later parts of the run come into view. */
  readonly pan: (pixels: number) => void;
  /** Positive: lower lanes come into view. */
  readonly scroll: (pixels: number) => void;
  readonly move: (x: PlotX, y: PlotY, clientX: number, clientY: number) => void;
  readonly leave: () => void;
  readonly click: (x: PlotX, y: PlotY) => void;
  readonly doubleClick: (x: PlotX, closer: boolean) => void;
}

/** The pointer may tremble this far and still click. */
const CLICK_PIXELS = 4;
const PIXELS_PER_LINE = 16;
const ZOOM_PER_PIXEL = 0.0022;
/** A pinch on a touchpad arrives as a wheel with ctrl and small deltas. */
const ZOOM_PER_PINCH_PIXEL = 0.012;
const MAX_ZOOM_PER_EVENT = 2;

/** Turns what wheel, mouse and fingers do on the canvas into moves of the view, in CSS pixels of the plot. */
export function attachPointer(view: HTMLElement, actions: PointerActions): void {
  let drag: { x: number; y: number; moved: boolean } | undefined;
  const place = (event: MouseEvent) => {
    const box = view.getBoundingClientRect();
    return [plotX(event.clientX - box.left), plotY(event.clientY - box.top)] as const;
  };

  view.addEventListener('wheel', (event) => wheel(event, place(event)[0], actions), { passive: false });

  view.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      drag = { x: event.clientX, y: event.clientY, moved: false };
      view.setPointerCapture(event.pointerId);
    }
  });
  view.addEventListener('pointermove', (event) => {
    if (drag !== undefined) {
      const dx = event.clientX - drag.x;
      const dy = event.clientY - drag.y;
      if (drag.moved || Math.hypot(dx, dy) > CLICK_PIXELS) {
        drag = { x: event.clientX, y: event.clientY, moved: true };
        view.classList.add('dragging');
        actions.pan(-dx);
        actions.scroll(-dy);
      }
    }
    if (drag?.moved === true) {
      actions.leave();
    } else {
      actions.move(...place(event), event.clientX, event.clientY);
    }
  });
  const end = (event: PointerEvent) => {
    const clicked = event.type === 'pointerup' && drag?.moved === false;
    drag = undefined;
    view.classList.remove('dragging');
    if (clicked) {
      actions.click(...place(event));
    }
  };
  view.addEventListener('pointerup', end);
  view.addEventListener('pointercancel', end);
  view.addEventListener('pointerleave', () => actions.leave());
  view.addEventListener('dblclick', (event) => actions.doubleClick(place(event)[0], !event.shiftKey));
}

function wheel(event: WheelEvent, x: PlotX, actions: PointerActions): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : PIXELS_PER_LINE;
  const dx = event.deltaX * unit;
  const dy = event.deltaY * unit;
  if (event.ctrlKey || event.metaKey) {
    actions.zoom(x, factor(dy * ZOOM_PER_PINCH_PIXEL));
  } else if (event.altKey) {
    actions.scroll(dy);
  } else if (event.shiftKey) {
    // Some systems have turned the wheel sideways already.
    actions.pan(dx === 0 ? dy : dx);
  } else if (Math.abs(dx) > Math.abs(dy)) {
    actions.pan(dx);
  } else {
    actions.zoom(x, factor(dy * ZOOM_PER_PIXEL));
  }
}

function factor(exponent: number): number {
  return Math.min(Math.max(Math.exp(-exponent), 1 / MAX_ZOOM_PER_EVENT), MAX_ZOOM_PER_EVENT);
}
