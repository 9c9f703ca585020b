/** The stripes and nodes of a dynamic configuration. */
import { isLoopback } from '../language/ports.ts';
import type { Range, Statement } from '../language/syntax.ts';
import { declaration, setting, textSetting, wordAt } from './declare.ts';
import { type Layout, type Node, rawOf, type Settings, type StripeOfFile } from './dynamicLayout.ts';
import { leaveOut, NODE_SETTINGS, nameWithoutEntry } from './dynamicSettings.ts';
import { hostOf, isName, Names, nameOf } from './names.ts';
import { type Reading, shortened } from './reading.ts';

const MOST = 500;

const STRIPE_SETTINGS = ['stripe-name', 'tc-properties'];
const OWN_SETTINGS = ['name', 'tc-properties', ...NODE_SETTINGS];

export function readStripes(layout: Layout, cluster: string, reading: Reading): Statement[] {
  const names = new Names();
  names.take(cluster);
  const stripes = atMost([...layout.stripes.values()], 'stripes', reading);
  const all = atMost(
    stripes.flatMap(({ nodes }) => [...nodes.values()]),
    'nodes',
    reading,
  );
  for (const name of all.map(nodeName)) if (isName(name)) names.take(name);
  const isRead = new Set(all);
  const groups = stripes.map((stripe) => {
    const nodes = [...stripe.nodes.values()].filter((node) => isRead.has(node));
    const inherited = new Map([...layout.shared, ...stripe.shared]);
    for (const [name, property] of stripe.settings) {
      if (!STRIPE_SETTINGS.includes(nameWithoutEntry(name))) leaveOut(name, property, STRIPE_SETTINGS, reading);
    }
    return { stripe, servers: nodes.map((node) => readNode(node, inherited, names, reading)) };
  });
  if (groups.length === 1 && groups[0]?.stripe.settings.get('stripe-name') === undefined)
    return groups[0]?.servers ?? [];
  return groups.map(({ stripe, servers }) => stripeStatement(stripe, servers, names, reading));
}

/** Of the stripes, or of the nodes, as many as a simulation can take. */
function atMost<Group extends { readonly settings: Settings; readonly named: Range | undefined }>(
  groups: readonly Group[],
  what: string,
  reading: Reading,
): readonly Group[] {
  const next = groups[MOST];
  if (next === undefined) return groups;
  const [property] = next.settings.values();
  const at = next.named ?? property?.keyRange ?? { start: 0, end: 0 };
  const help = 'Those before this place are there; the others are missing.';
  reading.tooMuch(at, `There are ${groups.length} ${what}; at most ${MOST} are read.`, help);
  return groups.slice(0, MOST);
}

const nodeName = ({ id, settings }: Node): string => settings.get('name')?.value ?? (/^\d+$/.test(id) ? '' : id);

function stripeStatement(
  stripe: StripeOfFile,
  servers: readonly Statement[],
  names: Names,
  reading: Reading,
): Statement {
  const written = rawOf(stripe.settings, 'stripe-name');
  const first = servers[0]?.start ?? 0;
  const at = written?.range ?? stripe.named ?? { start: first, end: first };
  const words = [wordAt('stripe', at)];
  const wanted = written?.text ?? (/^\d+$/.test(stripe.id) ? undefined : stripe.id);
  if (wanted !== undefined) {
    const name = names.free(nameOf(wanted, 'stripe'));
    if (written !== undefined) reading.renamed('stripe', written, name);
    words.push(wordAt(name, at));
  }
  const whole = {
    start: Math.min(at.start, ...servers.map(({ start }) => start)),
    end: Math.max(at.end, ...servers.map(({ end }) => end)),
  };
  return declaration(words, whole, whole, [...servers]);
}

/** A node without a name is known by its host. */
function readNode(node: Node, inherited: Settings, names: Names, reading: Reading): Statement {
  const settings = new Map([...inherited, ...node.settings]);
  for (const [name, property] of node.settings) {
    if (!OWN_SETTINGS.includes(nameWithoutEntry(name))) leaveOut(name, property, OWN_SETTINGS, reading);
  }
  const places = [...node.settings.values()];
  const whole = {
    start: Math.min(...places.map(({ start }) => start)),
    end: Math.max(...places.map(({ end }) => end)),
  };
  const name = rawOf(settings, 'name');
  const host = rawOf(settings, 'hostname');
  const raw = name ?? host;
  const written = nodeName(node);
  const called = isName(written) ? written : calledBy(written, host?.text, names);
  if (name !== undefined) reading.renamed('node', name, called);
  else if (raw !== undefined && ![raw.text, node.id].includes(called)) {
    reading.info(raw.range, `This node is called \`${called}\` here.`, 'It has no name in the file.');
  }
  if (name !== undefined) reading.isFilledIn(host, 'hostname');
  const hostName = hostOf(host?.text);
  const at = name?.range ?? node.named ?? raw?.range ?? places[0]?.keyRange ?? { start: 0, end: 0 };
  const span = places.length === 0 ? at : whole;
  return declaration([wordAt('server', at), wordAt(called, at)], span, span, [
    ...(hostName === called ? [] : setting('host', hostName, host)),
    ...portOf(settings, 'port', 'tsa-port', reading),
    ...portOf(settings, 'group-port', 'group-port', reading),
    ...bindOf(settings),
    ...unsupported(settings, reading),
  ]);
}

function calledBy(written: string, host: string | undefined, names: Names): string {
  const from = written === '' ? (isLoopback(host ?? '') ? undefined : hostOf(host)) : written;
  const wanted = from === undefined ? 'server' : nameOf(from, 'server');
  return wanted === 'server' ? names.numbered('server') : names.free(wanted);
}

function portOf(settings: Settings, name: string, keyword: string, reading: Reading): Statement[] {
  const raw = rawOf(settings, name);
  if (raw === undefined) return [];
  if (reading.isFilledIn(raw, name)) return [];
  const port = Number(raw.text);
  if (/^\d+$/.test(raw.text) && port >= 1 && port <= 65_535) return setting(keyword, String(port), raw);
  const message = `\`${shortened(raw.text)}\` is no port: it must be an integer between 1 and 65535, and the server does not start.`;
  reading.warn(raw.range, message, 'The default counts here.');
  return [];
}

/** 0.0.0.0, every address of the machine, is the default. */
function bindOf(settings: Settings): Statement[] {
  const raw = rawOf(settings, 'bind-address');
  return raw === undefined || raw.text === '0.0.0.0' ? [] : textSetting('bind', raw);
}

function unsupported(settings: Settings, reading: Reading): Statement[] {
  for (const name of ['relay', 'replica', 'relay-source-hostname', 'relay-destination-hostname']) {
    const raw = rawOf(settings, name);
    if (raw === undefined || raw.text === 'false') continue;
    const help = 'The server is treated as an ordinary member of its stripe.';
    reading.warn(raw.range, `\`${name}\` is not simulated.`, help, 'TCS009');
  }
  return [];
}
