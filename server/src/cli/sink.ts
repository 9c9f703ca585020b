/** Where a result goes: standard output as it comes, or a file when it is complete. */
import { writeFileWhole } from './sources.ts';
import { say } from './terminal.ts';

export class Sink {
  readonly #path: string | undefined;
  readonly #parts: string[] = [];

  constructor(path: string | undefined) {
    this.#path = path;
  }

  write(text: string): void {
    if (text === '') {
      return;
    }
    const whole = text.endsWith('\n') ? text : `${text}\n`;
    if (this.#path === undefined) {
      say(whole);
    } else {
      this.#parts.push(whole);
    }
  }

  /** Throws what the file system throws. */
  close(): void {
    if (this.#path !== undefined) {
      writeFileWhole(this.#path, this.#parts.join(''));
    }
  }
}
