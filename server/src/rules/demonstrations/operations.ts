/** Demonstrations for the rules on what a scenario itself does, and on Integration Server nodes. */
import type { Demonstrate } from '../demonstration.ts';
import { spoken } from '../support/durations.ts';
import { factsOf } from '../support/scenario.ts';
import { clientAt, clusterOf, lasting, MINUTE, SECOND, scenarioAt, serversOf } from './stage.ts';

export const pauseIsTakenForDeath: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const step = scenario?.steps.find(({ at }) => at.start === finding.at.start);
  if (scenario === undefined || step?.action.kind !== 'pause') return undefined;
  const facts = factsOf(scenario);
  const [node = ''] = step.action.nodes;
  const server = facts.servers.get(node);
  const others = server?.stripe.servers.filter(({ name }) => name !== node).map(({ name }) => name) ?? [];
  const servers = scenario.clusters.flatMap(({ stripes }) => stripes.flatMap((stripe) => stripe.servers));
  const watchers = server === undefined ? servers.map(({ name }) => name) : others;
  if (watchers.length === 0) return undefined;
  const { trigger, action } = step;
  const meanwhile =
    trigger.kind === 'at'
      ? ` between ${lasting(trigger.timeMicros)} and ${lasting(trigger.latestMicros + action.durationMicros)}`
      : '';
  return {
    scenario,
    title: scenario.name,
    story: `The pause of ${node} is longer than those who watch it tolerate: it is declared dead while it is only slow, and what it was is given to others.`,
    statements: [
      `expect ${watchers.join(', ')} never ${watchers.length > 1 ? 'see' : 'sees'} ${server === undefined ? 'client-removed' : 'declared-dead'}${meanwhile}`,
    ],
  };
};

export const nobodyPromotes: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const mirror = /nobody promotes (\S+),/.exec(finding.message)?.[1];
  return scenario === undefined || mirror === undefined
    ? undefined
    : {
        scenario,
        title: scenario.name,
        story: `${mirror} could go on and waits for an operator. Until somebody promotes it, every call of every client waits, too.`,
        statements: [`expect ${mirror} becomes active`],
      };
};

export const olderDataWins: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const first = /^(\S+) is started first/.exec(finding.message)?.[1];
  const wasActive = finding.message.includes('was active for');
  return scenario === undefined || first === undefined
    ? undefined
    : {
        scenario,
        title: scenario.name,
        story: wasActive
          ? `${first} went down first, so its data is older. Started first, it becomes active with it, and what was written after it went down is gone.`
          : `${first} went down as a mirror and does not serve by itself: starting it first only costs time.`,
        statements: [
          wasActive
            ? `expect ${first} never becomes active after ${startOf(finding, scenario)}`
            : `expect ${first} becomes active`,
        ],
      };
};

function startOf({ at }: Parameters<Demonstrate>[1], { steps }: NonNullable<ReturnType<typeof scenarioAt>>): string {
  const trigger = steps.find((step) => step.at.start === at.start)?.trigger;
  return lasting(trigger?.kind === 'at' ? trigger.timeMicros : 0);
}

export const startsOnItsOwn: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const node = clientAt(model, finding.at);
  if (cluster === undefined || node === undefined) return undefined;
  return {
    title: `${node.name} starts before the array`,
    story: `After a power failure ${node.name} is up before the servers are. It begins to take requests on its own, with sessions and caches that nobody else sees, and stays so when the array is back.`,
    statements: [
      'duration 5min',
      `initially ${serversOf(cluster)}, ${node.name} down`,
      `at 10s start ${node.name}`,
      `at 2min start ${serversOf(cluster)}`,
      `every 2s from 90s until 4min ${node.name} invoke stateful "shop:addToCart" session some-session`,
      `session some-session on ${node.name}`,
      `expect ${node.name} never becomes stand-alone`,
    ],
  };
};

export const sessionIsGoneForTheOthers: Demonstrate = (model, finding) => {
  const node = clientAt(model, finding.at);
  const settings = node?.integrationServer;
  const other = model.clients.find(
    (each) =>
      each !== node && each.cluster === node?.cluster && each.integrationServer?.clusterName === settings?.clusterName,
  );
  if (node === undefined || settings === undefined || other === undefined) return undefined;
  const idleMicros = (settings.sessionTimeoutMicros + settings.localSessionTimeoutMicros) / 2;
  return {
    title: `a session is idle for ${spoken(idleMicros)}`,
    story: `${node.name} still holds the session, and the clustered store has dropped it. The next request goes to ${other.name}, which knows nothing of it.`,
    statements: [
      `duration ${lasting(idleMicros + 2 * MINUTE)}`,
      `session some-session on ${node.name}, ${other.name}`,
      `at 10s ${node.name} invoke stateful "shop:addToCart" session some-session`,
      `at ${lasting(idleMicros + 20 * SECOND)} ${other.name} invoke stateful "shop:addToCart" session some-session`,
      `expect ${other.name} sees session-read`,
    ],
  };
};

export const sessionDoesNotFollow: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const session = scenario?.sessions?.find(({ at }) => at.name.start === finding.at.start);
  const [first, other] = session?.nodes ?? [];
  if (scenario === undefined || session === undefined || first === undefined || other === undefined) return undefined;
  return {
    scenario,
    title: scenario.name,
    story: `The next request of the session goes to ${other}, which is in another cluster and has never heard of it.`,
    statements: [
      `at ${lasting(scenario.durationMicros - 20 * SECOND)} ${other} invoke stateful "shop:addToCart" session ${session.name}`,
      `expect ${other} sees session-read`,
    ],
  };
};
