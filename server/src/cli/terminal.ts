/** Standard input, output and errors of the command, and what the terminal can show. */
import { readFileSync } from 'node:fs';
import type { Style } from '../report/style.ts';

/** Behaves when the reader of a pipe goes away (`tcsim run … | head`): the rest is not wanted, and that is no error. */
export function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        throw error;
      }
      process.exit(process.exitCode ?? 0);
    });
  }
}

/** To standard output: the result. */
export function say(text: string): void {
  write(process.stdout, text);
}

/** To standard error: what is no part of the result. */
export function complain(text: string): void {
  write(process.stderr, text);
}

/** With a line break at the end; nothing for an empty text. */
function write(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') {
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  }
}

/** Colours only on a terminal, and not where `NO_COLOR` is set (no-color.org), unless they are forced. */
export function styleOf(stream: NodeJS.WriteStream, forceColor: boolean): Style {
  const { NO_COLOR = '', TERM } = process.env;
  const color = forceColor || (stream.isTTY && NO_COLOR === '' && TERM !== 'dumb');
  return { color, width: stream.isTTY ? Math.max(stream.columns ?? 80, 40) : Number.POSITIVE_INFINITY };
}

/** All of it, as it is. */
export function readStandardInput(): Buffer {
  return readFileSync(0);
}

/** A line on the terminal that says how far a long run is; nothing where standard error is not a terminal. */
export class ProgressLine {
  readonly #isShown: boolean;
  readonly #startMillis = performance.now();
  #lastMillis = 0;
  #isWritten = false;

  constructor(isQuiet: boolean) {
    this.#isShown = process.stderr.isTTY && !isQuiet;
  }

  /** `share` runs from 0 to 1. Short runs show nothing. */
  update(what: string, share: number): void {
    const now = performance.now();
    if (!this.#isShown || now - this.#startMillis < 500 || now - this.#lastMillis < 100) {
      return;
    }
    this.#lastMillis = now;
    this.#isWritten = true;
    const text = `running ${what}: ${Math.floor(share * 100)} %`;
    process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.#isWritten) {
      process.stderr.write('\r\u001b[K');
      this.#isWritten = false;
    }
  }
}
