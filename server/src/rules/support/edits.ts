/** Quick fixes as text edits. They keep the indentation of the source and create the block they need. */
import type { Range } from '../../language/syntax.ts';
import type { Fix, TextEdit } from '../../model/diagnostic.ts';
import type { Locations, Model, Origin } from '../../model/model.ts';
import { isInConfiguration, renameInConfiguration, setInConfiguration } from './configurationEdits.ts';

const INDENT = '  ';

/** What may follow a name before the block: further names, or the size of a family. */
const REST_OF_NAMES = /^(\s*(,|\band\b)\s*[\w.-]+)*(\s+x\s+\d+)?\s*$/;

/** One edit, or several that belong together; undefined where the text has no place for it. */
export type Edit = TextEdit | readonly TextEdit[] | undefined;

/** True when the place is in a text of the language; configuration files are edited in ways of their own. */
const isEditable = (model: Model, at: Origin): boolean => !isInConfiguration(model, at);

/**
 * A fix, or nothing when one of its edits is not possible: half a fix is none. Declarations that share a block
 * (`cache a, b { … }`) ask for the same edit; it is made once.
 */
export function fix(title: string, ...edits: readonly Edit[]): readonly Fix[] {
  const distinct = new Map<string, TextEdit>();
  for (const edit of edits.flat()) {
    if (edit === undefined) return [];
    distinct.set(`${edit.at.file}:${edit.at.start}:${edit.at.end} ${edit.text}`, edit);
  }
  return distinct.size === 0 ? [] : [{ title, edits: [...distinct.values()] }];
}

/** Replaces the whole `name value` text of a setting. */
export function changeSetting(model: Model, setting: Origin, text: string): TextEdit | undefined {
  return isEditable(model, setting) ? { at: setting, text } : undefined;
}

/** Replaces a declared name, which is not always written in a configuration file as it is in the language. */
export function changeName(model: Model, name: Origin, text: string): TextEdit | undefined {
  return isEditable(model, name) ? { at: name, text } : renameInConfiguration(model, name, text);
}

/** Changes a setting where it is written, or adds it to the declaration. `name` is as in the language. */
export function setSetting(model: Model, at: Locations, name: string, value: string): Edit {
  const setting = at.settings[name];
  if (!isEditable(model, setting ?? at.self)) return setInConfiguration(model, at, name, value);
  if (setting === undefined) return addSetting(model, at, `${name} ${value}`);
  // The value may stand behind another name, that of tc.properties.
  return changeText(model, setting, /\S+$/, value);
}

/** Adds a one-line setting below the others of the declaration, before its nested blocks. */
function addSetting(model: Model, at: Locations, setting: string): TextEdit | undefined {
  const file = at.self.file;
  const text = model.files[file]?.text;
  if (text === undefined || at.block === undefined) return addToBlock(model, at, setting);
  if (!isEditable(model, at.self)) return undefined;
  const neighbour = lastSettingOnItsOwnLine(text, at, at.block);
  if (neighbour !== undefined) {
    // Behind the brace the line has the indentation of the declaration.
    const isInFirstLine = neighbour.start < endOfLine(text, at.block.start);
    const own = isInFirstLine ? indentationOf(text, at.self.start) + INDENT : indentationOf(text, neighbour.start);
    return insert(file, endOfLine(text, neighbour.end), `\n${own}${setting}`);
  }
  const { start, end } = at.block;
  const firstLineEnd = endOfLine(text, start);
  if (firstLineEnd >= end) return insert(file, start + 1, ` ${setting}${gapBefore(text.slice(start + 1, end))}`);
  return insert(file, firstLineEnd, `\n${indentationOf(text, at.self.start)}${INDENT}${setting}`);
}

/** Keeps two spaces between settings in one line and one before the brace. */
function gapBefore(rest: string): string {
  if (/^\s+}/.test(rest)) return '';
  return rest.startsWith('}') || rest.startsWith(' ') ? ' ' : INDENT;
}

function lastSettingOnItsOwnLine(text: string, at: Locations, block: Range): Origin | undefined {
  let last: Origin | undefined;
  for (const [name, setting] of Object.entries(at.settings)) {
    if (name === 'cache' || setting.file !== at.self.file || setting.start < block.start || setting.end > block.end)
      continue;
    if (last !== undefined && setting.start < last.start) continue;
    if (text.slice(setting.start, setting.end).includes('{')) continue;
    if (isInNestedBlock(text.slice(block.start + 1, setting.start))) continue;
    if (/^[ \t]*(\/\/|$)/.test(text.slice(setting.end, endOfLine(text, setting.end)))) last = setting;
  }
  return last;
}

/** Settings of blocks inside the block, and those of tc-properties, are found among the settings of the declaration. */
function isInNestedBlock(before: string): boolean {
  return (before.match(/\{/g)?.length ?? 0) > (before.match(/\}/g)?.length ?? 0);
}

/** Replaces the part of a statement that the pattern finds. */
export function changeText(
  model: Model,
  statement: Origin,
  pattern: RegExp,
  replacement: string,
): TextEdit | undefined {
  const text = model.files[statement.file]?.text.slice(statement.start, statement.end) ?? '';
  const found = pattern.exec(text);
  if (found === null || !isEditable(model, statement)) return undefined;
  const start = statement.start + found.index;
  return { at: { file: statement.file, start, end: start + found[0].length }, text: replacement };
}

/** Adds a one-line statement to the end of a declaration's block. A declaration without a block gets one. */
export function addToBlock(model: Model, at: Locations, statement: string): TextEdit | undefined {
  const file = at.self.file;
  const text = model.files[file]?.text;
  if (text === undefined || !isEditable(model, at.self)) return undefined;
  if (at.block === undefined) {
    const rest = text.slice(at.name.end, at.self.end);
    return REST_OF_NAMES.test(rest) ? insert(file, at.self.end, ` { ${statement} }`) : undefined;
  }
  const { start, end } = at.block;
  const closing = text[end - 1] === '}' ? end - 1 : end;
  let last = closing;
  while (last > start + 1 && isBlank(text[last - 1] ?? '')) last--;
  if (text.slice(start, closing).includes('\n')) {
    return insert(file, last, `\n${indentationOf(text, at.self.start)}${INDENT}${statement}`);
  }
  return insert(file, last, `${last === start + 1 ? ' ' : INDENT}${statement}${last === closing ? ' ' : ''}`);
}

function insert(file: number, offset: number, text: string): TextEdit {
  return { at: { file, start: offset, end: offset }, text };
}

function indentationOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
