/** The kinds of files that can be imported: how each is told from the others, and how it is read. */
import type { Statement } from '../language/syntax.ts';
import { readEhcache, urlOf } from './ehcache.ts';
import { addressesOf, readEhcache3 } from './ehcache3.ts';
import type { Raw, Reading } from './reading.ts';
import { readTcConfig } from './tcConfig.ts';
import { EHCACHE_3_WITHOUT_EFFECT, EHCACHE_WITHOUT_EFFECT, TC_CONFIG_WITHOUT_EFFECT } from './withoutEffect.ts';
import type { XmlElement } from './xml.ts';

/** One kind of XML, by its root element. */
export interface XmlFormat {
  readonly root: string;
  /** Where the name of the root alone does not tell. */
  isOurs?(attributes: string): boolean;
  /** What the name given to the file names. */
  readonly kind: 'cluster' | 'client';
  /** What the product has and no failure depends on. */
  readonly withoutEffect: ReadonlySet<string>;
  read(root: XmlElement, name: string, reading: Reading): Statement[];
  /** Where a client looks for its array. */
  urlOf?(root: XmlElement, reading: Reading): Raw | undefined;
  /** The product that a client of this kind connects to, where it is not the usual one. */
  readonly product?: string;
}

export const XML_FORMATS: readonly XmlFormat[] = [
  {
    root: 'tc-config',
    kind: 'cluster',
    withoutEffect: TC_CONFIG_WITHOUT_EFFECT,
    read: (root, name, reading) => [readTcConfig(root, name, reading)],
  },
  {
    root: 'ehcache',
    // The attribute belongs to the schema of Ehcache 3, whose root has another name.
    isOurs: (attributes) => !attributes.includes('www.ehcache.org/v3'),
    kind: 'client',
    // It may hold a tc-config.
    withoutEffect: new Set([...EHCACHE_WITHOUT_EFFECT, ...TC_CONFIG_WITHOUT_EFFECT]),
    read: readEhcache,
    urlOf,
  },
  {
    root: 'config',
    isOurs: (attributes) => attributes.includes('www.ehcache.org/v3'),
    kind: 'client',
    withoutEffect: EHCACHE_3_WITHOUT_EFFECT,
    read: (root, name, reading) => [readEhcache3(root, name, reading)],
    urlOf: addressesOf,
    product: '10.15',
  },
];

/** The format of an XML file with this root; undefined for one that cannot be imported. */
export function xmlFormatOf(root: string, attributes: string): XmlFormat | undefined {
  return XML_FORMATS.find((format) => format.root === root && (format.isOurs?.(attributes) ?? true));
}

/** The file names that the formats have; what a file is follows from what it says. */
export const isConfigurationFile = (name: string): boolean => /\.(xml|properties|cfg|conf|config)$/i.test(name);
