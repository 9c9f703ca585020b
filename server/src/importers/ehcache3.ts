/** The clustered part of an Ehcache 3 configuration as a `client`, by ehcache-core.xsd and ehcache-clustered-ext.xsd of 3.10. */
import type { Statement } from '../language/syntax.ts';
import { declaration, setting, textSetting, wordAt } from './declare.ts';
import { isName, Names, nameOf } from './names.ts';
import { isPlaceholder } from './placeholders.ts';
import type { Raw, Reading } from './reading.ts';
import type { XmlElement } from './xml.ts';

const MOST_CACHES = 2_000;

/** The client that the element `<config>` describes, under a name of the caller's. */
export function readEhcache3(root: XmlElement, name: string, reading: Reading): Statement {
  const cluster = clusterOf(root, reading);
  const words = [wordAt('client', root.tag), wordAt(name, root.tag)];
  const serverSide = reading.child(cluster, 'server-side-config');
  const standard = reading.attribute(reading.child(serverSide, 'default-resource'), 'from');
  const url = addressesOf(root, reading);
  if (url !== undefined && !isAddress(url)) {
    const help = 'It is `terracotta://host:port,host:port/name`.';
    reading.warn(url.range, `\`${url.text}\` is not the address of a cluster: the cache manager does not start.`, help);
  }
  readRestartable(serverSide, reading);
  return declaration(words, root, root.inner, [
    ...(url === undefined || reading.isFilledIn(url, 'url') || !isAddress(url) ? [] : textSetting('url', url)),
    ...['read-timeout', 'write-timeout', 'connection-timeout'].flatMap((each) => timeout(cluster, each, reading)),
    ...readClientMode(serverSide, reading),
    ...readSharedPools(serverSide, standard, reading),
    ...readCaches(root, standard, reading),
  ]);
}

/** The commercial Ehcache can keep the data of a cache manager on the disks of the servers. */
function readRestartable(serverSide: XmlElement | undefined, reading: Reading): void {
  const element = reading.child(serverSide, 'restartable');
  if (element === undefined) return;
  for (const attribute of ['offheap-mode', 'restart-identifier']) reading.attribute(element, attribute);
  const message = 'Whether data outlives the servers is said of the cluster here.';
  reading.info(element.tag, message, 'Write `restartable true` there.', 'TCS009');
}

function clusterOf(root: XmlElement, reading: Reading): XmlElement | undefined {
  for (const service of root.children.filter((child) => child.name === 'service')) {
    if (!service.children.some((child) => child.name === 'cluster')) continue;
    reading.children(root, 'service');
    return reading.child(service, 'cluster');
  }
  return undefined;
}

/** `terracotta://host:port,host/tier-manager`, or a `<server>` for each address. */
export function addressesOf(root: XmlElement, reading: Reading): Raw | undefined {
  const cluster = clusterOf(root, reading);
  const uri = reading.attribute(reading.child(cluster, 'connection'), 'url');
  if (uri !== undefined) return uri;
  const connection = reading.child(cluster, 'cluster-connection');
  reading.attribute(connection, 'cluster-tier-manager');
  const addresses = reading.children(connection, 'server').map((server) => {
    const host = reading.attribute(server, 'host')?.text ?? 'localhost';
    const port = reading.attribute(server, 'port')?.text;
    return port === undefined ? host : `${host}:${port}`;
  });
  if (connection === undefined || addresses.length === 0) return undefined;
  return { text: `terracotta://${addresses.join(',')}`, range: connection.tag, start: connection.start };
}

const isAddress = ({ text }: Raw): boolean => /^terracotta:\/\/[^/]+/.test(text) || isPlaceholder(text);

/** The units of the schema, as the language writes them. */
const UNITS: Readonly<Record<string, { readonly factor: number; readonly unit: string }>> = {
  micros: { factor: 1, unit: 'us' },
  millis: { factor: 1, unit: 'ms' },
  seconds: { factor: 1, unit: 's' },
  minutes: { factor: 1, unit: 'min' },
  hours: { factor: 1, unit: 'h' },
  days: { factor: 24, unit: 'h' },
};

