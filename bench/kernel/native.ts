import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './models.ts';

/** What the reference in C++ measured of itself. */
export interface NativeResult extends Outcome {
  readonly millis: number;
  readonly bytesPerPending: number;
}

/** Runs the reference with these arguments, see native/storm.cpp; undefined when it could not be built here. */
export function runNative(...args: (string | number)[]): NativeResult | undefined {
  const program = fileURLToPath(new URL('./storm', import.meta.url));
  if (!existsSync(program)) return undefined;
  const output = execFileSync(program, args.map(String), { encoding: 'utf8' });
  const [events, checksum, seconds, bytesPerPending] = output.trim().split(' ').map(Number);
  if (events === undefined || checksum === undefined || seconds === undefined || bytesPerPending === undefined) {
    throw new Error(`the reference in C++ printed ${output}`);
  }
  return { events, checksum, millis: seconds * 1000, bytesPerPending };
}
