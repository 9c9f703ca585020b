/** Demonstrations for the rules on where servers, voters and clients run, and in which order they start and stop. */

import type { Client, Cluster, Model, Server } from '../../model/model.ts';
import type { Demonstrate, Demonstration, GoodSide } from '../demonstration.ts';
import { unreachableMicros } from '../support/detection.ts';
import { changeText, type Edit, setSetting } from '../support/edits.ts';
import { hostKey } from '../support/ports.ts';
import { factsOf, initialActive } from '../support/scenario.ts';
import { takeoverAfterPauseMicros } from '../support/takeover.ts';
import { listed } from '../support/words.ts';
import {
  applicationOf,
  clientAt,
  clusterOf,
  lasting,
  pairOf,
  SECOND,
  serversOf,
  someApplication,
  work,
} from './stage.ts';
import { added, together } from './story.ts';

/** The good side of edits that can be made. */
function byEdits(title: string, ...edits: readonly Edit[]): { readonly good?: GoodSide } {
  const all = together(...edits);
  return all === undefined ? {} : { good: { title, edits: all } };
}

export const hostTakesBoth: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const stripe = cluster?.stripes.find(({ servers }) => servers.some((server) => isPlaceOf(server, finding)));
  const [active, ...mirrors] = stripe?.servers ?? [];
  const mirror = mirrors.find((server) => isPlaceOf(server, finding));
  // Where another server is elsewhere, it takes over.
  if (cluster === undefined || active === undefined || mirror === undefined) return undefined;
  if (mirrors.some(({ host }) => host !== active.host)) return undefined;
  const app = applicationOf(model, cluster);
  const isShared = active.at.settings.host?.start === mirror.at.settings.host?.start;
  return {
    title: `${active.host} loses its power`,
    story: `${listed([active, ...mirrors].map(({ name }) => name))} are gone in the same moment. Nobody is left to take over, and every call waits or fails until somebody starts the host again.`,
    declarations: app.declarations,
    statements: ['duration 5min', work(app), `at 30s power-off ${active.name}`, `expect ${mirror.name} becomes active`],
    ...(isShared
      ? {}
      : byEdits(`Put ${mirror.name} on another host`, setSetting(model, mirror.at, 'host', 'another-host'))),
  };
};

const isPlaceOf = ({ at }: Server, finding: Parameters<Demonstrate>[1]): boolean =>
  [at.name, ...Object.values(at.settings)].some(
    ({ start, file }) => start === finding.at.start && file === finding.at.file,
  );

export const voterGoesToo: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const voter = model.voters?.find(({ at }) => at.settings.host?.start === finding.at.start);
  const stripe = cluster?.stripes.find(({ servers }) => servers.some(({ host }) => host === voter?.host));
  const server = stripe?.servers.find(({ host }) => host === voter?.host);
  const others = stripe?.servers.filter((each) => each !== server) ?? [];
  const [other] = others;
  // In a run no voter registers with several stripes.
  if (cluster === undefined || cluster.stripes.length > 1) return undefined;
  if (voter === undefined || server === undefined || other === undefined || others.length > 1) return undefined;
  const isActive = server === stripe?.servers[0];
  const { 'l2-l2': check } = cluster.healthCheck;
  const counted = lasting(30 * SECOND + unreachableMicros(check) + 20 * SECOND);
  return {
    title: `${server.host} loses its power`,
    story: `${server.name} and ${voter.name} are gone in the same moment, two of three votes. ${other.name} is in good health, and may not ${isActive ? 'take over' : 'go on'}: it does not have more than half of them.`,
    statements: [
      'duration 3min',
      `at 30s power-off ${server.name}`,
      isActive
        ? `expect ${other.name} becomes active`
        : `expect ${other.name} is never active-suspended after ${counted}`,
    ],
    ...byEdits(`Run ${voter.name} on a third machine`, setSetting(model, voter.at, 'host', 'third-machine')),
  };
};

/** A name that means another machine for everybody who reads it: they look for the server there. */
export const lookedForAtHome: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const servers = cluster?.stripes.flatMap((stripe) => stripe.servers) ?? [];
  const isHere = (server: Server) => server.at.settings.host !== undefined && hostKey(server) === 'localhost';
  const local = servers.filter(isHere).map(({ name }) => name);
  if (cluster === undefined || local.length === 0) return undefined;
  const client = finding.related.map(({ at }) => clientAt(model, at)).find((each) => each !== undefined);
  const good = { title: 'Write a name that other machines know' };
  const stripe = cluster.stripes.find(({ servers: all }) => isHere(all[0] as Server) && !all.every(isHere));
  const [first, ...mirrors] = stripe?.servers ?? [];
  const mirror = mirrors.find((server) => !isHere(server));
  if (client === undefined && first !== undefined && mirror !== undefined) {
    const before = [`duration 3min`, `initially ${mirror.name} down`];
    const after = [`at 10s start ${mirror.name}`, `expect ${mirror.name} becomes passive`];
    return {
      title: `${mirror.name} looks for ${first.name}`,
      story: `${first.host} is the machine of ${mirror.name} itself, so it finds no ${first.name} there. It does not learn that there is an active, and goes on alone: the array has two halves that know nothing of each other. (A cut stands for the wrong name.)`,
      statements: [...before, `at 1s cut ${mirror.name} from ${first.name}`, ...after],
      good: { ...good, statements: [...before, ...after] },
    };
  }
  if (!cluster.stripes.some(({ servers: all }) => isHere(all[0] as Server))) return undefined;
  return startsElsewhere(client, local, model, cluster, good);
};

