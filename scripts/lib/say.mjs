// What the scripts print for the person watching.

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code) => (text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);

/** A problem the person can do something about: printed as it is, without a stack. */
export class Stop extends Error {}

/** "what … 3.1 s" around a piece of work; its result is passed on. */
export async function step(what, work) {
  const start = performance.now();
  process.stdout.write(`${what} …`);
  if (!process.stdout.isTTY) {
    process.stdout.write('\n');
  }
  try {
    const result = await work();
    process.stdout.write(process.stdout.isTTY ? `\r${what} ${dim(seconds(start))}\u001b[K\n` : '');
    return result;
  } catch (error) {
    process.stdout.write(process.stdout.isTTY ? '\n' : '');
    throw error;
  }
}

/** The time since `start` (of `performance.now()`), in seconds with one decimal. */
export const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Runs a script's main function; a {@link Stop} ends it with its message and code 1. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof Stop ? red(error.message) : error);
    process.exitCode = 1;
  }
}
