/**
 * Which documents are configurations: XML by its root element, files of properties by their keys, whatever they are called.
 * Apart from the readers: an editor asks before it loads them.
 */
import { dynamicFormat } from './dynamicLayout.ts';
import { xmlKindOf } from './xmlRoots.ts';

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

/** The file names that configurations have; what a file is follows from what it says. */
export const isConfigurationFile = (name: string): boolean => /\.(xml|properties|cfg|conf|config)$/i.test(name);

/**
 * Whether a text, of which the beginning is enough, is that of a configuration that can be imported. Takes no longer
 * for a long text than for a short one.
 */
export function isConfiguration(text: string): boolean {
  const beginning = text.slice(0, LONGEST_PROLOG);
  if (!/^[\s\ufeff]*</.test(beginning)) return dynamicFormat(beginning) !== undefined;
  const tag = rootTagOf(beginning);
  return tag !== undefined && xmlKindOf(tag.name, tag.text) !== undefined;
}

function rootTagOf(text: string): RootTag | undefined {
  PROLOG.lastIndex = 0;
  PROLOG.exec(text);
  TAG.lastIndex = PROLOG.lastIndex;
  const [tag, name] = TAG.exec(text) ?? [];
  return tag === undefined || name === undefined ? undefined : { name, text: tag };
}
