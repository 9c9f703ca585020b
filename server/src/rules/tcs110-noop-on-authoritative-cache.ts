import type { Cache, Model } from '../model/model.ts';
import { dropsInSilence } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS110',
  slug: 'noop-on-authoritative-cache',
  title: 'A cache whose data exists nowhere else drops writes in silence',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

With \`timeout-behavior noop\` a call that times out does nothing and says nothing: \`put\` and \`remove\` are ignored, \`get\` answers
null, \`putIfAbsent\` answers null, which means "it was not there". That suits a cache in front of a database. It does not suit data that
has no other copy: sessions vanish, counters stand still, a request is processed twice because its key seemed new.

## When it is reported

For clustered caches with \`role session\`, \`counter\` or \`idempotency\`. A cache without a role is taken for a mere cache.

## What to do

Use \`exception\`, or \`localReadsAndExceptionOnWrite\` (Ehcache 2.7 and later) to go on reading what this JVM holds.`,
  sources: [SOURCES.nonstop, SOURCES.integrationServerNonstop, SOURCES.ehcacheNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, cluster } of cachesOf(model)) {
      const { nonstop } = cache;
      if (!cache.clustered || cache.role === 'cache' || !nonstop.enabled || nonstop.timeoutBehavior !== 'noop')
        continue;
      const behaviours = ['exception', ...(cluster.product.line === '3.7' ? [] : ['localReadsAndExceptionOnWrite'])];
      yield {
        at: nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
        message: `${cache.name} holds ${DATA[cache.role]} and drops writes in silence when a call times out.`,
        why: CONSEQUENCE[cache.role],
        help: `Use ${behaviours.map((name) => `\`timeout-behavior ${name}\``).join(' or ')}.`,
        related: [
          { at: cache.at.settings.role ?? cache.at.name, message: `${cache.name} is declared as ${cache.role}` },
        ],
        fixes: behaviours.flatMap((name) =>
          fix(`Use timeout-behavior ${name}`, setNonstop(model, cache, 'timeout-behavior', name)),
        ),
      };
    }
  },

  demonstration: dropsInSilence,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions {
    role session
    nonstop { timeout 5s  timeout-behavior noop }
//                        ^^^^^^^^^^^^^^^^^^^^^ TCS110
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions {
    role session
    nonstop { timeout 5s  timeout-behavior exception }
  }
  cache prices { nonstop { timeout-behavior noop } }
}
`,
};

const DATA: Readonly<Record<Cache['role'], string>> = {
  cache: 'cached data',
  session: 'sessions',
  counter: 'counters',
  idempotency: 'keys of processed requests',
};

const CONSEQUENCE: Readonly<Record<Cache['role'], string>> = {
  cache: '',
  session:
    'A session that is written while the array is away is lost, and one that is read seems never to have existed.',
  counter: 'Counts made while the array is away are lost, and a counter that is read seems to start again.',
  idempotency: 'putIfAbsent answers null, as if the key were new: a request is processed twice.',
};
