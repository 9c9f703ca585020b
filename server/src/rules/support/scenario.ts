/** What can be told about a scenario without running it: who is who, what happens when, who goes down and comes back. */
import type { Action, Scenario, Server, Step, Stripe } from '../../model/model.ts';
import { type NodeIndex, nodesOf } from './nodes.ts';

export interface TimedStep {
  readonly step: Step;
  readonly timeMicros: number;
}

export interface ScenarioFacts extends NodeIndex {
  readonly scenario: Scenario;
  readonly initiallyDown: ReadonlySet<string>;
  /** Faults at a known time (of `every` the first, of a range the start), in time order. Work of clients is none. */
  readonly faults: readonly TimedStep[];
  /** Faults that wait for an event: their time is known to a run only. */
  readonly waiting: readonly Step[];
}

/** What applications do is no fault. */
const WORK: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['operate', 'lock', 'unlock', 'bulk-load', 'invoke']);

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
  const faults: TimedStep[] = [];
  const waiting: Step[] = [];
  for (const step of scenario.steps) {
    if (WORK.has(step.action.kind)) continue;
    if (step.trigger.kind === 'when') waiting.push(step);
    else
      faults.push({ step, timeMicros: step.trigger.kind === 'at' ? step.trigger.timeMicros : step.trigger.fromMicros });
  }
  faults.sort((a, b) => a.timeMicros - b.timeMicros);
  return { ...nodesOf(scenario), scenario, initiallyDown: new Set(scenario.initiallyDown), faults, waiting };
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
      return [...silent].flatMap((host) => (host === undefined ? [] : facts.onHost(host)));
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

/** Nodes that a cut or partition names. */
export function nodesCutBy(action: Action): readonly string[] {
  if (action.kind === 'cut') return [...action.from, ...action.to];
  return action.kind === 'partition' ? action.groups.flat() : [];
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