function startsElsewhere(
  client: Client | undefined,
  local: readonly string[],
  model: Model,
  cluster: Cluster,
  good: GoodSide,
): Demonstration {
  const app = client === undefined ? someApplication(model, cluster, 'some-app') : undefined;
  const name = client?.family ?? app?.client ?? '';
  const before = ['duration 3min', `initially ${name} down`];
  const after = [`at 10s start ${name}`, `expect ${name} becomes online`];
  return {
    title: `${name} starts on another machine`,
    story: `The configuration tells ${name} to look for ${listed(local)} on its own machine. There is no server there: it tries again and again, and its start hangs. (A cut stands for the wrong name.)`,
    declarations: app?.declarations ?? [],
    statements: [...before, `at 1s cut ${name} from ${local.join(', ')}`, ...after],
    good: { ...good, statements: [...before, ...after] },
  };
}

export const strangersAfterAFullStop: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  if (cluster === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const first = cluster.stripes.flatMap(({ servers }) => servers.slice(0, 1).map(({ name }) => name));
  const others = cluster.stripes.flatMap(({ servers }) => servers.slice(1).map(({ name }) => name));
  return {
    title: 'the whole array is restarted',
    story: `All servers are back and work. They know none of the clients from before: ${app.client} is refused for good, although it never stopped.`,
    declarations: app.declarations,
    statements: [
      'duration 6min',
      work(app),
      `at 30s crash ${serversOf(cluster)}`,
      `at 1min start ${first.join(', ')}`,
      ...(others.length === 0 ? [] : [`at 90s start ${others.join(', ')}`]),
      `expect ${app.client} is online`,
    ],
  };
};

export const mirrorHasNotCopied: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const [, active, mirror] = /^(\S+) stops .* after (\S+) was started/.exec(finding.message) ?? [];
  const [fix] = finding.fixes;
  if (cluster === undefined || active === undefined || mirror === undefined || fix === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const statements = (state: string) => [
    'duration 5min',
    `initially ${mirror} down`,
    work(app),
    `at 30s start ${mirror}`,
    `when ${mirror} becomes ${state}: stop ${active}`,
    `expect ${mirror} becomes active`,
  ];
  const copying = cluster.terracotta10 === undefined ? 'passive-uninitialized' : 'syncing';
  return {
    title: `${active} stops while ${mirror} copies its data`,
    story: `How long the copy takes depends on the data; here ${active} stops in the middle of it. ${mirror} has a part of the data and may not become active: nobody serves until ${active} is back.`,
    declarations: app.declarations,
    statements: statements(copying),
    good: { title: fix.title, edits: fix.edits, statements: statements('passive') },
  };
};

export const oldDataIsInTheWay: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const pair = cluster && pairOf(cluster);
  if (cluster === undefined || pair === undefined) return undefined;
  const app = applicationOf(model, cluster);
  return {
    title: `${pair.active} comes back after a failover`,
    story: `${pair.mirror} has taken over and has newer data. ${pair.active} is started again and ends each time, because its own data is out of date; until somebody empties its directory the array has no mirror.`,
    declarations: app.declarations,
    statements: [
      'duration 5min',
      work(app),
      `at 30s crash ${pair.active}`,
      `at 2min start ${pair.active}`,
      `expect ${pair.active} becomes passive after 2min`,
    ],
  };
};

export const allStandStill: Demonstrate = added((model, finding, scenario) => {
  const facts = factsOf(scenario);
  const pauses = scenario.steps.filter(({ action, trigger }) => action.kind === 'pause' && trigger.kind === 'at');
  const last = pauses.find(({ at }) => at.start === finding.at.start);
  const name = last?.action.kind === 'pause' ? last.action.nodes.find((node) => facts.servers.has(node)) : undefined;
  const place = facts.servers.get(name ?? '');
  if (last === undefined || place === undefined) return undefined;
  const active = initialActive(place.stripe, facts);
  const of = (server: string) => pauses.find(({ action }) => action.kind === 'pause' && action.nodes.includes(server));
  const lost = active && of(active.name);
  const mirror = place.stripe.servers.find((each) => each !== active && !facts.initiallyDown.has(each.name));
  const other = mirror && of(mirror.name);
  if (active === undefined || lost?.trigger.kind !== 'at' || mirror === undefined || other === undefined)
    return undefined;
  const edit =
    other === lost
      ? changeText(model, lost.at, /\bpause\s+.+?\s+for\b/s, `pause ${active.name} for`)
      : { at: other.at, text: '' };
  const allowed = lasting(takeoverAfterPauseMicros(place.cluster) + 30 * SECOND);
  return {
    story: `${active.name} hangs, and ${mirror.name}, which is there for that, hangs too. Nobody is served until one of them goes on; then each may take the other for dead.`,
    statements: [`expect ${mirror.name} becomes active within ${allowed} after ${lasting(lost.trigger.timeMicros)}`],
    ...byEdits(`Let ${mirror.name} run meanwhile`, edit),
  };
});

export const startHangs: Demonstrate = added((_, finding) => {
  const [, client, at] = /^(\S+) starts (?:with the scenario|at ([\d.]+) s), /.exec(finding.message) ?? [];
  const begunMicros = at === undefined ? 0 : Number(at) * SECOND;
  return client === undefined
    ? undefined
    : {
        story: `No server answers yet. ${client} tries again and again, and the start of its application hangs with it; nobody is told. With a limit the start fails, and the application can do something about it.`,
        statements: [`expect ${client} is never connecting after ${lasting(begunMicros + PATIENCE_MICROS)}`],
      };
});

/** More than the fix of the rule allows a client that starts. */
const PATIENCE_MICROS = 40 * SECOND;
