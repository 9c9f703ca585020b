/** Runs that would take too long or too much memory. */
import type { Scenario } from './model.ts';
import type { Scope } from './scope.ts';

export const MOST_NODES = 1_000;
export const MOST_OPERATIONS = 10_000_000;

/** Reports a scenario with too many nodes or operations. */
export function reportSize(scenario: Scenario, scope: Scope): void {
  const nodes = scope.clients.length + scope.servers.length;
  if (nodes > MOST_NODES) {
    scope.report.add({
      code: 'TCS010',
      at: scenario.at.name,
      message: `${nodes} servers and clients take part; at most ${MOST_NODES} can.`,
      help: 'A family of a hundred clients behaves like one of a thousand: make it smaller.',
    });
  }
  let operations = 0;
  for (const { trigger, action, at } of scenario.steps) {
    if (trigger.kind !== 'every') continue;
    const times = Math.floor((trigger.untilMicros - trigger.fromMicros) / trigger.periodMicros) + 1;
    operations +=
      times * ('clients' in action ? action.clients.length : action.kind === 'invoke' ? action.nodes.length : 1);
    if (operations <= MOST_OPERATIONS) continue;
    scope.report.add({
      code: 'TCS010',
      at,
      message: `This makes more than ${MOST_OPERATIONS / 1_000_000} million operations in one run.`,
      help: 'Use a longer period, a shorter duration or fewer clients.',
    });
    return;
  }
}
