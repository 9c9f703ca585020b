/**
 * Demonstrations for the rules on hosts, ports and addresses. No run depends on them, so what they lead to is said in
 * another way: a cut stands for an address at which nobody is found, a server that is down for one that could not start.
 */
import type { Client, Cluster, Model, Server } from '../../model/model.ts';
import type { Demonstrate, GoodSide } from '../demonstration.ts';
import { changeText, type Edit, setSetting } from '../support/edits.ts';
import { isAt, portsOf } from '../support/ports.ts';
import { addressesOf } from '../support/urls.ts';
import { listed } from '../support/words.ts';
import { applicationOf, clientAt, clusterOf, work } from './stage.ts';
import { together } from './story.ts';

/** The servers that its url names as they are; others it does not ask when it starts. */
function serversNamedBy(client: Client, cluster: Cluster): readonly Server[] {
  const addresses = addressesOf(client);
  return cluster.stripes
    .flatMap(({ servers }) => servers)
    .filter((server) =>
      addresses.some(
        ({ host, port }) => isAt(server, host) && (port === undefined || port === portsOf(server, cluster).tsa),
      ),
    );
}

export const findsNobody: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const client = clientAt(model, finding.at);
  if (cluster === undefined || client === undefined) return undefined;
  const named = serversNamedBy(client, cluster);
  const others = cluster.stripes.flatMap(({ servers }) => servers).filter((server) => !named.includes(server));
  // Without those that it asks nobody could serve it.
  if (others.length === 0 || cluster.stripes.some(({ servers }) => servers.every((each) => named.includes(each))))
    return undefined;
  const names = (servers: readonly Server[]) => servers.map(({ name }) => name);
  const before = ['duration 3min', `initially ${[...names(named), client.family].join(', ')} down`];
  const after = [`at 10s start ${client.family}`, `expect ${client.family} becomes online`];
  const [fix] = finding.fixes;
  const down = named.length === 0 ? '' : `${listed(names(named))} ${named.length === 1 ? 'is' : 'are'} down. `;
  const good: GoodSide = fix ?? { title: 'Write the addresses of the servers' };
  return {
    title: `${client.family} starts`,
    story: `${down}${listed(names(others))} would serve ${client.family}, which looks elsewhere: its url does not lead there. It tries again and again, and its start hangs. (A cut stands for the address that is not there.)`,
    statements: [...before, `at 1s cut ${client.family} from ${names(others).join(', ')}`, ...after],
    good: { ...good, statements: [...before, ...after] },
  };
};

export const secondDoesNotStart: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const [, firstName, secondName, what = ''] =
    /^(\S+) and (\S+) are both on \S+ and want (.*)\.$/.exec(finding.message) ?? [];
  const servers = cluster?.stripes.flatMap((stripe) => stripe.servers) ?? [];
  const first = servers.find(({ name }) => name === firstName);
  const second = servers.find(({ name }) => name === secondName);
  if (cluster === undefined || first === undefined || second === undefined) return undefined;
  const stripe = cluster.stripes.find(({ servers: all }) => all.includes(second));
  if (stripe?.servers.length !== 2 || !stripe.servers.includes(first)) return undefined;
  const app = applicationOf(model, cluster);
  const statements = [work(app), `at 30s crash ${first.name}`, `expect ${second.name} becomes active`];
  const place = otherPlace(second, what);
  const edits = place && together(moved(model, first, second, ...place));
  const thing = what.startsWith('port') ? 'port' : 'directory';
  return {
    title: `${first.name} dies`,
    story: `${second.name} wanted ${what}, which ${first.name} has: it ended when it was started, and the array has run without it since. (It is down from the beginning here.) When ${first.name} dies there is nobody to take over.`,
    declarations: app.declarations,
    statements: ['duration 3min', `initially ${second.name} down`, ...statements],
    ...(edits && {
      good: { title: `Give ${second.name} a ${thing} of its own`, edits, statements: ['duration 3min', ...statements] },
    }),
  };
};

const PORTS = [
  ['tsa-port', 'tsaPort'],
  ['group-port', 'groupPort'],
  ['jmx-port', 'jmxPort'],
  ['management-port', 'managementPort'],
] as const;

/** The setting that says what the server wants, and a value that it has for itself. */
function otherPlace(server: Server, what: string): readonly [setting: string, value: string] | undefined {
  const directory = /^the directory (.*)$/.exec(what)?.[1];
  if (directory !== undefined) return ['data', JSON.stringify(`${directory}-${server.name}`)];
  const port = Number(/^port (\d+)$/.exec(what)?.[1]);
  if (!Number.isInteger(port)) return undefined;
  const setting = PORTS.find(([, field]) => server.checked?.[field] === port)?.[0] ?? 'tsa-port';
  return [setting, String(port > 60_000 ? port - 100 : port + 100)];
}

/** Servers that share a block get one each: what stands there holds for both. */
function moved(model: Model, first: Server, { name, at }: Server, setting: string, value: string): Edit {
  const text = model.files[at.self.file]?.text;
  const isShared = at.block !== undefined && at.block.start === first.at.block?.start;
  if (!isShared || at.block === undefined || text === undefined) return setSetting(model, at, setting, value);
  const block = text.slice(at.block.start + 1, at.block.end - 1).trim();
  const written = new RegExp(`\\b${setting}\\s+("[^"]*"|\\S+)`);
  const own = written.test(block)
    ? block.replace(written, () => `${setting} ${value}`)
    : `${block}\n${setting} ${value}`;
  const declared = `server ${first.name} {\n${block}\n}\nserver ${name} {\n${own}\n}`;
  return changeText(model, { ...at.self, end: at.block.end }, /^server\b[\s\S]*$/, declared);
}
