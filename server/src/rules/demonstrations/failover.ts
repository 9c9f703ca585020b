/** Demonstrations for the rules on health checks, the reconnect window and elections. */
import { has } from '../../language/availability.ts';
import { entryOf } from '../../language/schema/index.ts';
import type { Cluster, HealthCheck, HealthCheckEdge } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { noSocketMicros, pausedMicros } from '../support/detection.ts';
import { spoken, written } from '../support/durations.ts';
import { setSetting } from '../support/edits.ts';
import { leavesTooEarly, takeoverAfterDeathMicros, takeoverAfterPauseMicros } from '../support/takeover.ts';
import { listed } from '../support/words.ts';
import {
  type Application,
  applicationOf,
  clientAt,
  clusterOf,
  lasting,
  MINUTE,
  pairOf,
  SECOND,
  someApplication,
  toleranceMicros,
  work,
} from './stage.ts';
import { together } from './story.ts';

interface Stage {
  readonly cluster: Cluster;
  readonly active: string;
  readonly mirror: string;
  readonly mirrors: readonly string[];
  readonly app: Application;
}

/** A demonstration on a stripe with a mirror and somebody who works with it. */
function staged(show: (stage: Stage, edge: HealthCheckEdge | undefined) => Demonstration | undefined): Demonstrate {
  return (model, finding) => {
    const cluster = clusterOf(model, finding);
    const pair = cluster && pairOf(cluster);
    if (cluster === undefined || pair === undefined) return undefined;
    const edge = edgeIn(finding.message);
    return show({ cluster, ...pair, app: applicationOf(model, cluster) }, edge);
  };
}

/** The same on any stripe; what needs a mirror is not shown where there is none. */
function served(
  show: (stage: Omit<Stage, 'mirrors' | 'mirror'>, edge: HealthCheckEdge | undefined) => Demonstration | undefined,
): Demonstrate {
  return (model, finding) => {
    const shown = staged(show)(model, finding);
    const cluster = clusterOf(model, finding);
    const [only] = cluster?.stripes[0]?.servers ?? [];
    const edge = edgeIn(finding.message);
    if (shown !== undefined || cluster === undefined || only === undefined || edge === 'l2-l2') return shown;
    return show({ cluster, active: only.name, app: applicationOf(model, cluster) }, edge);
  };
}

const edgeIn = (message: string): HealthCheckEdge | undefined =>
  (['l2-l1', 'l2-l2', 'l1-l2'] as const).find((each) => message.includes(each));

/** Whoever keeps its identity over the fault was neither removed nor refused. */
const keepsIdentity = ({ client }: Application): string => `expect ${client} never sees reconnection-rejected`;

export const arrivesAfterTheWindow: Demonstrate = staged(({ cluster, active, mirror, app }) => {
  const pauseMicros = takeoverAfterPauseMicros(cluster) + cluster.clientReconnectWindowMicros + 2 * MINUTE;
  return {
    title: `${active} stands still`,
    story: `${active} hangs. Its clients notice later than ${mirror}: when they come to it, its window has closed, and healthy clients are refused.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(pauseMicros + 3 * MINUTE)}`,
      work(app),
      `at 30s pause ${active} for ${lasting(pauseMicros)}`,
      keepsIdentity(app),
    ],
  };
});

export const noWindow: Demonstrate = staged(({ active, mirror, app }) => ({
  title: `${active} dies`,
  story: `${mirror} takes over, as it should. It waits for no client: all of them are dead to it, and are refused when they come.`,
  declarations: app.declarations,
  statements: ['duration 4min', work(app), `at 30s crash ${active}`, keepsIdentity(app)],
}));

