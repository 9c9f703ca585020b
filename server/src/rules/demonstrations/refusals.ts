/** Demonstrations for the rules on configurations with which a process ends as soon as it starts. */
import type { Cluster } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { doesNotStart } from './nonstop.ts';
import { applicationOf, clientAt, clusterOf, serversOf } from './stage.ts';

export const clientEndsAtOnce: Demonstrate = (model, finding) => {
  const client = clientAt(model, finding.at);
  return client && doesNotStart(client);
};

/** An application whose cache manager is refused: what it says is in the log. */
export const refusedAtStart: Demonstrate = (model, finding) => {
  const client = / does not start: /.test(finding.message) ? clientAt(model, finding.at) : undefined;
  return client && doesNotStart(client);
};

/** The assertion of the health checker; what else it cannot count with only keeps it from a verdict. */
export const healthCheckerAsserts: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const [, setting = '', edge] = /^(\S+) of the health check (l\d-l\d)/.exec(finding.message) ?? [];
  if (cluster === undefined || !setting.startsWith('ping-')) return undefined;
  if (edge !== 'l1-l2') return serversEnd(cluster);
  const app = applicationOf(model, cluster);
  const node = model.clients.find(({ family }) => family === app.client) ?? { name: app.client, family: app.client };
  return cluster.terracotta10 === undefined ? { ...doesNotStart(node), declarations: app.declarations } : undefined;
};

function serversEnd(cluster: Cluster): Demonstration | undefined {
  const [first] = cluster.stripes[0]?.servers ?? [];
  return (
    first && {
      title: `${first.name} starts`,
      story: `${first.name} is started and ends at once, and so does every server of ${cluster.name}: the array does not come up. The log says why.`,
      statements: [
        'duration 1min',
        `initially ${serversOf(cluster)} down`,
        `at 5s start ${serversOf(cluster)}`,
        `expect ${first.name} becomes active`,
      ],
    }
  );
}
