/** Demonstrations for the rules on writes that are not made, or lost with the client that made them. */
import type { Demonstrate } from '../demonstration.ts';
import { cacheAt, clusterOf, scenarioAt, serversOf } from './stage.ts';

export const acknowledgedAndGone: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  if (cluster === undefined || found === undefined) return undefined;
  const { client, cache } = found;
  return {
    title: `${client.family} is killed while it cannot reach the array`,
    story: `The network is cut, and for some seconds nobody notices: a put on ${cache.name} returns as if it were done. Then ${client.family} is killed, and what it had not sent yet is nowhere.`,
    statements: [
      'duration 3min',
      `every 1s ${client.family} put ${cache.name} keys 5`,
      `at 30s cut ${client.family} from ${serversOf(cluster)}`,
      `at 35s crash ${client.family}`,
      `expect no acknowledged write on ${client.family}.${cache.name} is lost`,
    ],
  };
};

export const comparisonIsRefused: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const operation = /^(\w+) is not possible/.exec(finding.message)?.[1];
  const action = scenario?.steps.find(({ at }) => at.start === finding.at.start)?.action;
  if (scenario === undefined || operation === undefined || action?.kind !== 'operate') return undefined;
  const [client = ''] = action.clients;
  return {
    scenario,
    title: scenario.name,
    story: `Nothing fails in the cluster. Each ${operation} on ${action.cache} throws all the same, from the first one on.`,
    statements: [`expect no ${operation} on ${client}.${action.cache} throws UnsupportedOperationException`],
  };
};
