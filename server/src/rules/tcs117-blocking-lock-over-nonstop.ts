import type { Model } from '../model/model.ts';
import { contentionThrows } from './demonstrations/locks.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { keptMicros, lockUses, rivalOf } from './support/locks.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS117',
  slug: 'blocking-lock-over-nonstop',
  title: 'Waiting for a lock is enough to trip nonstop',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The nonstop timer runs while a thread waits for a lock, and it does not ask why. When another thread keeps the lock for longer than
\`timeout\`, the waiting one gets a LockOperationTimedOutNonstopException, whatever \`timeout-behavior\` says, with the network and every
server in perfect order. A \`tryLock\` that may wait as long as \`timeout\`, or longer, ends the same way: it throws instead of answering false.

## When it is reported

For a \`lock\`, and for a \`tryLock\` with a time-out that is not below the nonstop \`timeout\`, of a key that another thread locks as well. As a
warning when that thread keeps the lock for at least the nonstop \`timeout\`, as an information when its work is shorter. Not when the
scenario expects calls on the cache to fail.

## What to do

Use \`tryLock\` with a time-out below the nonstop \`timeout\`, and handle false; or keep the work under the lock short.`,
  sources: [SOURCES.nonstopTuning, SOURCES.lockWrapper, SOURCES.cdv1583],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const use of lockUses(scenario)) {
        const { step, action, client, cache } = use;
        const { enabled, timeoutMicros } = cache.nonstop;
        if (!enabled || (action.tryMicros !== undefined && action.tryMicros < timeoutMicros)) continue;
        const rival = rivalOf(scenario, use);
        if (rival === undefined || expectsCallsToSuffer(scenario, cache.name)) continue;
        const kept = keptMicros(rival);
        const verb = action.tryMicros === undefined ? 'lock' : 'tryLock';
        const shorter = Math.max(1_000, Math.floor(timeoutMicros / 2_000) * 1_000);
        yield {
          at: step.at,
          severity: kept >= timeoutMicros ? 'warning' : 'info',
          message: `${client.family} waits for the lock of key ${action.key} of ${cache.name}, and nonstop throws after ${spoken(timeoutMicros)}.`,
          why: Number.isFinite(kept)
            ? `${rival.client.family} keeps it for ${spoken(kept)} at a time: contention alone is enough, nothing has to fail.`
            : `${rival.client.family} keeps it until it unlocks: contention alone is enough, nothing has to fail.`,
          help: `Use \`tryLock\` with a time-out below ${spoken(timeoutMicros)}, and handle false.`,
          related: rival.step === step ? [] : [{ at: rival.step.at, message: 'It is kept here' }],
          fixes: fix(
            `Use tryLock with timeout ${written(shorter)}`,
            changeText(
              model,
              step.at,
              verb === 'lock'
                ? /\block(\s+read)?(\s+\S+\s+key\s+)("[^"]*"|\S+)/
                : /\btryLock(\s+read)?(\s+\S+\s+key\s+)("[^"]*"|\S+)(\s+timeout\s+\S+)?/,
              `tryLock ${action.mode === 'read' ? 'read ' : ''}${cache.name} key ${/\s/.test(action.key) ? JSON.stringify(action.key) : action.key} timeout ${written(shorter)}`,
            ),
          ),
        };
      }
    }
  },

  demonstration: contentionThrows,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop, billing {
  rejoin true
  cache accounts { nonstop { timeout 5s } }
}

scenario "two threads, one lock" {
  duration 3min
  every 20s shop lock accounts key alice for 8s then put
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS117
  every 10s billing lock accounts key alice for 1s then put
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS117
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop, billing {
  rejoin true
  cache accounts { nonstop { timeout 5s } }
}

scenario "who does not get it goes on" {
  duration 3min
  every 20s shop tryLock accounts key alice timeout 2s for 8s then put
  every 10s billing tryLock accounts key alice timeout 2s for 1s then put
  every 10s billing lock accounts key bob for 8s then put
}
`,
};
