/** Which documents are configurations: XML by its root element, files of properties by their keys, whatever they are called. */
import { dynamicFormat } from './dynamicLayout.ts';
import { xmlFormatOf } from './formats.ts';

/** The opening tag of the root element, as it is written. */
interface RootTag {
  /** Without its prefix. */
  readonly name: string;
  readonly text: string;
}

/** Licences and explanations stand above the root; who writes more has no configuration. */
export const LONGEST_PROLOG = 64 * 1024;

/** What may stand before the root element: white space, comments, instructions, a document type. */
const PROLOG = /(?:[\s\ufeff]|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE(?:[^[>]|\[[^\]]*\])*>)*/y;
const TAG = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)(?=[\s/>])[^<>]*>?/y;

/**
 * Whether a text, of which the beginning is enough, is that of a configuration that can be imported. Takes no longer
 * for a long text than for a short one.
 */
export function isConfiguration(text: string): boolean {
  const beginning = text.slice(0, LONGEST_PROLOG);
  if (!/^[\s\ufeff]*</.test(beginning)) return dynamicFormat(beginning) !== undefined;
  const tag = rootTagOf(beginning);
  return tag !== undefined && xmlFormatOf(tag.name, tag.text) !== undefined;
}

function rootTagOf(text: string): RootTag | undefined {
  PROLOG.lastIndex = 0;
  PROLOG.exec(text);
  TAG.lastIndex = PROLOG.lastIndex;
  const [tag, name] = TAG.exec(text) ?? [];
  return tag === undefined || name === undefined ? undefined : { name, text: tag };
}
