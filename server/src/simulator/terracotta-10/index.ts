/** The 10.x/11.x line (open-source 5.x) with Ehcache 3. */
import type { Line } from '../line.ts';

export const terracotta10: Line = {
  arrowOf: () => undefined,
  build: () => {
    throw new Error('Terracotta 10.x is not simulated yet.');
  },
};
