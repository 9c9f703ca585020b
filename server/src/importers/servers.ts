/** The servers of a tc-config.xml and the groups that they form. */

import { isLoopback } from '../language/ports.ts';
import type { Statement } from '../language/syntax.ts';
import { readCheckedServer } from './checked.ts';
import { declaration, setting, wordAt } from './declare.ts';
import { hostOf, isName, Names, nameOf } from './names.ts';
import type { Raw, Reading } from './reading.ts';
import type { XmlElement } from './xml.ts';

interface FoundServer {
  readonly element: XmlElement;
  /** As other elements of the file refer to it. */
  readonly written: string | undefined;
  readonly statement: Statement;
}

/** Groups stand in `<servers>` in 4.x and in `<mirror-groups>` in 3.x, which 3.0 called `<active-server-groups>`. */
export function groupsOf(servers: XmlElement | undefined, reading: Reading): XmlElement[] {
  return [
    ...reading.children(servers, 'mirror-group'),
    ...reading.children(reading.child(servers, 'mirror-groups'), 'mirror-group'),
    ...reading.children(reading.child(servers, 'active-server-groups'), 'active-server-group'),
  ];
}

const MOST_SERVERS = 500;

/**
 * Servers and stripes as statements. `cluster` is taken: nodes of all kinds share one space of names. `windowsDiffer`: the
 * servers have reconnect windows of their own.
 */
export function readStripes(
  root: XmlElement,
  servers: XmlElement | undefined,
  cluster: string,
  windowsDiffer: boolean,
  reading: Reading,
): Statement[] {
  const names = new Names();
  names.take(cluster);
  const groups = reading.atMost(MOST_SERVERS, groupsOf(servers, reading), 'mirror groups');
  const direct = reading.atMost(MOST_SERVERS, reading.children(servers, 'server'), 'servers');
  const all = [...direct, ...groups.flatMap((group) => [...reading.children(group, 'server')])];
  for (const element of all) {
    const text = reading.attribute(element, 'name')?.text;
    if (text !== undefined && isName(text)) names.take(text);
  }
  const read = (element: XmlElement): FoundServer => readServer(element, names, cluster, windowsDiffer, reading);
  const single = direct.map(read);
  if (groups.length === 0) {
    return single.length > 0
      ? single.map(({ statement }) => statement)
      : [defaultServer(root, servers, names, reading)];
  }
  const byName = new Map(single.map((server) => [server.written, server]));
  const grouped = new Set<FoundServer>();
  const stripes = groups.map((group) => {
    const members = membersOf(group, byName, grouped, reading);
    const own = reading.atMost(MOST_SERVERS, reading.children(group, 'server'), 'servers').map(read);
    return stripeStatement(group, [...members, ...own], names, reading);
  });
  const left = single.filter((server) => !grouped.has(server));
  for (const { element } of left) {
    const help = 'They form a stripe of their own here. In the product a server belongs to one group.';
    reading.warn(element.tag, 'This server is in no mirror group, while others are.', help, 'TCS011');
  }
  return [...left.map(({ statement }) => statement), ...stripes];
}

/** The servers that a group of 3.x lists by name. `grouped` are those of the groups before it. */
function membersOf(
  group: XmlElement,
  byName: ReadonlyMap<string | undefined, FoundServer>,
  grouped: Set<FoundServer>,
  reading: Reading,
): FoundServer[] {
  return reading.children(reading.child(group, 'members'), 'member').flatMap((member) => {
    const found = byName.get(member.text);
    if (found === undefined) {
      const help = 'Members are listed by the name of their server.';
      reading.warn(member.textRange, `There is no server named \`${member.text}\`.`, help, 'TCS002');
      return [];
    }
    if (grouped.has(found)) {
      const message = `The server \`${member.text}\` is a member already.`;
      reading.warn(member.textRange, message, 'It counts where it stands first.', 'TCS006');
      return [];
    }
    grouped.add(found);
    return [found];
  });
}

