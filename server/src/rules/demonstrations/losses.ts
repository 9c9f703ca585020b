/** Demonstrations for the rules on writes that are lost with the client that made them. */
import type { Demonstrate } from '../demonstration.ts';
import { cacheAt, clusterOf, serversOf } from './stage.ts';

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
      `every 1s ${client.family} put ${cache.name}`,
      `at 30s cut ${client.family} from ${serversOf(cluster)}`,
      `at 35s crash ${client.family}`,
      `expect no acknowledged write on ${client.family}.${cache.name} is lost`,
    ],
  };
};
