/** Text to syntax tree and back. */
export { parse } from './parser.ts';
export type * from './syntax.ts';