function stripeStatement(
  group: XmlElement,
  servers: readonly FoundServer[],
  names: Names,
  reading: Reading,
): Statement {
  const written = reading.attribute(group, 'group-name');
  const wanted = written === undefined ? STRIPE : nameOf(written.text, STRIPE);
  const words = [wordAt('stripe', group.tag)];
  if (written !== undefined && wanted !== STRIPE) {
    const name = names.free(wanted);
    reading.renamed('mirror group', written, name);
    words.push(wordAt(name, written.range));
  }
  return declaration(
    words,
    group,
    group.inner,
    servers.map(({ statement }) => statement),
  );
}

const STRIPE = 'stripe';

/** A server is known by its name, else by its host; one without either has a number. */
function readServer(
  element: XmlElement,
  names: Names,
  cluster: string,
  windowsDiffer: boolean,
  reading: Reading,
): FoundServer {
  const name = reading.attribute(element, 'name');
  const host = reading.attribute(element, 'host');
  const called = serverName(name, host, names, cluster);
  const raw = name ?? host;
  const place = raw?.range ?? element.tag;
  if (raw === undefined) {
    reading.info(place, `This server is called \`${called}\` here.`, 'It has neither a name nor a host.');
  } else reading.renamed('server', raw, called);
  if (name !== undefined) reading.isFilledIn(host, 'host');
  const hostName = hostOf(host?.text);
  const settings = [
    ...(hostName === called && !isLoopback(hostName) ? [] : setting('host', hostName, host)),
    ...readStorage(element, reading),
    ...readCheckedServer(element, windowsDiffer, reading),
  ];
  const words = [wordAt('server', element.tag), wordAt(called, place)];
  return { element, written: name?.text, statement: declaration(words, element, element.inner, settings) };
}

/** `<dataStorage size="4g"><offheap size="2g"/></dataStorage>`, from 4.1 on. */
function readStorage(element: XmlElement, reading: Reading): Statement[] {
  const storage = reading.child(element, 'dataStorage');
  return [
    ...sizeSetting('data-storage', reading.attribute(storage, 'size'), reading),
    ...sizeSetting('offheap', reading.attribute(reading.child(storage, 'offheap'), 'size'), reading),
  ];
}

const SIZE_UNITS: Readonly<Record<string, string>> = { '': 'B', k: 'KB', m: 'MB', g: 'GB', t: 'TB' };

/** Sizes of the product: `512m`, `2g`, bytes without a unit. One that is filled in later is listed as having no effect. */
function sizeSetting(keyword: string, raw: Raw | undefined, reading: Reading): Statement[] {
  if (raw === undefined) return [];
  const [, count = '', unit = ''] = /^(\d+)([kmgt]?)b?$/i.exec(raw.text) ?? [];
  if (count !== '') return setting(keyword, `${count}${SIZE_UNITS[unit.toLowerCase()]}`, raw);
  reading.leaveOut(keyword, raw.range, 'known');
  return [];
}

function serverName(name: Raw | undefined, host: Raw | undefined, names: Names, cluster: string): string {
  // Two servers of one name are a mistake of the file: a rule says so, and both keep it.
  if (name !== undefined && isName(name.text) && name.text !== cluster) return name.text;
  const written = name?.text ?? (isLoopback(host?.text ?? '') ? undefined : hostOf(host?.text));
  const wanted = written === undefined ? SERVER : nameOf(written, SERVER);
  return wanted === SERVER ? names.numbered(SERVER) : names.free(wanted);
}

const SERVER = 'server';

/** Without any server in the file the product runs one on the machine where it is started. */
function defaultServer(root: XmlElement, servers: XmlElement | undefined, names: Names, reading: Reading): Statement {
  const at = servers ?? root;
  reading.info(
    at.tag,
    'The file names no server, so there is one: `server-1`.',
    'Add servers to the file, or leave it so.',
  );
  const words = [wordAt('server', at.tag), wordAt(names.numbered(SERVER), at.tag)];
  return { start: at.start, end: at.end, words, block: undefined, doc: undefined };
}