function timeout(cluster: XmlElement | undefined, name: string, reading: Reading): Statement[] {
  const element = reading.child(cluster, name);
  if (element === undefined) return [];
  const raw = reading.ownText(element);
  const written = reading.attribute(element, 'unit');
  const count = reading.integer(raw, name);
  const { factor, unit } = UNITS[(written?.text ?? 'seconds').toLowerCase()] ?? {};
  if (unit === undefined || factor === undefined) {
    const help = `It is one of ${Object.keys(UNITS).join(', ')}. The default of \`${name}\` counts here.`;
    reading.warn(written?.range ?? element.tag, `\`${written?.text}\` is not a unit that tcsim can simulate.`, help);
    return [];
  }
  return setting(name, count === undefined ? undefined : `${Number(count) * factor}${unit}`, raw);
}

/** `auto-create` of the older schema is true or false. */
function readClientMode(serverSide: XmlElement | undefined, reading: Reading): Statement[] {
  const mode = reading.attribute(serverSide, 'client-mode');
  const older = reading.attribute(serverSide, 'auto-create');
  if (mode !== undefined) {
    const modes = ['expecting', 'auto-create', 'auto-create-on-reconnect'];
    return setting('client-mode', reading.choice(mode, 'client-mode', modes), mode);
  }
  const creates = reading.boolean(older, 'auto-create');
  const meant = creates === 'true' ? 'auto-create' : 'expecting';
  return setting('client-mode', creates === undefined ? undefined : meant, older);
}

function readSharedPools(serverSide: XmlElement | undefined, standard: Raw | undefined, reading: Reading): Statement[] {
  return reading.children(serverSide, 'shared-pool').flatMap((element) => {
    const name = reading.attribute(element, 'name');
    const from = reading.attribute(element, 'from') ?? standard;
    const size = sizeOf(element, reading);
    if (name === undefined || from === undefined || size === undefined) return incomplete(element, reading);
    const words = [
      wordAt('shared-pool', element.tag),
      wordAt(nameOf(name.text, 'pool'), name.range),
      wordAt(size.text, size.range),
      wordAt('from', from.range),
      wordAt(nameOf(from.text, 'resource'), from.range),
    ];
    return [{ start: element.start, end: element.end, words, block: undefined, doc: undefined }];
  });
}

function incomplete(element: XmlElement, reading: Reading): Statement[] {
  const help = 'It needs a size and the resource of the servers (`from`, or a default-resource). It is left out here.';
  reading.warn(element.tag, `This \`${element.name}\` does not say what memory it takes.`, help, 'TCS011');
  return [];
}

/** A number and a unit; bytes unless written. */
function sizeOf(element: XmlElement, reading: Reading): Raw | undefined {
  const raw = reading.ownText(element);
  const unit = reading.attribute(element, 'unit')?.text.toUpperCase() ?? 'B';
  const count = reading.integer(raw, element.name);
  if (raw === undefined || count === undefined || !/^(B|KB|MB|GB|TB|PB)$/.test(unit)) return undefined;
  return { ...raw, text: `${count}${unit}` };
}

/** A cache that uses a template has what the template says, unless it says so itself. */
interface Source {
  readonly own: XmlElement;
  readonly template: XmlElement | undefined;
}

const USES = 'uses-template';

const attributeOf = ({ attributes }: XmlElement, name: string): string | undefined =>
  attributes.find((attribute) => attribute.name === name)?.value.trim();

function readCaches(root: XmlElement, standard: Raw | undefined, reading: Reading): Statement[] {
  const names = new Names();
  const written = new Set<string>();
  // One that no cache of the file uses is for caches that the application makes: it is listed as a whole.
  const used = new Set(root.children.map((cache) => attributeOf(cache, USES)));
  const templates = new Map<string, XmlElement>();
  for (const element of reading.children(root, 'cache-template', (each) => used.has(attributeOf(each, 'name')))) {
    const name = reading.attribute(element, 'name')?.text;
    if (name !== undefined) templates.set(name, element);
  }
  return reading.atMost(MOST_CACHES, reading.children(root, 'cache'), 'caches').map((own) => {
    const alias = reading.attribute(own, 'alias');
    const name = names.free(nameOf(alias?.text ?? '', 'cache'));
    if (alias === undefined) {
      reading.warn(own.tag, `This cache has no alias; it is called \`${name}\` here.`, 'Give it one.', 'TCS011');
    } else {
      reading.twice(alias, written);
      reading.renamed('cache', alias, name);
    }
    const uses = reading.attribute(own, USES);
    const template = uses === undefined ? undefined : templates.get(uses.text);
    if (uses !== undefined && template === undefined) {
      reading.warn(uses.range, `There is no cache-template \`${uses.text}\`.`, 'Its defaults count here.', 'TCS002');
    }
    const words = [wordAt('cache', own.tag), wordAt(name, alias?.range ?? own.tag)];
    return declaration(words, own, own.inner, readCache({ own, template }, standard, reading));
  });
}

