import type { Model } from '../model/model.ts';
import { lockIsLeaked } from './demonstrations/locks.ts';
import type { Finding, Rule } from './rule.ts';
import { changeText, fix } from './support/edits.ts';
import { type LockUse, lockUses } from './support/locks.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS118',
  slug: 'unlock-outside-finally',
  title: 'An exception under the lock skips the unlock',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

An operation of a clustered cache can throw at any time: NonStopCacheException when it takes too long, RejoinCacheException during a
rejoin. When that skips the unlock, the thread keeps the lock. Nobody is disconnected, no health check complains, and whoever wants the
lock waits until the JVM ends or the servers remove it. If the client has rejoined meanwhile, it is worse for the thread itself: with a
lock from before the rejoin everything that it does with its caches fails, until it unlocks.

## When it is reported

For work under a lock that is written \`without finally\` and uses the cache, and for a \`lock\` or \`tryLock\` that no \`unlock\` of the scenario
gives back; unless the scenario expects \`lock-leaked\`.

## What to do

Unlock in a finally block, and take InvalidLockStateAfterRejoinException there for what it is: the lock was lost in a rejoin, and somebody
else may have had it meanwhile.`,
  sources: [SOURCES.rejoin, SOURCES.lockWrapper, SOURCES.rejoinAwarePlatform],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const isExpected = scenario.expectations.some(
        ({ condition }) =>
          condition.kind === 'event' && condition.event === 'lock-leaked' && condition.quantifier.kind !== 'no',
      );
      if (isExpected) continue;
      const unlocked = new Set(
        scenario.steps.flatMap(({ action }) =>
          action.kind === 'unlock'
            ? action.clients.map((client) => `${client} ${action.cache} ${action.key} ${action.mode}`)
            : [],
        ),
      );
      const isUnlocked = ({ action }: LockUse): boolean =>
        action.clients.every((client) => unlocked.has(`${client} ${action.cache} ${action.key} ${action.mode}`));
      for (const use of lockUses(scenario)) {
        const { step, action, client, cache } = use;
        if (action.section === undefined) {
          if (isUnlocked(use)) continue;
          yield {
            at: step.at,
            message: `${client.family} locks key ${action.key} of ${cache.name} and never unlocks it.`,
            why: 'Whoever wants the lock waits until the JVM ends or the servers remove it.',
            help: `Say how long the work under the lock takes, as in \`for 5s\`, or add an \`${action.mode === 'read' ? 'unlock read' : 'unlock'}\`.`,
          };
        } else if (!action.section.inFinally && action.section.operations.length > 0) {
          yield {
            at: step.at,
            message: `${client.family} keeps the lock of key ${action.key} of ${cache.name} when ${action.section.operations.join(' or ')} throws.`,
            why: 'Whoever wants the lock waits until the JVM ends or the servers remove it; after a rejoin the thread itself is stuck.',
            help: 'Unlock in a finally block.',
            fixes: fix('Unlock in finally', changeText(model, step.at, /\s+without\s+finally/, '')),
          };
        }
      }
    }
  },

  demonstration: lockIsLeaked,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache accounts { nonstop { timeout 5s } }
}

scenario "locks" {
  duration 3min
  every 20s shop lock accounts key alice for 2s then get, put without finally
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS118
  at 10s shop lock accounts key bob
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS118
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache accounts { nonstop { timeout 5s } }
}

scenario "locks" {
  duration 3min
  every 20s shop lock accounts key alice for 2s then get, put
  at 10s shop lock accounts key bob
  at 20s shop unlock accounts key bob
}

scenario "what happens without finally" {
  duration 3min
  at 20s shop lock accounts key alice for 2s then get without finally
  at 21s cut shop from tsa-1, tsa-2 for 8s
  expect shop sees lock-leaked
}
`,
};
