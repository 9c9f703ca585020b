/** What a text means: the model, everything that is wrong with the text, and every name with its places. */

export { RELEASES } from '../language/schema/index.ts';
export { buildProgram, type Program } from './build.ts';
export type { Diagnostic, Fix, LanguageCode, Severity, TextEdit } from './diagnostic.ts';
export { MOST_NODES, MOST_OPERATIONS } from './limits.ts';
export type * from './model.ts';
export { PRODUCT_NAMES } from './product.ts';
export { knownProperties } from './properties.ts';
export { byPlace } from './report.ts';
export { type ProgramSymbol, type SymbolKind, symbolAt } from './symbols.ts';
