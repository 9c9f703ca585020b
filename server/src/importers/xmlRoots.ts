/** What tells the kinds of XML that can be imported from each other and from all other XML: the root element. */
export type XmlKind = 'tc-config' | 'ehcache' | 'ehcache3';

/** The kind of XML with this root and these attributes, as they are written; undefined for one that cannot be imported. */
export function xmlKindOf(root: string, attributes: string): XmlKind | undefined {
  // The schema of Ehcache 3 is named in the root, which is no longer called ehcache.
  const isEhcache3 = attributes.includes('www.ehcache.org/v3');
  if (root === 'tc-config') return 'tc-config';
  if (root === 'ehcache' && !isEhcache3) return 'ehcache';
  return root === 'config' && isEhcache3 ? 'ehcache3' : undefined;
}
