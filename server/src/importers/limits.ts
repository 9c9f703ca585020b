/** How large a configuration may be. Apart from the readers: an editor asks before it loads them. */

/** Far beyond any configuration; up to them the worst file is read in less than a second. */
export const XML_LIMITS = {
  length: 2 * 1024 * 1024,
  depth: 200,
  elements: 20_000,
  attributes: 200,
  mistakes: 1_000,
};

/** Stands for a file that nobody read because of its size: it is refused by its length alone, as that one would be. */
export const TOO_LARGE_TEXT = ' '.repeat(XML_LIMITS.length + 1);
