/** How the cluster gets over the loss of an active. */
import type { Action } from '../../model/model.ts';
import type { Loss } from './losses.ts';
import type { ScenarioFacts } from './scenario.ts';
import { type Failover, type Failovers, failoversOf } from './takeover.ts';

/** The clocks of the failover that this loss brings about. */
export function failoverAfter(loss: Loss, facts: ScenarioFacts): Failover {
  return failoversOf(loss.cluster, facts.members.get(loss.cluster.name) ?? [])[kindOf(loss.step.action)];
}

function kindOf({ kind }: Action): keyof Failovers {
  if (kind === 'pause') return 'pauses';
  return kind === 'power-off' || kind === 'cut' || kind === 'partition' ? 'silent' : 'dies';
}