function childOf({ own, template }: Source, name: string, reading: Reading): XmlElement | undefined {
  const found = reading.child(own, name);
  if (found === undefined) return reading.child(template, name);
  reading.passOver(template, name);
  return found;
}

function readCache(source: Source, standard: Raw | undefined, reading: Reading): Statement[] {
  const resources = childOf(source, 'resources', reading);
  const local = [
    reading.child(resources, 'heap') ?? childOf(source, 'heap', reading),
    reading.child(resources, 'offheap'),
  ];
  const dedicated = oneOf(['clustered-dedicated', 'clustered-restartable-dedicated'], resources, reading);
  reading.attribute(dedicated, 'data-percent');
  const shared = oneOf(['clustered-shared', 'clustered-restartable-shared'], resources, reading);
  const isClustered = (dedicated ?? shared ?? reading.child(resources, 'clustered')) !== undefined;
  const tag = (resources ?? source.own).tag;
  const at: Raw = { text: '', range: tag, start: tag.start };
  const store = childOf(source, 'clustered-store', reading);
  const consistency = reading.attribute(store, 'consistency');
  const loader = childOf(source, 'loader-writer', reading);
  const resilience = childOf(source, 'resilience', reading);
  if (!isClustered) return setting('clustered', 'false', at);
  const hasLocalTier = local.some((tier) => tier !== undefined);
  return [
    ...setting('consistency', reading.choice(consistency, 'consistency', ['eventual', 'strong']), consistency),
    ...(hasLocalTier ? [] : setting('local-tier', 'false', at)),
    ...setting('loader-writer', loader === undefined ? undefined : 'true', present(loader)),
    ...readResilience(resilience, reading),
    ...readDedicated(dedicated, standard, reading),
    ...readShared(shared, reading),
  ];
}

/** The open and the commercial name of one thing. */
function oneOf(names: readonly string[], parent: XmlElement | undefined, reading: Reading): XmlElement | undefined {
  return names.map((name) => reading.child(parent, name)).find((element) => element !== undefined);
}

const present = (element: XmlElement | undefined): Raw | undefined =>
  element === undefined ? undefined : { text: '', range: element.tag, start: element.start };

/** A class of the application: what it does cannot be read here. */
function readResilience(element: XmlElement | undefined, reading: Reading): Statement[] {
  if (element === undefined) return [];
  const help = 'The built-in strategy is assumed. Write `resilience-strategy failing` if it throws.';
  reading.info(element.tag, 'What a resilience strategy of the application does is not known.', help, 'TCS009');
  return [];
}

function readDedicated(element: XmlElement | undefined, standard: Raw | undefined, reading: Reading): Statement[] {
  if (element === undefined) return [];
  const from = reading.attribute(element, 'from') ?? standard;
  const size = sizeOf(element, reading);
  if (from === undefined || size === undefined) return incomplete(element, reading);
  const words = [
    wordAt('clustered-dedicated', element.tag),
    wordAt(size.text, size.range),
    wordAt('from', from.range),
    wordAt(nameOf(from.text, 'resource'), from.range),
  ];
  return [{ start: element.start, end: element.end, words, block: undefined, doc: undefined }];
}

function readShared(element: XmlElement | undefined, reading: Reading): Statement[] {
  const sharing = reading.attribute(element, 'sharing');
  if (sharing === undefined) return [];
  return setting('clustered-shared', isName(sharing.text) ? sharing.text : nameOf(sharing.text, 'pool'), sharing);
}
