/**
 * Publishes diagnostics of the newest text only. A key after a pause is checked at once; changes that arrive together
 * are checked once, and after a slow check the server rests as long as the check took, so that other questions get in.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Analyses, Checked } from './analyses.ts';

/** Nobody waits longer than this for a check to begin after the last key. */
const LONGEST_REST_MILLIS = 1_000;
/** After checks that are faster than this the server needs no rest. */
const UNNOTICEABLE_MILLIS = 30;

export class Publisher {
  private readonly connection: Connection;
  private readonly analyses: Analyses;
  private readonly diagnosticsOf: (checked: Checked) => Diagnostic[];
  private readonly isOpen: (uri: string) => boolean;
  /** By file: takes back the check that is due. */
  private readonly pending = new Map<string, () => void>();
  /** When the server has rested from the last check of a file, in milliseconds of `performance.now()`. */
  private readonly restedAt = new Map<string, number>();

  constructor(
    connection: Connection,
    analyses: Analyses,
    isOpen: (uri: string) => boolean,
    diagnosticsOf: (checked: Checked) => Diagnostic[],
  ) {
    this.connection = connection;
    this.analyses = analyses;
    this.isOpen = isOpen;
    this.diagnosticsOf = diagnosticsOf;
  }

  schedule(uri: string): void {
    this.pending.get(uri)?.();
    const delay = (this.restedAt.get(uri) ?? 0) - performance.now();
    this.pending.set(uri, delay > 0 ? later(delay, () => void this.check(uri)) : soon(() => void this.check(uri)));
  }

  /** The file is no longer open: its problems disappear from the list. */
  clear(uri: string): void {
    this.pending.get(uri)?.();
    this.pending.delete(uri);
    this.restedAt.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private async check(uri: string): Promise<void> {
    this.pending.delete(uri);
    try {
      const checked = await this.analyses.of(uri);
      // While imports were read the editor may have been closed, or a newer check may have been scheduled.
      if (!checked || !this.isOpen(uri) || this.pending.has(uri)) {
        return;
      }
      const rest = checked.costMillis < UNNOTICEABLE_MILLIS ? 0 : Math.min(checked.costMillis, LONGEST_REST_MILLIS);
      this.restedAt.set(uri, performance.now() + rest);
      await this.connection.sendDiagnostics({
        uri,
        version: checked.version,
        diagnostics: this.diagnosticsOf(checked),
      });
    } catch (error) {
      this.connection.console.error(`Checking ${uri} failed: ${error instanceof Error ? error.stack : String(error)}`);
      void this.connection.sendDiagnostics({ uri, diagnostics: [defect(error)] });
    }
  }
}

/** Runs after a delay; returns what takes it back. */
function later(delayMillis: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMillis);
  return () => clearTimeout(timer);
}

/**
 * Runs when the messages that have arrived are read: the connection reads one in each turn of the event loop, so the turn
 * after the next has seen the next. A timer would wait a millisecond, which is a fifth of a check; browsers have only that.
 */
function soon(run: () => void): () => void {
  if (typeof setImmediate === 'undefined') return later(0, run);
  let turn = setImmediate(() => {
    turn = setImmediate(run);
  });
  return () => clearImmediate(turn);
}

/** An empty list would look like a text without problems. */
function defect(error: unknown): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: 1,
    source: 'tcsim',
    code: 'TCS000',
    message: `tcsim failed while checking this text: ${error instanceof Error ? error.message : String(error)}.\nThis is a defect of tcsim, not of the text.\nPlease report it with the text; the output channel has the details.`,
  };
}
