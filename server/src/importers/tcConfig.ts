/**
 * tc-config.xml of Terracotta 3.x to 10.6 as a `cluster`. The shapes are those of terracotta-6.xsd (3.x: settings of the
 * array stand in each server, groups list their members by name) and of the tc-config-reference.xml of the 4.3 kit.
 */
import type { Range, Statement } from '../language/syntax.ts';
import { declaration, durationText, setting, wordAt } from './declare.ts';
import { type Offheap, offheapStatement, withVotes } from './dynamicConfig.ts';
import { isName, nameOf } from './names.ts';
import { isPlaceholder } from './placeholders.ts';
import { versionOf } from './productVersion.ts';
import type { Raw, Reading } from './reading.ts';
import { groupsOf, readStripes } from './servers.ts';
import { readTcProperties } from './tcProperties.ts';
import type { XmlElement } from './xml.ts';

/** The cluster that the element `<tc-config>` describes, under a name of the caller's. */
export function readTcConfig(root: XmlElement, name: string, reading: Reading): Statement {
  const servers = reading.child(root, 'servers');
  const version = versionOf(root);
  const windows = inEachServer(servers, reading, 'client-reconnect-window');
  const words = [wordAt('cluster', root.tag), wordAt(name, root.tag)];
  return declaration(words, root, root.inner, [
    ...(version === undefined ? [] : [productStatement(version.version, version.range)]),
    ...readReconnectWindow(servers, windows, reading),
    ...readElectionTime(servers, reading),
    ...readMode(servers, version?.version === '3.7', reading),
    ...readRestartable(root, servers, reading),
    ...readFailoverPriority(root, servers, reading),
    ...readPlugins(root, reading),
    ...readStripes(root, servers, name, new Set(windows.map(({ text }) => text)).size > 1, reading),
    ...readTcProperties(root, reading),
  ]);
}

function productStatement(version: string, range: Range): Statement {
  const words = ['product', 'terracotta', version].map((text) => wordAt(text, range));
  return { start: range.start, end: range.end, words, block: undefined, doc: undefined };
}

/** 3.x has it in the `<dso>` of each server. Where those differ rule TCS303 says so, and the first counts for the array. */
function readReconnectWindow(
  servers: XmlElement | undefined,
  inServers: readonly Raw[],
  reading: Reading,
): Statement[] {
  const keyword = 'client-reconnect-window';
  const raw = reading.text(servers, keyword) ?? inServers[0];
  return setting(keyword, durationText(reading.integer(raw, keyword), 's'), raw);
}

function inEachServer(servers: XmlElement | undefined, reading: Reading, name: string): Raw[] {
  return reading
    .children(servers, 'server')
    .map((server) => reading.text(reading.child(server, 'dso'), name))
    .filter((raw) => raw !== undefined);
}

/** How the servers of a 3.x array share data; where several do and the file says nothing, the release decides. */
function readMode(servers: XmlElement | undefined, isOld: boolean, reading: Reading): Statement[] {
  const ha = reading.child(servers, 'ha');
  const mode = reading.text(ha, 'mode');
  const known = ['networked-active-passive', 'disk-based-active-passive'].find((each) => each === mode?.text);
  if (known !== undefined) return setting('ha-mode', known, mode);
  const members = reading.children(servers, 'server');
  const [, second] = members;
  const groups = groupsOf(servers, reading);
  if (!isOld || ha !== undefined || second === undefined || groups.length > 0) return [];
  return setting('ha-mode', 'unset', { text: '', range: second.tag, start: second.start });
}

/** An attribute of the mirror group in 4.x, an element of `<ha>` in 3.x, for the array or for a group. */
function readElectionTime(servers: XmlElement | undefined, reading: Reading): Statement[] {
  const groups = groupsOf(servers, reading);
  const values = groups.map((group) => reading.attribute(group, 'election-time'));
  for (const element of [servers, ...groups]) {
    const ha = reading.child(element, 'ha');
    values.push(reading.text(reading.child(ha, 'networked-active-passive'), 'election-time'));
    const mode = reading.text(ha, 'mode');
    if (mode?.text === 'disk-based-active-passive') {
      const help = 'The simulation treats the servers as networked.';
      reading.warn(mode.range, '`disk-based-active-passive` is not simulated.', help, 'TCS009');
    }
  }
  const raw = agreed('election-time', values, reading);
  return setting('election-time', durationText(reading.integer(raw, 'election-time'), 's'), raw);
}

/** `<restartable enabled>` in 4.x; the `permanent-store` of each server in 3.x; a plugin that is there or not in 10.x. */
function readRestartable(root: XmlElement, servers: XmlElement | undefined, reading: Reading): Statement[] {
  for (const holder of HOLDERS) {
    for (const part of reading.children(reading.child(root, holder), 'service')) {
      const plugin = reading.child(part, 'platform-persistence');
      if (plugin === undefined) continue;
      reading.attribute(plugin, 'data-directory-id');
      return setting('restartable', 'true', { text: '', range: plugin.tag, start: plugin.start });
    }
    notePlatformDirectory(reading.children(reading.child(root, holder), 'config'), reading);
  }
  const written = reading.attribute(reading.child(servers, 'restartable'), 'enabled');
  if (written !== undefined) return setting('restartable', reading.boolean(written, 'restartable'), written);
  const modes = reading.children(servers, 'server').map((server) => {
    const persistence = reading.child(reading.child(server, 'dso'), 'persistence');
    return reading.text(persistence, 'mode');
  });
  const mode = agreed('persistence mode', modes, reading);
  const choices = ['permanent-store', 'temporary-swap-only'];
  const choice = reading.choice(mode, 'persistence mode', choices);
  return setting('restartable', choice === undefined ? undefined : String(choice === 'permanent-store'), mode);
}

