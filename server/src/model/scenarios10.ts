/** What a scenario says that only some products can do: detached servers, known defects, changes of a running cluster. */
import { has } from '../language/availability.ts';
import { type Match, slotOf, wordOf } from '../language/phrases.ts';
import { OPERATIONS } from '../language/schema/index.ts';
import { parseDuration } from '../language/values.ts';
import { readValue } from './blocks.ts';
import type { Action, Product, Scenario } from './model.ts';
import { originOf } from './report.ts';
import { nodesOf, placeOf, type Site } from './resolve.ts';
import { type Phrase, reportValue } from './statements.ts';
import type { Anomaly } from './terracotta10.ts';
import type { Topology } from './topology.ts';
import { reportForeignPhrase } from './versions.ts';

/** The product of the cluster that a node belongs to. */
export function productsOf({ built, clients }: Topology): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>();
  for (const { cluster, voters } of built.values()) {
    for (const { servers } of cluster.stripes) for (const { name } of servers) products.set(name, cluster.product);
    for (const { name } of voters) products.set(name, cluster.product);
    products.set(cluster.name, cluster.product);
  }
  for (const { name, cluster } of clients) {
    const product = built.get(cluster)?.cluster.product;
    if (product !== undefined) products.set(name, product);
  }
  return products;
}

type Extras = Pick<Scenario, 'initiallyDetached' | 'anomalies' | 'voters'>;

/** Absent where a scenario says nothing of the kind. */
export function readExtras(
  lines: readonly (Phrase & { readonly entryId: string })[],
  siteOf: (line: Phrase & { readonly entryId: string }) => Site,
  { voters, clusters }: Topology,
): Extras {
  const detached = new Set<string>();
  const anomalies = new Set<Anomaly>();
  for (const line of lines) {
    const { match, file } = line;
    const site = siteOf(line);
    const at = placeOf(site, match.first, match.end);
    if (line.entryId === 'scenario.initially-detached') {
      const nodes = nodesOf(slotOf(match, 'nodes'), site, 'server');
      if (reportForeignPhrase(match, at, productsAt(nodes, site), site.scope, 'detached')) continue;
      for (const node of nodes) detached.add(node);
    } else if (line.entryId === 'scenario.anomaly') {
      const word = wordOf(match, 'value');
      const value = word === undefined ? undefined : readValue(word, match.entry, file, site.scope);
      const products = clusters.map(({ product }) => product);
      const isForeign = products.every((product) => !has(product, match.entry));
      if (isForeign && reportForeignPhrase(match, at, products, site.scope)) continue;
      if (typeof value === 'string') anomalies.add(value as Anomaly);
    }
  }
  return {
    ...(detached.size === 0 ? {} : { initiallyDetached: [...detached] }),
    ...(anomalies.size === 0 ? {} : { anomalies: [...anomalies] }),
    ...(voters.length === 0 ? {} : { voters }),
  };
}

const productsAt = (nodes: readonly string[], { productOf }: Site): (Product | undefined)[] =>
  nodes.map((node) => productOf(node));

/** Reports a step that the products of its nodes cannot do. True when it was reported. */
export function reportForeignStep(match: Match, action: Action, site: Site): boolean {
  const products = productsAt(nodesIn(action), site);
  const at = placeOf(site, match.first, match.end);
  if (reportForeignPhrase(match, at, products, site.scope)) return true;
  const operation = action.kind === 'operate' ? OPERATIONS.find(({ name }) => name === action.operation) : undefined;
  const word = wordOf(match, 'operation');
  if (operation === undefined || word === undefined) return false;
  return reportForeignPhrase(match, originOf(site.file, word), products, site.scope, operation.name, operation);
}

function nodesIn(action: Action): readonly string[] {
  if (action.kind === 'set') return [action.cluster];
  return 'nodes' in action ? action.nodes : 'clients' in action ? action.clients : [];
}

/** `set client-reconnect-window of orders to 30s`. */
export function buildSet(match: Match, site: Site): Action | undefined {
  const { scope, file } = site;
  const clusterWord = wordOf(match, 'cluster');
  const valueWord = wordOf(match, 'value');
  if (clusterWord === undefined || valueWord === undefined) return undefined;
  const { text } = scope.use(clusterWord, file);
  if (scope.nodes.get(text)?.kind !== 'cluster') {
    const clusters = [...scope.nodes].flatMap(([name, { kind }]) => (kind === 'cluster' ? [name] : []));
    scope.unknown({ ...clusterWord, text }, file, 'cluster', clusters);
    return undefined;
  }
  scope.symbols.refer('cluster', text, originOf(file, clusterWord));
  const isLease = match.entry.id === 'fault.set-client-lease-duration';
  const parsed = parseDuration(scope.use(valueWord, file), isLease ? { minMicros: 1_000 } : {});
  if (!parsed.ok) {
    reportValue(parsed.problem, originOf(file, valueWord), scope);
    return undefined;
  }
  const setting = isLease ? 'client-lease-duration' : 'client-reconnect-window';
  return { kind: 'set', cluster: text, setting, valueMicros: parsed.value };
}

/** Servers that join or leave the topology of their stripe. */
export function buildTopologyChange(match: Match, site: Site): Action | undefined {
  const nodes = nodesOf(slotOf(match, 'nodes'), site, 'server');
  return nodes.length === 0 ? undefined : { kind: match.entry.id === 'fault.attach' ? 'attach' : 'detach', nodes };
}
