/** Edits of settings that are written: another value, another name, or none. In scenarios and in XML files. */
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Model, Origin } from '../../model/model.ts';
import { formatAt, inFile, xmlFile } from './configurationEdits.ts';

/** Replaces the value of a setting, wherever it is written. */
export function changeValue(model: Model, setting: Origin | undefined, value: string): TextEdit | undefined {
  if (setting === undefined) return undefined;
  if (formatAt(model, setting) === 'xml') {
    const xml = xmlFile(model, setting.file);
    const { element, attribute, isPresence } = xml?.settingAt(setting) ?? {};
    if (xml === undefined || element === undefined || isPresence) return undefined;
    return inFile(
      setting.file,
      attribute === undefined ? xml.setText(element, value) : xml.setAttribute(element, attribute.name, value),
    );
  }
  const text = textOf(model, setting);
  const length = /("[^"]*"|\S+)$/.exec(text?.slice(setting.start, setting.end) ?? '')?.[0].length ?? 0;
  return length === 0 ? undefined : { at: { ...setting, start: setting.end - length }, text: value };
}

/** Takes a setting out: with its line where it stands alone. In XML an attribute, or the element that is the setting. */
export function removeSetting(model: Model, setting: Origin | undefined): TextEdit | undefined {
  if (setting === undefined) return undefined;
  if (formatAt(model, setting) === 'xml') {
    const xml = xmlFile(model, setting.file);
    const { element, attribute } = xml?.settingAt(setting) ?? {};
    if (xml === undefined || element === undefined) return undefined;
    const isWhole = attribute === undefined || attribute.start !== setting.start;
    return inFile(setting.file, isWhole ? xml.removeElement(element) : xml.removeAttribute(attribute));
  }
  const text = textOf(model, setting);
  if (text === undefined) return undefined;
  let { start, end } = setting;
  while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  const isFirst = text[start - 1] === '\n' || start === 0;
  const rest = /^[ \t]*(\r?\n)?/.exec(text.slice(end))?.[0] ?? '';
  if (isFirst && rest.endsWith('\n')) return { at: { file: setting.file, start, end: end + rest.length }, text: '' };
  // What follows keeps the distance that this setting had from what stands before it.
  return { at: { file: setting.file, start: isFirst ? setting.start : start, end }, text: '' };
}

/** Writes a setting under the name of its successor, with the value that means the same there. `attribute`: its name in XML. */
export function replaceSetting(
  model: Model,
  setting: Origin | undefined,
  { name, attribute, value }: { readonly name: string; readonly attribute: string; readonly value: string },
): TextEdit | undefined {
  if (setting === undefined) return undefined;
  const xml = xmlFile(model, setting.file);
  const found = xml?.settingAt(setting)?.attribute;
  if (xml !== undefined && found !== undefined) {
    return inFile(setting.file, xml.replaceAttribute(found, attribute, value));
  }
  return textOf(model, setting) === undefined ? undefined : { at: setting, text: `${name} ${value}` };
}

/** The text of a scenario file. */
const textOf = (model: Model, at: Origin): string | undefined =>
  formatAt(model, at) === undefined ? model.files[at.file]?.text : undefined;
