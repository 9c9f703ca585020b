/** Reads blocks of settings: from statements to values, before any default. */
import { explain } from '../language/explain.ts';
import { startsOf } from '../language/pattern.ts';
import { type Match, matchAt, wordOf } from '../language/phrases.ts';
import {
  type Context,
  defaultOf,
  type Edge,
  type Entry,
  entryOf,
  isSettingBlock,
  keywordOf,
} from '../language/schema/index.ts';
import type { Range, Statement, Word } from '../language/syntax.ts';
import { parseValue, type Value } from '../language/values.ts';
import type { Locations, Origin, ProductLine } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

/** A phrase that matched, with the statement and file that it stands in. */
export interface Phrase {
  readonly match: Match;
  readonly words: readonly Word[];
  readonly statement: Statement;
  readonly file: number;
}

export interface Setting extends Phrase {
  /** `name value`. */
  readonly at: Origin;
  /** Undefined when it could not be read, or when the setting has a shape of its own (`product`, `host`, …). */
  readonly value: Value | undefined;
}

/** A declaration inside a block: `cache sessions { … }`. */
export interface Child extends Phrase {
  readonly draft: Draft | undefined;
}

/** What a block says. */
export interface Draft {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly children: readonly Child[];
}

/** The blocks that together describe a thing: its own, then those of `with`. The last one wins. */
export type Layers = readonly Draft[];

export const EMPTY_DRAFT: Draft = { settings: new Map(), children: [] };

/** The words of a statement without the signs that the parser has already reported as unknown. */
export function wordsOf(statement: Statement): readonly Word[] {
  const { words } = statement;
  for (const { kind } of words) if (kind === 'unknown') return words.filter((word) => word.kind !== 'unknown');
  return words;
}

/** All phrases of one statement; reports what does not fit and goes on with the next phrase that does. */
export function readPhrases(statement: Statement, context: Context, file: number, scope: Scope): Match[] {
  const words = wordsOf(statement);
  const matches: Match[] = [];
  const several = isSettingBlock(context);
  let position = 0;
  while (position < words.length) {
    const match = matchAt(words, position, context, scope);
    if (match !== undefined) {
      // What follows such a word cannot be read, so the rest of the statement is left alone.
      const unsupported = nestedUnsupported(match);
      if (unsupported !== undefined) {
        reportUnsupported(unsupported.entry, originOf(file, words[unsupported.first] ?? statement), scope);
        return matches;
      }
      matches.push(match);
      position = match.end;
      if (several || position === words.length) continue;
    }
    const start = several ? position : 0;
    const problem = explain(words, start, context, scope, scope.knownNames(), matches[matches.length - 1]);
    const at = originOf(file, problem);
    const { fix } = problem;
    scope.report.add({
      code: problem.code,
      at,
      message: problem.message,
      help: problem.help,
      fixes: fix === undefined ? [] : [replacing(originOf(file, fix), fix.text, fix.title)],
    });
    if (!several) return matches;
    const { byLiteral } = startsOf(context);
    const reached = words.findIndex((word, i) => i > position && word.start >= problem.end && byLiteral.has(word.text));
    if (reached < 0) return matches;
    position = reached;
  }
  return matches;
}