/** From 10.2 on a directory can be the one of the platform; whether data outlives the servers as well, no file says. */
function notePlatformDirectory(parts: readonly XmlElement[], reading: Reading): void {
  for (const part of parts) {
    const directories = part.children.find(({ name }) => name === 'data-directories');
    const own = directories?.children.find(({ attributes }) =>
      attributes.some(({ name, value }) => name === 'use-for-platform' && value === 'true'),
    );
    if (own === undefined) continue;
    reading.passOver(part, 'data-directories');
    const message =
      'The commercial kits keep the state of the servers here, their clients in it; in a run they forget it.';
    const help = 'Write `restartable true` in the scenario if clients and data outlive a stop of all servers.';
    reading.info(own.tag, message, help, 'TCS009');
  }
}

/** A word among the servers in 4.3; an element of its own below the root since 10.5, with the number of voters. */
function readFailoverPriority(root: XmlElement, servers: XmlElement | undefined, reading: Reading): Statement[] {
  const keyword = 'failover-priority';
  const element = reading.child(servers, keyword) ?? reading.child(root, keyword);
  const [choice] = element?.children ?? [];
  if (element === undefined || choice === undefined) {
    const raw = element === undefined ? undefined : reading.ownText(element);
    return setting(keyword, reading.choice(raw, keyword, ['availability', 'consistency']), raw);
  }
  const raw = { text: choice.name, range: choice.tag, start: element.start };
  const priority = reading.child(element, choice.name);
  const count = reading.attribute(reading.child(priority, 'voter'), 'count');
  const votes = reading.integer(count, 'voter count');
  const statements = setting(keyword, reading.choice(raw, keyword, ['availability', 'consistency']), raw);
  return votes === undefined || count === undefined
    ? statements
    : statements.map((statement) => withVotes(statement, votes, count.range));
}

/** Which of the two holds a plugin decides nothing. */
const HOLDERS = ['plugins', 'services'];

/** Plugins stand in the file since 10.0: the memory of the servers, and the lease of the clients. */
function readPlugins(root: XmlElement, reading: Reading): Statement[] {
  const resources: Offheap[] = [];
  const leases: Statement[] = [];
  for (const holder of HOLDERS) {
    const parts = reading.child(root, holder);
    for (const part of [...reading.children(parts, 'config'), ...reading.children(parts, 'service')]) {
      leases.push(...readLease(reading.child(part, 'connection-leasing'), reading));
      for (const resource of reading.children(reading.child(part, 'offheap-resources'), 'resource')) {
        resources.push(...readResource(resource, reading));
      }
    }
  }
  return [...leases.slice(0, 1), ...offheapStatement(resources, reading)];
}

function readResource(element: XmlElement, reading: Reading): Offheap[] {
  const name = reading.attribute(element, 'name');
  const unit = reading.attribute(element, 'unit')?.text ?? 'B';
  const raw = reading.ownText(element);
  if (name === undefined || raw === undefined) return [];
  if ([raw.text, unit].some(isPlaceholder) || (isPlaceholder(name.text) && !isName(name.text))) {
    reading.leaveOut('offheap-resources', name.range, 'known');
    return [];
  }
  return [
    {
      name: nameOf(name.text, 'resource'),
      size: `${raw.text}${unit}`,
      range: { start: name.range.start, end: raw.range.end },
    },
  ];
}

const LEASE_UNITS: Readonly<Record<string, string>> = { milliseconds: 'ms', seconds: 's', minutes: 'min', hours: 'h' };

function readLease(element: XmlElement | undefined, reading: Reading): Statement[] {
  const length = reading.child(element, 'lease-length');
  if (length === undefined) return [];
  const raw = reading.ownText(length);
  const written = reading.attribute(length, 'unit')?.text ?? 'seconds';
  const unit = LEASE_UNITS[written];
  const count = reading.integer(raw, 'lease-length');
  if (unit === undefined) {
    const help = `It is one of ${Object.keys(LEASE_UNITS).join(', ')}. The default of 150s counts here.`;
    reading.warn(length.tag, `Unknown time unit: \`${written}\`.`, help);
    return [];
  }
  return setting('client-lease-duration', count === undefined ? undefined : `${count}${unit}`, raw);
}

/** The first of several values; says so where they differ, since the simulation has one for the whole array. */
function agreed(what: string, values: readonly (Raw | undefined)[], reading: Reading): Raw | undefined {
  const written = values.filter((value) => value !== undefined);
  const [first] = written;
  const other = written.find((value) => value.text !== first?.text);
  if (first !== undefined && other !== undefined) {
    reading.warn(
      other.range,
      `\`${what}\` differs within the file: \`${first.text}\` and \`${other.text}\`.`,
      `The first one, \`${first.text}\`, counts for the whole array here.`,
    );
  }
  return first;
}
