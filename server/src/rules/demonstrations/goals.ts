/** Demonstrations for the rules on goals that cannot be kept, and on scenarios that show too little. */
import type { Action, Model } from '../../model/model.ts';
import type { Demonstrate, GoodSide } from '../demonstration.ts';
import { spoken, written } from '../support/durations.ts';
import { addToBlock, changeText, type Edit } from '../support/edits.ts';
import { lastEffect } from '../support/effects.ts';
import { type MissedGoal, missedGoals } from '../support/goals.ts';
import { setOnEdge } from '../support/healthCheck.ts';
import { firstLosses } from '../support/losses.ts';
import { setReconnect } from '../support/reconnect.ts';
import { factsOf, initialActive, type ScenarioFacts } from '../support/scenario.ts';
import { takeoverAfterPauseMicros } from '../support/takeover.ts';
import { applicationOf, clusterOf, lasting, MINUTE, pairOf, SECOND, toleranceMicros, work } from './stage.ts';
import { added, together } from './story.ts';

/** What is needed for the goal, and what does it take. */
export const goalIsMissed: Demonstrate = added((model, finding, scenario) => {
  const missed = [...missedGoals(factsOf(scenario))].find(
    ({ expectation }) => expectation.at.start === finding.at.start,
  );
  // Of several mirrors another one may become active than the one that is expected.
  if (missed === undefined || missed.loss.stripe.servers.length > 2) return undefined;
  const { loss, goalMicros, neededMicros } = missed;
  const good = sooner(model, missed) ?? later(model, missed);
  return {
    story: `Everything works as it should, and still nobody is served within ${spoken(goalMicros)}: so long the settings take to notice that ${loss.active.name} is lost and to elect another active, about ${spoken(neededMicros)} in all.`,
    statements: [],
    ...(good && { good }),
  };
});

/** Health checks, or the wait for a lost server, that are as short as the goal asks. */
function sooner(model: Model, { loss, goalMicros, isReconnect }: MissedGoal): GoodSide | undefined {
  const { cluster, step } = loss;
  const leftMicros = goalMicros - cluster.electionTimeMicros - 2 * SECOND;
  if (isReconnect) {
    const waitMicros = SECOND / 2;
    return goodSide(
      `Let l2reconnect wait for ${spoken(waitMicros)}`,
      cluster.at.settings['l2reconnect.timeout'] === undefined
        ? addToBlock(model, cluster.at, `l2reconnect { timeout ${written(waitMicros)} }`)
        : setReconnect(model, cluster, 'l2reconnect.timeout', written(waitMicros)),
    );
  }
  if (step.action.kind !== 'pause') return undefined;
  const counts = (['l2-l2', 'l1-l2'] as const).map((edge) => {
    const { pingIdletimeMicros, pingProbes, pingIntervalMicros } = cluster.healthCheck[edge];
    const count = Math.floor((leftMicros - pingIdletimeMicros) / ((pingProbes + 1) * pingIntervalMicros));
    return { edge, count };
  });
  if (counts.some(({ count }) => count < 1)) return undefined;
  return goodSide(
    `Tolerate no pause of ${spoken(goalMicros)}`,
    ...counts.map(({ edge, count }) => setOnEdge(model, cluster, edge, 'socket-connect-count', String(count))),
  );
}

/** A goal that the settings can keep. */
function later(model: Model, { expectation, neededMicros }: MissedGoal): GoodSide | undefined {
  const allowed = lasting(neededMicros + 2 * SECOND);
  return goodSide(`Allow ${allowed}`, changeText(model, expectation.at, /\bwithin\s+\S+/, `within ${allowed}`));
}

/** Nobody has noticed anything when the fault is over. */
export const nobodyLooksYet: Demonstrate = added((_, finding, scenario) => {
  const facts = factsOf(scenario);
  const step = scenario.steps.find(({ at }) => at.start === finding.at.start);
  const watcher = step && watcherOf(nodesSilencedBy(step.action), facts);
  return watcher === undefined
    ? undefined
    : {
        story: `It is over before any health check looks. Whoever wants to see here how the cluster gets over a fault sees that nothing happens: ${watcher} declares nobody dead.`,
        statements: [`expect ${watcher} sees declared-dead`],
      };
});

function nodesSilencedBy(action: Action): readonly string[] {
  if (action.kind === 'pause') return action.nodes;
  if (action.kind === 'cut') return [...action.from, ...action.to];
  return action.kind === 'partition' ? action.groups.flat() : [];
}

/** A node that is not silent itself, or is cut off from the others, and watches one of these. */
function watcherOf(silent: readonly string[], facts: ScenarioFacts): string | undefined {
  const clients = silent.filter((name) => facts.clients.has(name));
  const places = silent.flatMap((name) => facts.servers.get(name) ?? []);
  const [place] = places;
  if (place === undefined) {
    const stripe = facts.clients.get(clients[0] ?? '')?.cluster.stripes[0];
    return stripe && initialActive(stripe, facts)?.name;
  }
  const actives = places.filter(({ stripe, server }) => initialActive(stripe, facts) === server);
  if (clients.length > 0) return actives[0]?.server.name;
  if (places.length > 1) return place.server.name;
  const { stripe, cluster, server } = place;
  const other = stripe.servers.find((each) => each !== server && !facts.initiallyDown.has(each.name));
  return actives.length === 0
    ? initialActive(stripe, facts)?.name
    : (other?.name ?? facts.members.get(cluster.name)?.[0]?.name);
}

/** The end comes before what everybody waits for. */
export const endsTooEarly: Demonstrate = added((_, finding, scenario) => {
  const facts = factsOf(scenario);
  const fault = lastEffect(facts)?.step;
  const loss = firstLosses(facts).find(({ step }) => step === fault);
  if (loss === undefined) return undefined;
  const others = loss.stripe.servers.filter((server) => server !== loss.active);
  const [mirror] = others;
  if (mirror === undefined || others.length > 1) return undefined;
  return {
    story: `${loss.active.name} is lost and ${mirror.name} will take over, but the scenario is over before. ${finding.why}`,
    statements: [`expect ${mirror.name} becomes active`],
  };
});

/** Clients wait for an active that was replaced long ago. */
export const waitsForAReplacedActive: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const pair = cluster && pairOf(cluster);
  if (cluster === undefined || pair === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const serverMicros = toleranceMicros(cluster, 'l2-l2');
  const clientMicros = toleranceMicros(cluster, 'l1-l2');
  const wantedMicros = serverMicros === undefined ? 0 : serverMicros + GAP_MICROS;
  // Closer together nothing can be seen: only the documented maxima may overlap.
  if (serverMicros === undefined || clientMicros === undefined || clientMicros <= wantedMicros + SECOND)
    return undefined;
  return {
    title: `${pair.active} stands still`,
    story: `${pair.active} hangs and ${pair.mirror} has taken over after ${spoken(takeoverAfterPauseMicros(cluster))}. ${app.client} waits for ${pair.active} until ${spoken(clientMicros)} have passed, although it would be served elsewhere.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(clientMicros + 3 * MINUTE)}`,
      work(app),
      `at 30s pause ${pair.active} for ${lasting(clientMicros + MINUTE)}`,
      `expect ${app.client} sees declared-dead within ${written(wantedMicros)} after 30s`,
    ],
  };
};

/** The manual asks for 8 to 12 s; the ticks of a health check come up to an interval later. */
const GAP_MICROS = 13 * SECOND;

function goodSide(title: string, ...edits: readonly Edit[]): GoodSide | undefined {
  const all = together(...edits);
  return all && { title, edits: all };
}
