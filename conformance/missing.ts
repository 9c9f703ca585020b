/** Cases of the product that the simulator has no concept for. */
import type { MissingCase } from './case.ts';

export const MISSING: readonly MissingCase[] = [];
