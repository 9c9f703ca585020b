/** How each kind of XML that can be imported is read. */
import type { Statement } from '../language/syntax.ts';
import { readEhcache, urlOf } from './ehcache.ts';
import { addressesOf, readEhcache3 } from './ehcache3.ts';
import type { Raw, Reading } from './reading.ts';
import { readTcConfig } from './tcConfig.ts';
import { EHCACHE_3_WITHOUT_EFFECT, EHCACHE_WITHOUT_EFFECT, TC_CONFIG_WITHOUT_EFFECT } from './withoutEffect.ts';
import type { XmlElement } from './xml.ts';
import { type XmlKind, xmlKindOf } from './xmlRoots.ts';

/** One kind of XML. */
export interface XmlFormat {
  /** What the name given to the file names. */
  readonly kind: 'cluster' | 'client';
  /** Of several elements that should be one, the product takes the last. */
  readonly lastCounts?: boolean;
  /** What the product has and no failure depends on. */
  readonly withoutEffect: ReadonlySet<string>;
  read(root: XmlElement, name: string, reading: Reading): Statement[];
  /** Where a client looks for its array. */
  urlOf?(root: XmlElement, reading: Reading): Raw | undefined;
  /** The product that a client of this kind connects to, where it is not the usual one. */
  readonly product?: string;
}

const FORMATS: Readonly<Record<XmlKind, XmlFormat>> = {
  'tc-config': {
    kind: 'cluster',
    withoutEffect: TC_CONFIG_WITHOUT_EFFECT,
    read: (root, name, reading) => [readTcConfig(root, name, reading)],
  },
  ehcache: {
    kind: 'client',
    // Ehcache 2.6.11 BeanHandler reads without the schema and sets what it finds, over what was set before.
    lastCounts: true,
    // It may hold a tc-config.
    withoutEffect: new Set([...EHCACHE_WITHOUT_EFFECT, ...TC_CONFIG_WITHOUT_EFFECT]),
    read: readEhcache,
    urlOf,
  },
  ehcache3: {
    kind: 'client',
    withoutEffect: EHCACHE_3_WITHOUT_EFFECT,
    read: (root, name, reading) => [readEhcache3(root, name, reading)],
    urlOf: addressesOf,
    product: '10.15',
  },
};

/** The format of an XML file with this root; undefined for one that cannot be imported. */
export function xmlFormatOf(root: string, attributes: string): XmlFormat | undefined {
  const kind = xmlKindOf(root, attributes);
  return kind && FORMATS[kind];
}
