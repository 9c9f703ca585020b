// What the last run found, said without a notification: an item in the status bar and lines in an output channel.
import { type Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { TimelineRun } from '../timeline/protocol.ts';
import { countVerdicts, describeRuns, summaryOf, type VerdictCounts } from './verdictText.ts';

export type { VerdictCounts } from './verdictText.ts';

export class VerdictReport implements Disposable {
  readonly #item = window.createStatusBarItem('tcsim.verdicts', StatusBarAlignment.Left, 10);
  readonly #output = window.createOutputChannel('tcsim');

  constructor() {
    this.#item.name = 'tcsim verdicts';
    this.#item.command = 'tcsim.showTimeline';
  }

  finished(runs: readonly TimelineRun[]): VerdictCounts {
    const counts = countVerdicts(runs);
    this.#output.replace(`${describeRuns(runs)}\n`);
    this.#item.text = `${counts.violated > 0 ? '$(error)' : counts.inconclusive > 0 ? '$(question)' : '$(check)'} ${summaryOf(counts)}`;
    this.#item.tooltip = `${describeRuns(runs)}\n\nClick to see the timeline.`;
    this.#item.backgroundColor = counts.violated > 0 ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
    return counts;
  }

  cancelled(): void {
    this.#output.replace('The run was cancelled.\n');
    this.#item.text = '$(circle-slash) run cancelled';
    this.#item.tooltip = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
    this.#output.dispose();
  }
}
