/**
 * The other one of two runs that are held against each other: a timeline of its own, above or below that of the chosen
 * run, at the same time, scrolled alike. The first run always stands above the second.
 */
import { emphasisOf } from '../data/emphasis.ts';
import { markLanes, type RunModel } from '../data/runModel.ts';
import { counted } from '../data/text.ts';
import type { Target } from '../interact/hit.ts';
import { Stage } from '../stage.ts';
import type { TimeScale } from '../view/scale.ts';
import type { Theme } from '../view/theme.ts';
import { element, icon } from './dom.ts';
import { summaryText } from './summary.ts';

export interface ComparisonActions {
  /** The reader moved in time here. */
  readonly rangeChanged: (scale: TimeScale, whole: boolean) => void;
  readonly scrolled: (scrollTop: number) => void;
  readonly toggleFold: (key: string) => void;
  /** The reader turned to this run: by its caption, or by a click on something in it. */
  readonly choose: (target: Target | undefined) => void;
  readonly hover: (model: RunModel | undefined, target: Target | undefined, x: number, y: number) => void;
}

export interface Compared {
  readonly chosen: RunModel;
  readonly other: RunModel;
  /** Whether the other one is the first of the two. */
  readonly isFirst: boolean;
  readonly filter: string;
  readonly collapsed: ReadonlySet<string>;
}

export class Comparison {
  /** To stand right behind the stage of the chosen run. */
  readonly element = element('section', { class: 'comparison', 'aria-label': 'Compared run', hidden: true });
  /** To stand right before that stage. */
  readonly caption = element('h2', { class: 'pane-caption chosen', hidden: true });
  readonly #otherCaption = element('button', { type: 'button', class: 'pane-caption' });
  readonly #actions: ComparisonActions;
  #theme: Theme;
  /** Only there while something is compared. */
  #stage: Stage | undefined;
  #model: RunModel | undefined;

  constructor(theme: Theme, actions: ComparisonActions) {
    this.#theme = theme;
    this.#actions = actions;
    this.#otherCaption.addEventListener('click', () => actions.choose(undefined));
  }

  /** Undefined: there is nothing to compare. */
  show(compared: Compared | undefined): void {
    this.element.hidden = compared === undefined;
    this.caption.hidden = compared === undefined;
    this.#model = compared?.other;
    if (compared === undefined) {
      this.element.replaceChildren();
      this.#stage = undefined;
      return;
    }
    this.#stage ??= this.#makeStage();
    const { chosen, other, isFirst, filter, collapsed } = compared;
    this.element.classList.toggle('first', isFirst);
    this.caption.replaceChildren(...captionOf(chosen));
    this.#otherCaption.replaceChildren(...captionOf(other));
    this.#otherCaption.title = 'Choose this run ([ and ])';
    this.#stage.show({
      model: other,
      marks: markLanes(other, filter),
      collapsed,
      emphasis: emphasisOf(other, undefined, []),
    });
    this.#stage.describeCanvas(
      `Timeline of the compared run, ${other.run.variant}: ${other.run.verdict}. ${counted(other.trace.events.count, 'event')}. ${summaryText(other)}`,
    );
  }

  setRange(range: { readonly fromMicros: number; readonly toMicros: number } | undefined): void {
    this.#stage?.setRange(range);
  }

  set scrollTop(pixels: number) {
    if (this.#stage !== undefined) {
      this.#stage.scrollTop = pixels;
    }
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#stage?.setTheme(theme);
  }

  #makeStage(): Stage {
    const stage = new Stage(this.#theme, {
      ...this.#actions,
      click: (target) => this.#actions.choose(target),
      hover: (target, x, y) => this.#actions.hover(this.#model, target, x, y),
    });
    this.element.replaceChildren(this.#otherCaption, stage.element);
    return stage;
  }
}

function captionOf({ run }: RunModel): readonly (Node | string)[] {
  return [icon(run.verdict), element('span', { class: 'pane-name' }, run.variant), run.verdict];
}