export const oneMissingClientStallsAll: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const pair = cluster && pairOf(cluster);
  if (cluster === undefined || pair === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const other = someApplication(model, cluster, 'another-app');
  const usualMicros = takeoverAfterDeathMicros(cluster) + 150 * SECOND;
  return {
    title: `${pair.active} dies, and one client with it`,
    story: `${other.client} dies together with ${pair.active}. ${pair.mirror} waits for it during the whole client-reconnect-window, and nobody is served meanwhile.`,
    declarations: [...app.declarations, ...other.declarations],
    statements: [
      `duration ${lasting(cluster.clientReconnectWindowMicros + usualMicros)}`,
      work(app),
      `at 30s crash ${pair.active}, ${other.client}`,
      `expect ${app.client} resumes within ${lasting(usualMicros)} after 30s`,
    ],
  };
};

export const leavesAnActiveThatSurvives: Demonstrate = staged(({ cluster, active, app }) => {
  const early = leavesTooEarly(cluster);
  const clientMicros = toleranceMicros(cluster, 'l1-l2');
  const mirrorMicros = toleranceMicros(cluster, 'l2-l2');
  const serverMicros = toleranceMicros(cluster, 'l2-l1');
  if (early === undefined || clientMicros === undefined || mirrorMicros === undefined || serverMicros === undefined)
    return undefined;
  // Long enough for the client to leave, too short for the mirror to take over.
  const pauseMicros = Math.floor((clientMicros + mirrorMicros) / 2 / SECOND) * SECOND;
  if (pauseMicros <= clientMicros + 2 * SECOND || pauseMicros >= mirrorMicros) return undefined;
  return {
    title: `${active} stands still for ${spoken(pauseMicros)}`,
    story: `The pause is shorter than the servers tolerate: ${active} stays what it is. Its clients give it up all the same and lose their connection for nothing.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(pauseMicros + 4 * MINUTE)}`,
      work(app),
      `at 30s pause ${active} for ${lasting(pauseMicros)}`,
      `expect ${app.client} never sees declared-dead`,
    ],
  };
});

/** What somebody who is not watched, or watched without the socket test, leads to on each edge. */
export const nobodyNotices: Demonstrate = (model, finding) => {
  const edge = (['l2-l1', 'l2-l2', 'l1-l2'] as const).find((each) => finding.message.includes(`health check ${each}`));
  const show = edge === undefined ? undefined : UNWATCHED[edge];
  return show?.(model, finding);
};

const UNWATCHED: Readonly<Record<HealthCheckEdge, Demonstrate>> = {
  'l2-l1': (model, finding) => {
    const cluster = clusterOf(model, finding);
    const pair = cluster && pairOf(cluster);
    if (cluster === undefined || pair === undefined) return undefined;
    const app = applicationOf(model, cluster);
    const other = someApplication(model, cluster, 'another-app');
    return {
      title: `a client loses its power, and ${pair.active} dies later`,
      story: `${other.client} is gone for four minutes when ${pair.active} dies, and nobody has noticed: ${pair.mirror} waits for it during the whole client-reconnect-window.`,
      declarations: [...app.declarations, ...other.declarations],
      statements: [
        `duration ${lasting(cluster.clientReconnectWindowMicros + 7 * MINUTE)}`,
        work(app),
        `at 30s power-off ${other.client}`,
        `at 270s crash ${pair.active}`,
        `expect ${pair.active} sees client-removed before 270s`,
      ],
    };
  },
  'l2-l2': staged(({ cluster, active, mirror, app }) => {
    const usualMicros = takeoverAfterPauseMicros({
      ...cluster,
      healthCheck: { ...cluster.healthCheck, 'l2-l2': { ...cluster.healthCheck['l2-l2'], pingEnabled: true } },
    });
    return {
      title: `${active} stands still`,
      story: `${active} hangs. ${mirror} would take over, if it looked: the whole cluster stands still with the active.`,
      declarations: app.declarations,
      statements: [
        `duration ${lasting(usualMicros + 5 * MINUTE)}`,
        work(app),
        `at 30s pause ${active} for ${lasting(usualMicros + 2 * MINUTE)}`,
        `expect ${mirror} becomes in-window within ${lasting(usualMicros + 20 * SECOND)} after 30s`,
      ],
    };
  }),
  'l1-l2': staged(({ cluster, active, mirror, app }) => {
    const takeover = takeoverAfterPauseMicros(cluster);
    if (!Number.isFinite(takeover)) return undefined;
    return {
      title: `${active} stands still`,
      story: `${active} hangs and ${mirror} takes over. Clients that do not look go on waiting for an answer of ${active}.`,
      declarations: app.declarations,
      statements: [
        `duration ${lasting(takeover + cluster.clientReconnectWindowMicros + 5 * MINUTE)}`,
        work(app),
        `at 30s pause ${active} for ${lasting(takeover + 2 * MINUTE)}`,
        `expect ${app.client} sees declared-dead`,
      ],
    };
  }),
};

