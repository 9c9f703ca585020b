/** What the command tells its caller. A file with errors outweighs a violation: something was not even judged. */
import type { Verdict } from '../verdict/verdict.ts';

export const EXIT = { held: 0, violated: 1, invalid: 2, inconclusive: 3 } as const satisfies Record<
  Verdict | 'invalid',
  number
>;
