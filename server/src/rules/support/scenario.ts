/** What can be told about a scenario without running it: who is who, what happens when, who goes down and comes back. */
import type { Action, Client, Cluster, Scenario, Server, Step, Stripe } from '../../model/model.ts';

export interface ServerPlace {
  readonly server: Server;
  readonly stripe: Stripe;
  readonly cluster: Cluster;
}

export interface ClientPlace {
  readonly client: Client;
  readonly cluster: Cluster;
}

export interface TimedStep {
  readonly step: Step;
  readonly timeMicros: number;
}

export interface ScenarioFacts {
  readonly scenario: Scenario;
  readonly servers: ReadonlyMap<string, ServerPlace>;
  readonly clients: ReadonlyMap<string, ClientPlace>;
  readonly initiallyDown: ReadonlySet<string>;
  /** Every node on the host of a node shares its power. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** Faults at a known time (of `every` the first, of a range the start), in time order. Work of clients is none. */
  readonly faults: readonly TimedStep[];
  /** Faults that wait for an event: their time is known to a run only. */
  readonly waiting: readonly Step[];
}

const known = new WeakMap<Scenario, ScenarioFacts>();

/** Computed once per scenario; every scenario rule uses them. */
export function factsOf(scenario: Scenario): ScenarioFacts {
  let facts = known.get(scenario);
  if (facts === undefined) {
    facts = collect(scenario);
    known.set(scenario, facts);
  }
  return facts;
}

function collect(scenario: Scenario): ScenarioFacts {
  const servers = new Map<string, ServerPlace>();
  const byName = new Map<string, Cluster>();
  for (const cluster of scenario.clusters) {
    byName.set(cluster.name, cluster);
    for (const stripe of cluster.stripes) {
      for (const server of stripe.servers) servers.set(server.name, { server, stripe, cluster });
    }
  }
  const clients = new Map<string, ClientPlace>();
  for (const client of scenario.clients) {
    const cluster = byName.get(client.cluster);
    if (cluster !== undefined) clients.set(client.name, { client, cluster });
  }
  const hosts = Map.groupBy([...servers.keys(), ...clients.keys()], (name) => {
    return servers.get(name)?.server.host ?? clients.get(name)?.client.host ?? name;
  });
  const faults: TimedStep[] = [];
  const waiting: Step[] = [];
  for (const step of scenario.steps) {
    if (step.action.kind === 'operate') continue;
    if (step.trigger.kind === 'when') waiting.push(step);
    else
      faults.push({ step, timeMicros: step.trigger.kind === 'at' ? step.trigger.timeMicros : step.trigger.fromMicros });
  }
  faults.sort((a, b) => a.timeMicros - b.timeMicros);
  return { scenario, servers, clients, initiallyDown: new Set(scenario.initiallyDown), hosts, faults, waiting };
}

/** The server that serves a stripe when the scenario begins: the first that runs. */
export function initialActive(stripe: Stripe, facts: ScenarioFacts): Server | undefined {
  return stripe.servers.find((server) => !facts.initiallyDown.has(server.name));
}

/** Nodes whose process ends with this action. */
export function nodesEndedBy(action: Action, facts: ScenarioFacts): readonly string[] {
  switch (action.kind) {
    case 'crash':
    case 'stop':
    case 'restart':
      return action.nodes;
    case 'power-off': {
      const silent = new Set(action.nodes.map((name) => hostOf(name, facts)));
      return [...silent].flatMap((host) => facts.hosts.get(host ?? '') ?? []);
    }
    default:
      return [];
  }
}

/** Nodes whose process begins with this action. */
export function nodesStartedBy(action: Action): readonly string[] {
  return action.kind === 'start' || action.kind === 'restart' ? action.nodes : [];
}

function hostOf(name: string, facts: ScenarioFacts): string | undefined {
  return facts.servers.get(name)?.server.host ?? facts.clients.get(name)?.client.host;
}

/** True when this action keeps what `a` and `b` send to each other, in one direction at least, from arriving. */
export function separates(action: Action, a: string, b: string): boolean {
  if (action.kind === 'cut') {
    return (action.from.includes(a) && action.to.includes(b)) || (action.from.includes(b) && action.to.includes(a));
  }
  if (action.kind === 'partition') {
    const group = (name: string): number => action.groups.findIndex((each) => each.includes(name));
    const [groupOfA, groupOfB] = [group(a), group(b)];
    return groupOfA !== -1 && groupOfB !== -1 && groupOfA !== groupOfB;
  }
  return false;
}

export interface Outage {
  readonly stripe: Stripe;
  readonly cluster: Cluster;
  /** The step after which no server of the stripe runs. */
  readonly lost: Step;
  /** The step with which the first server comes back, and when. */
  readonly back: Step;
  readonly backMicros: number;
  /** The first server to come back. */
  readonly first: string;
}

/**
 * Stripes that lose all their servers at once and get one back later. Where a server of the stripe is started by a step
 * that waits for an event, nothing is claimed.
 */
export function fullOutages(facts: ScenarioFacts): readonly Outage[] {
  const unknown = new Set<Stripe | undefined>();
  for (const step of facts.waiting) {
    for (const name of nodesStartedBy(step.action)) unknown.add(facts.servers.get(name)?.stripe);
  }
  const running = new Map<Stripe, Set<string>>();
  const lastLost = new Map<Stripe, Step>();
  const outages: Outage[] = [];
  for (const { step, timeMicros } of facts.faults) {
    for (const name of nodesEndedBy(step.action, facts)) {
      const place = facts.servers.get(name);
      if (place === undefined) continue;
      const up = runningOf(place.stripe);
      if (up.delete(name) && up.size === 0) lastLost.set(place.stripe, step);
    }
    for (const name of nodesStartedBy(step.action)) {
      const place = facts.servers.get(name);
      if (place === undefined) continue;
      const { stripe, cluster } = place;
      const lost = lastLost.get(stripe);
      if (runningOf(stripe).size === 0 && lost !== undefined && !unknown.has(stripe)) {
        outages.push({ stripe, cluster, lost, back: step, backMicros: timeMicros, first: name });
      }
      runningOf(stripe).add(name);
    }
  }
  return outages;

  function runningOf(stripe: Stripe): Set<string> {
    let up = running.get(stripe);
    if (up === undefined) {
      up = new Set(stripe.servers.map((server) => server.name).filter((name) => !facts.initiallyDown.has(name)));
      running.set(stripe, up);
    }
    return up;
  }
}