/** Longer than unanswered pings are waited for by default, shorter than what the socket test lets pass. */
const USUAL_PAUSE_MICROS = 20 * SECOND;

/** The same for other settings; undefined where the socket test lets nothing pass that unanswered pings do not. */
function shortPauseMicros(check: HealthCheck, moreMicros = 0): number | undefined {
  const slackMicros = check.pingIdletimeMicros + 2 * check.pingIntervalMicros;
  const leastMicros = noSocketMicros(check) + check.pingIntervalMicros + moreMicros;
  const mostMicros = pausedMicros({ ...check, socketConnect: true }) - slackMicros;
  const pauseMicros = Math.min(Math.max(USUAL_PAUSE_MICROS, leastMicros + SECOND), mostMicros);
  return Number.isFinite(pauseMicros) && pauseMicros > leastMicros ? pauseMicros : undefined;
}

export const shortPauseLooksLikeDeath: Demonstrate = served(({ cluster, active, app }, edge) => {
  if (edge === undefined) return undefined;
  const pauseMicros = shortPauseMicros(cluster.healthCheck[edge], edge === 'l2-l2' ? cluster.electionTimeMicros : 0);
  if (pauseMicros === undefined) return undefined;
  const paused = edge === 'l2-l1' ? app.client : active;
  const mirrors = pairOf(cluster)?.mirrors ?? [];
  const damage = {
    'l2-l1': `expect ${active} never sees client-removed`,
    'l2-l2': `expect ${mirrors.join(', ')} never ${mirrors.length === 1 ? 'becomes' : 'become'} in-window`,
    'l1-l2': `expect ${app.client} never sees declared-dead`,
  };
  return {
    title: `${paused} stands still for ${spoken(pauseMicros)}`,
    story: `A garbage collection of ${spoken(pauseMicros)} in ${paused}. Its machine is alive and accepts connections, which nobody asks: ${paused} is taken for dead.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(pauseMicros + 220 * SECOND)}`,
      work(app),
      `at 30s pause ${paused} for ${written(pauseMicros)}`,
      damage[edge],
    ],
  };
});

export const blipCostsIdentity: Demonstrate = served(({ active, app }) => ({
  title: 'a network device resets the connections',
  story: `The connection of ${app.client} is reset and could be opened again at once. Without l1reconnect ${active} removes the client at that moment.`,
  declarations: app.declarations,
  statements: [
    'duration 2min',
    work(app),
    `at 30s drop connection of ${app.client}`,
    `expect ${active} never sees client-removed`,
  ],
}));

export const bothWin: Demonstrate = staged(({ cluster, active, mirror, mirrors }) => {
  // Votes need several messages: with a third of the election for each they come too late, with a fifth in time.
  const lateMicros = Math.ceil(cluster.electionTimeMicros * 0.0003) * 1_000;
  if (lateMicros > SECOND || mirrors.length > 1) return undefined;
  return {
    title: 'both servers start on a slow network',
    story: `A message between ${active} and ${mirror} takes ${spoken(lateMicros)}. Each has counted its votes before that of the other arrives, and both become active.`,
    statements: [
      'duration 3min',
      `initially ${active}, ${mirror} down`,
      `at 1s degrade ${active} to ${mirror} latency ${written(lateMicros)}`,
      `at 2s start ${active}, ${mirror}`,
      `expect ${active}, ${mirror} never see split-brain`,
    ],
  };
});

