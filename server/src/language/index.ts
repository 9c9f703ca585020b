/** Text to syntax tree and back, and where in it a cursor stands. */
export { type Cursor, cursorAt, statementPathAt, wordAt } from './cursor.ts';
export { format } from './formatter.ts';
export { LineIndex, type Position } from './lines.ts';
export { parse } from './parser.ts';
export { reparse } from './reparse.ts';
export type * from './syntax.ts';
