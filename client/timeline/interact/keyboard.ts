/** The keys of the timeline. */
import { isTyping } from '../parts/dom.ts';

export interface KeyActions {
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  /** Share of the visible width; positive: later. */
  readonly pan: (share: number) => void;
  readonly scrollPage: (direction: 1 | -1) => void;
  /** Next or previous event of the lane. False when there is none. */
  readonly step: (direction: 1 | -1) => boolean;
  /** The nearest event in a lane above or below. */
  readonly stepLane: (direction: 1 | -1) => void;
  readonly enter: () => void;
  readonly clear: () => void;
  readonly clearSearch: () => void;
  readonly search: () => void;
  readonly toggleTable: () => void;
  readonly toggleLogs: () => void;
  readonly toggleLegend: () => void;
  /** To the next or previous value of `for`. */
  readonly stepVariant: (direction: 1 | -1) => void;
  readonly hasSelection: () => boolean;
  /** Whether the keys of the timeline mean the timeline: it, or nothing in particular, has the focus. */
  readonly onStage: () => boolean;
}

const PAN_SHARE = 0.15;

/**
 * Listens for the keys of the timeline on the whole page; what is typed into a field and what the editor binds (Ctrl,
 * Alt, ⌘) passes.
 */
export function attachKeyboard(page: HTMLElement, actions: KeyActions): void {
  page.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const handled = event.key === 'Escape' ? pressEscape(event, actions) : !isTyping(event) && handle(event, actions);
    if (handled) {
      event.preventDefault();
    }
  });
}

function pressEscape(event: KeyboardEvent, actions: KeyActions): boolean {
  if (isTyping(event)) {
    (event.target as HTMLElement).blur();
    actions.clearSearch();
  } else {
    actions.clear();
  }
  return true;
}

/** True when the key meant something. */
function handle(event: KeyboardEvent, actions: KeyActions): boolean {
  const everywhere: Record<string, () => void> = {
    '/': actions.search,
    t: actions.toggleTable,
    l: actions.toggleLogs,
    '?': actions.toggleLegend,
    '[': () => actions.stepVariant(-1),
    ']': () => actions.stepVariant(1),
  };
  const onStage: Record<string, () => void> = {
    f: actions.fit,
    Home: actions.fit,
    '+': () => actions.zoom(2),
    '=': () => actions.zoom(2),
    '-': () => actions.zoom(0.5),
    PageDown: () => actions.scrollPage(1),
    PageUp: () => actions.scrollPage(-1),
    ArrowUp: () => actions.stepLane(-1),
    ArrowDown: () => actions.stepLane(1),
    Enter: actions.enter,
    ' ': actions.enter,
  };
  const action = everywhere[event.key] ?? (actions.onStage() ? onStage[event.key] : undefined);
  if (action !== undefined) {
    action();
    return true;
  }
  if (!actions.onStage()) {
    return false;
  }
  const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
  if (direction !== undefined) {
    if (event.shiftKey || !actions.hasSelection()) {
      actions.pan(direction * PAN_SHARE);
    } else {
      actions.step(direction);
    }
    return true;
  }
  // With a selection, Tab walks its lane and leaves the timeline at the end; Esc gives it back at once.
  return event.key === 'Tab' && actions.hasSelection() && actions.step(event.shiftKey ? -1 : 1);
}