export const twoActives: Demonstrate = staged(({ cluster, active, mirrors, app }) => {
  const cutMicros = takeoverAfterPauseMicros(cluster) + MINUTE;
  if (!Number.isFinite(cutMicros)) return undefined;
  const others = listed(mirrors);
  return {
    title: `${active} and ${others} lose sight of each other`,
    story: `Only the network between the servers fails. ${mirrors.length === 1 ? others : `One of ${others}`} becomes active although ${active} still is, and both accept writes. When they meet again, one of them quits and its writes are gone.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(cutMicros + cluster.clientReconnectWindowMicros + 3 * MINUTE)}`,
      work(app),
      `at 30s cut ${active} from ${mirrors.join(', ')} for ${lasting(cutMicros)}`,
      `expect ${mirrors.join(', ')} never ${mirrors.length === 1 ? 'becomes' : 'become'} in-window`,
    ],
  };
});

/** The same; where the release lets it, the good side is a mirror that waits until somebody decides. */
export const twoActivesUnlessTheyAsk: Demonstrate = (model, finding) => {
  const shown = twoActives(model, finding);
  const cluster = clusterOf(model, finding);
  if (shown === undefined || cluster === undefined) return undefined;
  if (!has(cluster.product, entryOf('cluster.failover-priority'))) {
    const statements = shown.statements.filter((line) => !line.includes(' cut '));
    return { ...shown, good: { title: 'Give the servers a second network', statements } };
  }
  const edits = together(setSetting(model, cluster.at, 'failover-priority', 'consistency'));
  return edits === undefined ? shown : { ...shown, good: { title: 'Use failover-priority consistency', edits } };
};

export const withoutCallbackPort: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const client = clientAt(model, finding.at);
  const [active] = cluster?.stripes[0]?.servers ?? [];
  const pauseMicros = cluster && shortPauseMicros(cluster.healthCheck['l2-l1']);
  if (client === undefined || active === undefined || pauseMicros === undefined) return undefined;
  return {
    title: `${client.family} stands still for ${spoken(pauseMicros)}`,
    story: `A garbage collection of ${spoken(pauseMicros)}. ${active.name} has no port on which it could ask whether the machine of ${client.family} is alive, and removes the client.`,
    statements: [
      `duration ${lasting(pauseMicros + 220 * SECOND)}`,
      `at 30s pause ${client.family} for ${written(pauseMicros)}`,
      `expect ${active.name} never sees client-removed`,
    ],
  };
};

export const onlyServerForgets: Demonstrate = served(({ active, app }) => ({
  title: `${active} is restarted`,
  story: `${active} comes back and knows no client to wait for: those that return under their old identity are refused, whatever the window is.`,
  declarations: app.declarations,
  statements: ['duration 5min', work(app), `at 30s crash ${active}`, `at 60s start ${active}`, keepsIdentity(app)],
}));

export const nobodyTakesOver: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const stripe = cluster?.stripes.find(({ servers }) => servers.some(({ at }) => at.name.start === finding.at.start));
  const [only] = stripe?.servers ?? [];
  // In a run a client of the 10.x line works with the first stripe.
  const isUsed = cluster?.terracotta10 === undefined || stripe === cluster.stripes[0];
  if (cluster === undefined || only === undefined || !isUsed) return undefined;
  const app = applicationOf(model, cluster);
  return {
    title: `${only.name} dies`,
    story: `${only.name} has no mirror. When its process ends, every call of every client waits or fails until somebody starts it again.`,
    declarations: app.declarations,
    statements: ['duration 5min', work(app), `at 30s crash ${only.name}`, `expect ${app.client} is online`],
  };
};