/** The entry inside a phrase that this version does not simulate, if there is one. */
function nestedUnsupported(match: Match): Match | undefined {
  if (match.entry.category === 'unsupported') return match;
  for (const slot of match.slots) {
    const found = slot.match === undefined ? undefined : nestedUnsupported(slot.match);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reportUnsupported(entry: Entry, at: Origin, scope: Scope): void {
  scope.report.add({
    code: 'TCS009',
    at,
    message: `\`${keywordOf(entry)}\` is not supported yet in this version of tcsim.`,
    help: `${entry.documentation} Remove it to run the rest.`,
  });
}

/** Reads the settings and declarations of a block. Twice the same setting is reported; the first counts. */
export function readBlock(statements: readonly Statement[], context: Context, file: number, scope: Scope): Draft {
  const settings = new Map<string, Setting>();
  const children: Child[] = [];
  // Names of properties are no phrases: `readProperties` reads them.
  if (context === 'tc-properties') return { settings, children };
  for (const statement of statements) {
    const { block } = statement;
    const words = wordsOf(statement);
    const matches = readPhrases(statement, context, file, scope);
    matches.forEach((match, i) => {
      const { entry } = match;
      const isLast = i === matches.length - 1;
      if (entry.category === 'setting') {
        readSetting(match, words, statement, file, scope, settings);
      } else {
        const opens = isLast && block !== undefined ? entry.opens : undefined;
        const draft =
          opens === undefined || block === undefined ? undefined : readBlock(block.statements, opens, file, scope);
        const child = { match, words, statement, file, draft };
        const first = entry.repeatable === true ? undefined : children.find((other) => other.match.entry === entry);
        if (first === undefined) children.push(child);
        else reportTwice(child, first, scope);
      }
      if (isLast && block !== undefined && entry.opens === undefined) reportBlock(entry, block, file, scope);
    });
  }
  return { settings, children };
}

/** Reports a declaration that may stand only once. */
export function reportTwice(phrase: Phrase, first: Phrase, scope: Scope): void {
  const place = ({ words, match, file }: Phrase): Origin => ({
    file,
    start: words[match.first]?.start ?? 0,
    end: words[match.end - 1]?.end ?? 0,
  });
  const at = place(phrase);
  scope.report.add({
    code: 'TCS006',
    at,
    message: `\`${keywordOf(phrase.match.entry)}\` stands here twice.`,
    why: 'Which of the two should count is not clear.',
    help: 'Put all of it into one block.',
    related: [{ at: place(first), message: 'It stands here first.' }],
  });
}

/** Reports a block behind a phrase that takes none. */
export function reportBlock(entry: Entry, block: Range, file: number, scope: Scope): void {
  scope.report.add({
    code: 'TCS003',
    at: { file, start: block.start, end: block.start + 1 },
    message: `\`${keywordOf(entry)}\` takes no block.`,
    help: 'Remove the braces, or write one of the statements that take a block before them.',
  });
}

function readSetting(
  match: Match,
  words: readonly Word[],
  statement: Statement,
  file: number,
  scope: Scope,
  settings: Map<string, Setting>,
): void {
  const { entry } = match;
  const keyword = keywordOf(entry);
  const at: Origin = { file, start: words[match.first]?.start ?? 0, end: words[match.end - 1]?.end ?? 0 };
  const first = settings.get(keyword);
  if (first !== undefined) {
    scope.report.add({
      code: 'TCS006',
      at,
      message: `\`${keyword}\` is set twice.`,
      why: 'Only the first one counts.',
      help: 'Remove one of the two.',
      related: [{ at: first.at, message: 'It is set here first.' }],
      fixes: [replacing(at, '', 'Remove this one')],
    });
    return;
  }
  if (keyword === 'host' || keyword === 'jvm') {
    const name = wordOf(match, keyword);
    if (name !== undefined) scope.symbols.declare(keyword, name.text, originOf(file, name));
  }
  const word = wordOf(match, 'value');
  const value = word === undefined || entry.value === undefined ? undefined : readValue(word, entry, file, scope);
  settings.set(keyword, { match, words, statement, file, at, value });
}

/** The value of a setting; reports it when it is not one. */
export function readValue(
  word: Word,
  entry: Entry,
  file: number,
  scope: Scope,
  bareUnit?: 'ms' | 's',
): Value | undefined {
  if (entry.value === undefined) return undefined;
  const parsed = parseValue(scope.use(word, file), entry.value, bareUnit);
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, originOf(file, word), scope, `\`${keywordOf(entry)}\``);
  return undefined;
}

/** Reports a value that could not be read. `of` names what it is the value of. */
export function reportValue(
  problem: { code: 'TCS003' | 'TCS004' | 'TCS005'; message: string; help: string; replacement: string | undefined },
  at: Origin,
  scope: Scope,
  of = '',
): void {
  const { code, message, help, replacement } = problem;
  scope.report.add({
    code,
    at,
    message: of === '' ? message : `${of}: ${message}`,
    help,
    fixes: replacement === undefined ? [] : [replacing(at, replacement)],
  });
}

/** A setting, from the last layer that has it. */
export function settingOf(layers: Layers, keyword: string): Setting | undefined {
  for (let i = layers.length - 1; i >= 0; i--) {
    const setting = layers[i]?.settings.get(keyword);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

/** The declarations of a kind, over all layers, in order. */
export function childrenOf(layers: Layers, id: string): Child[] {
  const found: Child[] = [];
  for (const layer of layers) {
    for (const child of layer.children) if (child.match.entry.id === id) found.push(child);
  }
  return found;
}

const defaults = new Map<string, Map<string, Value>>();

function defaultValue(id: string, line: ProductLine, edge: Edge | undefined): Value {
  const where = edge ?? line;
  let byId = defaults.get(where);
  if (byId === undefined) {
    byId = new Map();
    defaults.set(where, byId);
  }
  let value = byId.get(id);
  if (value === undefined) {
    const entry = entryOf(id);
    const text = defaultOf(entry, line, edge);
    const parsed =
      text === undefined || entry.value === undefined
        ? undefined
        : parseValue({ kind: 'quantity', text, start: 0, end: 0 }, entry.value);
    if (parsed?.ok !== true) throw new Error(`The schema entry "${id}" has no usable default.`);
    value = parsed.value;
    byId.set(id, value);
  }
  return value;
}

/** Values of one thing: what its layers say, then what tc-properties say, then the default of the product line. */
export interface Values {
  number(id: string): number;
  flag(id: string): boolean;
  /** One of the choices of the entry; the caller names the type. */
  choice<T extends string>(id: string): T;
}

export function valuesOf(
  layers: Layers,
  line: ProductLine,
  properties: ReadonlyMap<string, Setting>,
  edge?: Edge,
): Values {
  const isSet = layers.some((layer) => layer.settings.size > 0);
  const read = (id: string): Value =>
    (isSet ? settingOf(layers, keywordOf(entryOf(id)))?.value : undefined) ??
    (properties.size > 0 ? properties.get(edge === undefined ? id : `${id} ${edge}`)?.value : undefined) ??
    defaultValue(id, line, edge);
  return {
    number: (id) => read(id) as number,
    flag: (id) => read(id) as boolean,
    choice: <T extends string>(id: string) => read(id) as T,
  };
}

/** Where a declaration stands. `also` adds settings from tc-properties; those of the blocks win. */
export function locationsOf(
  phrase: Phrase,
  name: Range,
  layers: Layers,
  also: Iterable<readonly [string, Setting]> = [],
): Locations {
  const settings: Record<string, Origin> = {};
  for (const [keyword, setting] of also) settings[keyword] = setting.at;
  for (const layer of layers) {
    for (const [keyword, setting] of layer.settings) settings[keyword] = setting.at;
    for (const child of layer.children) {
      const keyword = keywordOf(child.match.entry);
      settings[keyword] ??= originOf(child.file, child.statement);
    }
  }
  const { block } = phrase.statement;
  return {
    self: originOf(phrase.file, phrase.statement),
    name: originOf(phrase.file, name),
    block: block === undefined ? undefined : originOf(phrase.file, block),
    settings,
  };
}
