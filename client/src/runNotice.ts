// The notification of a long run: how far it is, and a button that stops it.
import { type CancellationTokenSource, type Disposable, ProgressLocation, window } from 'vscode';
import type { RunProgress } from '../../server/src/lsp/protocol.ts';

/** Most runs are over before; they show nothing. */
const showAfterMillis = 500;

export class RunNotice implements Disposable {
  readonly #timer: ReturnType<typeof setTimeout>;
  #latest: RunProgress | undefined;
  #report: ((progress: RunProgress) => void) | undefined;
  #close: (() => void) | undefined;

  /** @param source is cancelled by the button */
  constructor(source: CancellationTokenSource) {
    this.#timer = setTimeout(() => void this.#show(source), showAfterMillis);
  }

  /** False while the run is still so short that it says nothing. */
  get isShown(): boolean {
    return this.#report !== undefined;
  }

  progress(progress: RunProgress): void {
    this.#latest = progress;
    this.#report?.(progress);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#close?.();
  }

  #show(source: CancellationTokenSource): Thenable<void> {
    const options = { location: ProgressLocation.Notification, title: 'tcsim', cancellable: true };
    return window.withProgress(options, (progress, token) => {
      let shown = 0;
      this.#report = ({ text, fraction }) => {
        const percent = Math.max(shown, Math.floor(fraction * 100));
        progress.report({ message: text, increment: percent - shown });
        shown = percent;
      };
      if (this.#latest === undefined) {
        progress.report({ message: 'running' });
      } else {
        this.#report(this.#latest);
      }
      token.onCancellationRequested(() => source.cancel());
      return new Promise<void>((close) => {
        this.#close = close;
      });
    });
  }
}
