/** Faults and work: from a matched phrase to the action of a step. */
import { type Match, slotOf, wordOf } from '../language/phrases.ts';
import { unquote } from '../language/values.ts';
import type { Action } from './model.ts';
import { originOf } from './report.ts';
import { cacheOf, countOf, durationOf, nodesOf, operationOf, type Site } from './resolve.ts';
import { buildRequest } from './sessions.ts';

/** Keys of a workload that does not say how many it has. */
const USUAL_KEY_COUNT = 100;
const MOST_KEYS = 1_000_000;

/** Undefined when a part of it is wrong, which has been reported. */
export function buildAction(match: Match, site: Site): Action | undefined {
  const nodes = (label: string): readonly string[] => nodesOf(slotOf(match, label), site);
  const duration = (label = 'duration'): number | undefined => durationOf(match, label, site);
  const says = (literal: string): boolean => match.literals.includes(literal);
  switch (match.entry.id) {
    case 'fault.crash':
      return withNodes({ kind: 'crash', nodes: nodes('nodes') });
    case 'fault.stop':
      return withNodes({ kind: 'stop', nodes: nodes('nodes') });
    case 'fault.power-off':
      return withNodes({ kind: 'power-off', nodes: nodes('nodes') });
    case 'fault.promote':
      return withNodes({ kind: 'promote', nodes: nodesOf(slotOf(match, 'nodes'), site, 'server') });
    case 'fault.start':
      return withNodes({ kind: 'start', nodes: nodes('nodes'), losingData: says('losing') });
    case 'fault.restart':
      return withNodes({ kind: 'restart', nodes: nodes('nodes'), losingData: says('losing') });
    case 'fault.pause': {
      const durationMicros = duration();
      const paused = nodes('nodes');
      return durationMicros === undefined ? undefined : withNodes({ kind: 'pause', nodes: paused, durationMicros });
    }
    case 'fault.cut':
      return between({
        kind: 'cut',
        from: nodes('from'),
        to: nodes('to'),
        bothWays: !says('one'),
        manner: says('refused') ? 'refused' : 'silent',
        durationMicros: duration(),
      });
    case 'fault.partition': {
      const groups = match.slots.filter((slot) => slot.label === 'group').map((slot) => nodesOf(slot, site));
      reportOverlap(match, groups, site);
      return groups.every((group) => group.length > 0)
        ? { kind: 'partition', groups, durationMicros: duration() }
        : undefined;
    }
    case 'fault.drop-connection': {
      const from = nodes('from');
      const to = slotOf(match, 'to') === undefined ? [] : nodes('to');
      const isWrong = from.length === 0 || (slotOf(match, 'to') !== undefined && to.length === 0);
      return isWrong ? undefined : { kind: 'drop-connection', from, to, durationMicros: duration() ?? 0 };
    }
    case 'fault.heal': {
      const from = nodes('from');
      const isWrong = slotOf(match, 'from') !== undefined && from.length === 0;
      return isWrong ? undefined : { kind: 'heal', from, to: nodes('to') };
    }
    case 'fault.degrade': {
      const latencyMicros = duration('latency');
      const from = nodes('from');
      const to = nodes('to');
      if (latencyMicros === undefined) return undefined;
      return between({ kind: 'degrade', from, to, latencyMicros, durationMicros: duration() });
    }
    case 'fault.block-callback-port':
      return withNodes({
        kind: 'block-callback-port',
        nodes: nodesOf(slotOf(match, 'nodes'), site, 'client'),
        durationMicros: duration(),
      });
    case 'work.operate':
      return buildWork(match, site);
    case 'work.invoke':
    case 'work.route':
      return buildRequest(match, site);
    default:
      throw new Error(`The schema entry "${match.entry.id}" has no action.`);
  }
}

const withNodes = <T extends Action & { readonly nodes: readonly string[] }>(action: T): T | undefined =>
  action.nodes.length === 0 ? undefined : action;

const between = <T extends Action & { readonly from: readonly string[]; readonly to: readonly string[] }>(
  action: T,
): T | undefined => (action.from.length === 0 || action.to.length === 0 ? undefined : action);

function reportOverlap(match: Match, groups: readonly (readonly string[])[], site: Site): void {
  const seen = new Set<string>();
  groups.forEach((group, i) => {
    const twice = group.find((node) => seen.has(node));
    for (const node of group) seen.add(node);
    if (twice === undefined) return;
    const slot = match.slots.filter((each) => each.label === 'group')[i];
    site.scope.report.add({
      code: 'TCS008',
      at: {
        file: site.file,
        start: site.words[slot?.first ?? 0]?.start ?? 0,
        end: site.words[(slot?.end ?? 1) - 1]?.end ?? 0,
      },
      message: `\`${twice}\` is on both sides of the partition.`,
      why: 'A node cannot be cut off from itself.',
      help: 'Name it in one group only; a node in no group reaches everyone.',
    });
  });
}

function buildWork(match: Match, site: Site): Action | undefined {
  const clients = nodesOf(slotOf(match, 'client'), site, 'client');
  const operation = operationOf(match, site);
  const keyCount = countOf(match, 'keys', site, 1, MOST_KEYS);
  const cache = cacheOf(wordOf(match, 'cache'), clients, site);
  if (clients.length === 0 || operation === undefined || cache === undefined) return undefined;
  const owners = ownersOf(cache, clients, match, site);
  if (owners.length === 0) return undefined;
  const key = wordOf(match, 'key');
  const text = key === undefined ? undefined : site.scope.use(key, site.file);
  return {
    kind: 'operate',
    clients: owners,
    cache,
    operation,
    key: text?.kind === 'string' ? unquote(text.text) : text?.text,
    keyCount: text === undefined ? (keyCount ?? USUAL_KEY_COUNT) : 1,
  };
}

/** The clients that have the cache. `every client` means those; one that is named and lacks it is reported. */
function ownersOf(cache: string, clients: readonly string[], match: Match, site: Site): readonly string[] {
  const { scope, file } = site;
  const all = scope.caches.get(cache) ?? [];
  const lacking = clients.find((client) => !all.includes(client));
  if (lacking === undefined) return clients;
  const slot = slotOf(match, 'client');
  const word = slot?.items.find((item) => item.every !== undefined)?.every;
  if (word === undefined) {
    const at = originOf(file, wordOf(match, 'cache') ?? site.words[match.first] ?? { start: 0, end: 0 });
    scope.report.add({
      code: 'TCS002',
      at,
      message: `\`${lacking}\` has no cache named \`${cache}\`.`,
      help: `Declare the cache in \`${lacking}\`, or write a statement of its own for each client.`,
    });
  }
  return clients.filter((client) => all.includes(client));
}
