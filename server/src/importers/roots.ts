/** Which documents are configurations: by their root element, whatever they are called. */

/** The opening tag of the root element, as it is written. */
interface RootTag {
  /** Without its prefix. */
  readonly name: string;
  readonly text: string;
}

interface Root {
  readonly element: string;
  /** Where the name alone does not tell: whether the tag is one of these files. */
  readonly isOurs?: (tag: string) => boolean;
}

/** One row per kind of file that `importConfiguration` reads and that an editor may have open. */
const ROOTS: readonly Root[] = [
  { element: 'tc-config' },
  // The attribute belongs to the schema of Ehcache 3, whose root has another name.
  { element: 'ehcache', isOurs: (tag) => !tag.includes('www.ehcache.org/v3') },
];

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
  const tag = rootTagOf(text.slice(0, LONGEST_PROLOG));
  return tag !== undefined && ROOTS.some(({ element, isOurs }) => element === tag.name && (isOurs?.(tag.text) ?? true));
}

function rootTagOf(text: string): RootTag | undefined {
  PROLOG.lastIndex = 0;
  PROLOG.exec(text);
  TAG.lastIndex = PROLOG.lastIndex;
  const [tag, name] = TAG.exec(text) ?? [];
  return tag === undefined || name === undefined ? undefined : { name, text: tag };
}
