/** Faults and work: from a matched phrase to the action of a step. */
import { type Match, slotOf } from '../language/phrases.ts';
import { buildLock, buildUnlock } from './locks.ts';
import type { Action } from './model.ts';
import { countOf, durationOf, nodesOf, placeOf, type Site } from './resolve.ts';
import { buildSet, buildTopologyChange, reportForeignStep } from './scenarios10.ts';
import { buildCacheChange, buildRequest } from './sessions.ts';
import { buildBulkLoad, buildIterate, buildWork } from './work.ts';

/** The largest queue that Linux has ever allowed a listening socket (net.core.somaxconn is 16 bits wide in old kernels). */
const MOST_WAITING = 65_535;

/** Undefined when a part of it is wrong, which has been reported. */
export function buildAction(match: Match, site: Site): Action | undefined {
  const action = readAction(match, site);
  return action !== undefined && reportForeignStep(match, action, site) ? undefined : action;
}

function readAction(match: Match, site: Site): Action | undefined {
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
    case 'fault.set-client-reconnect-window':
    case 'fault.set-client-lease-duration':
      return buildSet(match, site);
    case 'fault.attach':
    case 'fault.detach':
      return buildTopologyChange(match, site);
    case 'fault.promote':
      return withNodes({ kind: 'promote', nodes: nodesOf(slotOf(match, 'nodes'), site, 'server') });
    case 'fault.start':
      return withNodes({ kind: 'start', nodes: nodes('nodes'), losingData: says('losing') });
    case 'fault.restart':
      return withNodes({ kind: 'restart', nodes: nodes('nodes'), losingData: says('losing') });
    case 'fault.pause': {
      const durationMicros = duration();
      const paused = nodes('nodes');
      const backlog = countOf(match, 'backlog', site, 1, MOST_WAITING);
      if (durationMicros === undefined || (backlog === undefined && says('backlog'))) return undefined;
      return withNodes({ kind: 'pause', nodes: paused, durationMicros, backlog });
    }
    case 'fault.cut': {
      const from = nodes('from');
      const everywhere = slotOf(match, 'to') === undefined;
      const to = everywhere ? onOtherMachines(from, site) : nodes('to');
      if (everywhere && to.length === 0) reportAlone(match, from, site);
      return between({
        kind: 'cut',
        from,
        to,
        everywhere,
        bothWays: !says('one'),
        manner: says('refused') ? 'refused' : 'silent',
        durationMicros: duration(),
      });
    }
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
    case 'fault.skew-clock': {
      const skewMicros = duration('skew');
      const skewed = nodes('nodes');
      if (skewMicros === undefined) return undefined;
      return withNodes({
        kind: 'skew-clock',
        nodes: skewed,
        skewMicros: says('behind') && skewMicros > 0 ? -skewMicros : skewMicros,
        durationMicros: duration(),
      });
    }
    case 'work.operate':
      return buildWork(match, site);
    case 'work.iterate':
      return buildIterate(match, site);
    case 'work.lock':
    case 'work.try-lock':
      return buildLock(match, site);
    case 'work.bulk-load':
      return buildBulkLoad(match, site);
    case 'work.unlock':
      return buildUnlock(match, site);
    case 'fault.set-consistency':
    case 'fault.set-copy-on-read':
      return buildCacheChange(match, site);
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

function onOtherMachines(nodes: readonly string[], { machineOf }: Site): readonly string[] {
  const machines = new Set(nodes.map((node) => machineOf.get(node)));
  return [...machineOf].flatMap(([node, machine]) => (machines.has(machine) ? [] : [node]));
}

function reportAlone(match: Match, nodes: readonly string[], site: Site): void {
  if (nodes.length === 0) return;
  site.scope.report.add({
    code: 'TCS008',
    at: placeOf(site, match.first, match.end),
    message: 'There is no other machine to be cut off from.',
    why: 'What runs on one machine does not need its network cable.',
    help: 'Say from which nodes, as in `cut tsa-1 from tsa-2`, or leave one machine out.',
  });
}

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
