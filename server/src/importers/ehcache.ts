/** ehcache.xml of Ehcache 2.x as a `client`, by ehcache.xsd of 2.6 and 2.10. */
import type { Statement, Word } from '../language/syntax.ts';
import { readCheckedCache, readCheckedClient } from './checked.ts';
import { declaration, durationText, setting, wordAt } from './declare.ts';
import { Names, nameOf } from './names.ts';
import type { Raw, Reading } from './reading.ts';
import { readTcConfig } from './tcConfig.ts';
import type { XmlElement } from './xml.ts';

/**
 * The client that the element `<ehcache>` describes, under a name of the caller's; before it the cluster, where the file
 * has a tc-config of its own.
 */
export function readEhcache(root: XmlElement, name: string, reading: Reading): Statement[] {
  const terracotta = reading.child(root, 'terracottaConfig');
  const own = reading.child(terracotta, 'tc-config');
  const cluster = own === undefined ? undefined : readTcConfig(own, `${name}-array`, reading);
  const rejoin = reading.attribute(terracotta, 'rejoin');
  const words = [wordAt('client', root.tag), wordAt(name, root.tag)];
  const client = declaration(words, root, root.inner, [
    ...(own === undefined ? [] : [clusterStatement(`${name}-array`, own)]),
    ...setting('rejoin', reading.boolean(rejoin, 'rejoin'), rejoin),
    ...readCheckedClient(root, reading.attribute(terracotta, 'url'), reading),
    ...readCaches(root, reading),
  ]);
  return cluster === undefined ? [client] : [cluster, client];
}

/** Where the client looks for its array. Which array it is follows from the scenario: addresses are not simulated. */
export function urlOf(root: XmlElement, reading: Reading): Raw | undefined {
  const terracotta = reading.child(root, 'terracottaConfig');
  const url = reading.attribute(terracotta, 'url');
  return reading.child(terracotta, 'tc-config') === undefined ? url : undefined;
}

function clusterStatement(name: string, { tag, start, end }: XmlElement): Statement {
  return { start, end, words: [wordAt('cluster', tag), wordAt(name, tag)], block: undefined, doc: undefined };
}

const MOST_CACHES = 2_000;

/** All caches, and the default one where it is clustered: what the application makes at run time looks like it. */
function readCaches(root: XmlElement, reading: Reading): Statement[] {
  const names = new Names();
  const before = new Set<string>();
  const caches = reading.atMost(MOST_CACHES, reading.children(root, 'cache'), 'caches').map((element) => {
    const written = reading.attribute(element, 'name');
    const name = cacheName(element, written, names, reading);
    if (written !== undefined) reading.twice(written, before);
    return readCache(element, [wordAt('cache', element.tag), wordAt(name, written?.range ?? element.tag)], reading);
  });
  const standard = root.children.find((child) => child.name === 'defaultCache');
  // One that is not clustered stays untaken and is listed with what has no effect.
  if (standard?.children.some((child) => child.name === 'terracotta') !== true) return caches;
  reading.child(root, 'defaultCache');
  const words = [wordAt('default-cache', standard.tag)];
  return [readCache(standard, words, reading), ...caches];
}

function cacheName(element: XmlElement, written: Raw | undefined, names: Names, reading: Reading): string {
  const name = names.free(nameOf(written?.text ?? '', 'cache'));
  if (written === undefined) {
    reading.warn(element.tag, `This cache has no name; it is called \`${name}\` here.`, 'Give it one.', 'TCS011');
  } else reading.renamed('cache', written, name);
  return name;
}

function readCache(element: XmlElement, words: readonly Word[], reading: Reading): Statement {
  const terracotta = reading.child(element, 'terracotta');
  if (terracotta === undefined) {
    const raw = { text: '', range: element.tag, start: element.tag.start };
    return declaration(words, element, element.inner, [
      ...setting('clustered', 'false', raw),
      ...readCheckedCache(element, undefined, reading),
    ]);
  }
  return declaration(words, element, element.inner, [
    ...flag(terracotta, 'clustered', 'clustered', reading),
    ...readConsistency(terracotta, reading),
    ...flag(terracotta, 'synchronousWrites', 'synchronous-writes', reading),
    ...flag(terracotta, 'localCacheEnabled', 'local-cache-enabled', reading),
    ...readCheckedCache(element, terracotta, reading),
    ...readNonstop(terracotta, reading),
  ]);
}

function flag(element: XmlElement, attribute: string, keyword: string, reading: Reading): Statement[] {
  const raw = reading.attribute(element, attribute);
  return setting(keyword, reading.boolean(raw, attribute), raw);
}

/** `coherent` is the older name of the setting: true is strong. Where both stand, `consistency` counts. */
function readConsistency(element: XmlElement, reading: Reading): Statement[] {
  const raw = reading.attribute(element, 'consistency');
  const older = reading.attribute(element, 'coherent');
  if (raw !== undefined) return setting('consistency', reading.choice(raw, 'consistency', ['strong', 'eventual']), raw);
  // Of a value that is none, `readCheckedCache` speaks.
  const meant = { true: 'strong', false: 'eventual' }[older?.text.toLowerCase() ?? ''];
  return setting('consistency', meant, older);
}

const BEHAVIORS = ['exception', 'noop', 'localReads', 'localReadsAndExceptionOnWrite'];

/** The element switches it on, even when it is empty. */
function readNonstop(terracotta: XmlElement, reading: Reading): Statement[] {
  const element = reading.child(terracotta, 'nonstop');
  if (element === undefined) return [];
  const millis = (attribute: string, keyword: string): Statement[] => {
    const raw = reading.attribute(element, attribute);
    return setting(keyword, durationText(reading.integer(raw, attribute), 'ms'), raw);
  };
  const factor = reading.attribute(element, 'bulkOpsTimeoutMultiplyFactor');
  const type = reading.attribute(reading.child(element, 'timeoutBehavior'), 'type');
  return [
    declaration([wordAt('nonstop', element.tag)], element, element.inner, [
      ...flag(element, 'enabled', 'enabled', reading),
      ...millis('timeoutMillis', 'timeout'),
      ...millis('searchTimeoutMillis', 'search-timeout'),
      ...flag(element, 'immediateTimeout', 'immediate-timeout', reading),
      ...setting('bulk-ops-timeout-multiply-factor', reading.integer(factor, 'bulkOpsTimeoutMultiplyFactor'), factor),
      ...setting('timeout-behavior', reading.choice(type, 'timeoutBehavior', BEHAVIORS), type),
    ]),
  ];
}
