/** Edits of settings that are written: another value, or none. In scenarios and in attributes of an XML file. */
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Model, Origin } from '../../model/model.ts';
import { formatAt } from './configurationEdits.ts';

/** Replaces the value of a setting, wherever it is written. */
export function changeValue(model: Model, setting: Origin | undefined, value: string): TextEdit | undefined {
  const found = setting === undefined ? undefined : textOf(model, setting);
  if (setting === undefined || found === undefined) return undefined;
  const { text, isXml } = found;
  const written = isXml ? IN_XML : /()("[^"]*"|\S+)$/;
  const length = written.exec(text.slice(setting.start, setting.end))?.[2]?.length ?? 0;
  return length === 0 ? undefined : { at: { ...setting, start: setting.end - length }, text: value };
}

/** `name="value` or `<name>value`: what else stands for a setting in a file is no value that can be replaced. */
const IN_XML = /^([\w:.-]+\s*=\s*["']|<[^>]*>\s*)([^"'<>]+)$/;

/** Takes a setting out: with its line where it stands alone, an attribute with its quotes. Not for whole elements. */
export function removeSetting(model: Model, setting: Origin | undefined): TextEdit | undefined {
  const found = setting === undefined ? undefined : textOf(model, setting);
  if (setting === undefined || found === undefined) return undefined;
  const { text, isXml } = found;
  let { start, end } = setting;
  if (isXml) {
    if (!/^[\w:.-]+\s*=\s*["']/.test(text.slice(start, end)) || !/["']/.test(text[end] ?? '')) return undefined;
    end++;
    while (/\s/.test(text[start - 1] ?? '')) start--;
    return { at: { file: setting.file, start, end }, text: '' };
  }
  while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  const isFirst = text[start - 1] === '\n' || start === 0;
  const rest = /^[ \t]*(\r?\n)?/.exec(text.slice(end))?.[0] ?? '';
  if (isFirst && rest.endsWith('\n')) return { at: { file: setting.file, start, end: end + rest.length }, text: '' };
  // What follows keeps the distance that this setting had from what stands before it.
  return { at: { file: setting.file, start: isFirst ? setting.start : start, end }, text: '' };
}

function textOf(model: Model, at: Origin): { readonly text: string; readonly isXml: boolean } | undefined {
  const found = model.files[at.file];
  const format = formatAt(model, at);
  return found === undefined || format === 'properties' ? undefined : { text: found.text, isXml: format === 'xml' };
}
