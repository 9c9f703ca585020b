/** Product lines by their age: what a row of a table says of itself when not all lines have it. */
import type { ProductLine } from './model.ts';

export const OLDER: readonly ProductLine[] = ['3.7', '4.x'];
export const NEWER: readonly ProductLine[] = ['10.x'];
