/** Which threads of a scenario take the locks of which keys. */
import type { Action, Cache, Client, Scenario, Step } from '../../model/model.ts';
import { factsOf } from './scenario.ts';

type LockAction = Extract<Action, { readonly kind: 'lock' }>;

export interface LockUse {
  readonly step: Step;
  readonly action: LockAction;
  /** One member stands for the whole family. */
  readonly client: Client;
  readonly cache: Cache;
}

const known = new WeakMap<Scenario, readonly LockUse[]>();

/** Every step that takes a lock of a clustered cache. */
export function lockUses(scenario: Scenario): readonly LockUse[] {
  let uses = known.get(scenario);
  if (uses === undefined) {
    const { clients } = factsOf(scenario);
    uses = scenario.steps.flatMap((step): LockUse[] => {
      const { action } = step;
      if (action.kind !== 'lock') return [];
      const client = clients.get(action.clients[0] ?? '')?.client;
      const cache = client?.caches.find(({ name }) => name === action.cache);
      return client === undefined || cache?.clustered !== true ? [] : [{ step, action, client, cache }];
    });
    known.set(scenario, uses);
  }
  return uses;
}

/**
 * Another thread that keeps the lock from this one, or the same step at another member of the family; the one that keeps it
 * longest. Readers keep it from writers only.
 */
export function rivalOf(scenario: Scenario, { step, action }: LockUse): LockUse | undefined {
  const rivals = lockUses(scenario).filter(
    (other) =>
      other.action.cache === action.cache &&
      other.action.key === action.key &&
      (other.action.mode === 'write' || action.mode === 'write') &&
      (other.step !== step || action.clients.length > 1),
  );
  return rivals.sort((a, b) => keptMicros(b) - keptMicros(a))[0];
}

/** How long the thread keeps the lock, as far as the scenario says; without end when nothing says it. */
export function keptMicros({ action }: LockUse): number {
  return action.section?.workMicros ?? Number.POSITIVE_INFINITY;
}
