/** Demonstrations for the rules on how fast, and how surely, a failure is noticed. */
import type { Cluster, HealthCheckEdge } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { pausedMicros, unreachableMicros } from '../support/detection.ts';
import { spoken, written } from '../support/durations.ts';
import { setSetting } from '../support/edits.ts';
import { setReconnect } from '../support/reconnect.ts';
import { takeoverAfterDeathMicros } from '../support/takeover.ts';
import { killedClientKeepsItsLocks } from './locks.ts';
import { applicationOf, clusterOf, lasting, MINUTE, pairOf, SECOND, someApplication, work } from './stage.ts';
import { together } from './story.ts';

/** Who is watched on an edge, and what its watcher does when it gives the other up. */
interface Watch {
  readonly watched: string;
  readonly watcher: string;
  /** As in `expect tsa-1 sees client-removed`. */
  readonly verdict: string;
}

function watchOn(edge: HealthCheckEdge, cluster: Cluster, client: string): Watch | undefined {
  const active = cluster.stripes[0]?.servers[0]?.name;
  const pair = pairOf(cluster);
  if (edge === 'l2-l2') return pair && { watched: pair.active, watcher: pair.mirror, verdict: 'declared-dead' };
  if (active === undefined) return undefined;
  return edge === 'l2-l1'
    ? { watched: client, watcher: active, verdict: 'client-removed' }
    : { watched: active, watcher: client, verdict: 'declared-dead' };
}

/** Times in the wrong unit: what is dead counts as alive for ever, or the shortest pause as death. */
export const wrongUnit: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const [, setting, edge] = /^(\S+) of the health check (l\d-l\d) /.exec(finding.message) ?? [];
  if (cluster === undefined || (edge !== 'l1-l2' && edge !== 'l2-l1' && edge !== 'l2-l2')) return undefined;
  const app = applicationOf(model, cluster);
  const watch = watchOn(edge, cluster, app.client);
  const check = cluster.healthCheck[edge];
  if (watch === undefined) return undefined;
  const shown =
    setting === 'socket-connect-timeout'
      ? countsAsAlive(watch, unreachableMicros(check), unreachableMicros({ ...check, socketConnectTimeout: 60 }))
      : countsAsDead(watch, pausedMicros(check));
  return (
    shown && { ...shown, declarations: app.declarations, statements: ['duration 5min', work(app), ...shown.statements] }
  );
};

function countsAsAlive({ watched, watcher, verdict }: Watch, micros: number, usualMicros: number) {
  const allowedMicros = usualMicros + 10 * SECOND;
  if (micros <= allowedMicros) return undefined;
  return {
    title: `the machine of ${watched} loses its power`,
    story: `${watched} is gone and answers nothing, not even with a reset. Its health check lets ${watcher} take it for alive for ${spoken(micros)}; whoever depends on ${watched} waits until then, or until something else breaks the connection.`,
    statements: [
      `at 30s power-off ${watched}`,
      `expect ${watcher} sees ${verdict} within ${lasting(allowedMicros)} after 30s`,
    ],
  };
}

function countsAsDead({ watched, watcher, verdict }: Watch, toleratedMicros: number) {
  if (!Number.isFinite(toleratedMicros)) return undefined;
  const pauseMicros = toleratedMicros + 2 * SECOND;
  return {
    title: `a garbage collection of ${spoken(Math.ceil(pauseMicros / SECOND) * SECOND)} in ${watched}`,
    story: `${watched} stands still for a moment, as every JVM does now and then. ${watcher} has given it up after ${spoken(toleratedMicros)}, although nothing is wrong with it.`,
    statements: [
      `at 30s pause ${watched} for ${written(Math.ceil(pauseMicros / SECOND) * SECOND)}`,
      `expect ${watcher} never sees ${verdict}`,
    ],
  };
}

/** Each of the two settings, taken for the other. */
export const takenForTheOther: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  if (cluster === undefined) return undefined;
  if (finding.message.startsWith('l1reconnect')) {
    const shown = killedClientKeepsItsLocks(model, finding);
    const edits = together(setReconnect(model, cluster, 'l1reconnect.timeout', '5s'));
    return shown && edits && { ...shown, good: { title: 'Set l1reconnect to 5 s', edits } };
  }
  const shown = comesLate(model, finding);
  const edits = together(setSetting(model, cluster.at, 'client-reconnect-window', '120s'));
  return shown && edits && { ...shown, good: { title: 'Set client-reconnect-window to 120 s', edits } };
};

/** Which window counts depends on who takes over: here the one that has the other one of the two. */
export const otherWindowCounts: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const [, firstName, otherName] = /^(\S+) and (\S+) are mirrors/.exec(finding.message) ?? [];
  const stripe = cluster?.stripes.find(({ servers }) => servers.some(({ name }) => name === otherName));
  const first = stripe?.servers.find(({ name }) => name === firstName)?.clientReconnectWindowMicros;
  const other = stripe?.servers.find(({ name }) => name === otherName)?.clientReconnectWindowMicros;
  if (cluster === undefined || stripe?.servers.length !== 2 || first === undefined || other === undefined)
    return undefined;
  const app = applicationOf(model, cluster);
  const missing = someApplication(model, cluster, 'another-app');
  const halfMicros = takeoverAfterDeathMicros(cluster) + Math.round((first + other) / 2);
  const before = [
    `duration ${lasting(Math.max(first, other) + 5 * MINUTE)}`,
    `initially ${otherName} down`,
    work(app),
    `at 10s start ${otherName}`,
  ];
  return {
    title: `${otherName} takes over from ${firstName}`,
    story: `A test in which ${firstName} takes over finds a window of ${spoken(first)}. Here ${otherName} does, and its window is ${spoken(other)}: ${other > first ? 'everybody waits longer for a client that is gone' : 'a client that comes back in time for the one comes too late for the other'}.`,
    declarations: [...app.declarations, ...missing.declarations],
    statements:
      other > first
        ? [
            ...before,
            `at 60s crash ${firstName}, ${missing.client}`,
            `expect ${otherName} sees window-closed within ${lasting(halfMicros)} after 60s`,
          ]
        : [
            ...before,
            `at 60s crash ${firstName}`,
            `at 61s pause ${app.client} for ${lasting(halfMicros)}`,
            `expect ${app.client} never sees reconnection-rejected`,
          ],
  };
};

/** A client that is held up for as long as a switch needs to restart. */
const comesLate = (...[model, finding]: Parameters<Demonstrate>): Demonstration | undefined => {
  const cluster = clusterOf(model, finding);
  const pair = cluster && pairOf(cluster);
  if (cluster === undefined || pair === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const windowMicros = cluster.clientReconnectWindowMicros;
  const readyMicros = takeoverAfterDeathMicros(cluster);
  return {
    title: `${pair.active} dies while ${app.client} is busy`,
    story: `${pair.mirror} takes over. ${app.client} is in a garbage collection and comes a little later: the window of ${spoken(windowMicros)} is closed, and the client is refused, although it is in good health.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(readyMicros + windowMicros + 3 * MINUTE)}`,
      work(app),
      `at 30s crash ${pair.active}`,
      `at 31s pause ${app.client} for ${lasting(readyMicros + windowMicros + 10 * SECOND)}`,
      `expect ${app.client} never sees reconnection-rejected`,
    ],
  };
};
