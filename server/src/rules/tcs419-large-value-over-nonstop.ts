import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf, placeIn } from './support/caches.ts';
import { spoken } from './support/durations.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS419',
  slug: 'large-value-over-nonstop',
  title: 'One large value takes a good part of the nonstop timeout',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A value travels as a whole. While it does, the call waits, and so do others on the same connection; with a short nonstop timeout the transfer
alone makes calls time out although everything works, and with \`noop\` nobody notices.

## When it is reported

When sending \`value-bytes\` once, at \`bytes-per-second\` of the network (one gigabit unless written), takes more than a quarter of the
nonstop timeout. Serialization and the disk of the server come on top.

## What to do

Keep smaller values, or give the cache more time.`,
  sources: [SOURCES.releaseNotes35, SOURCES.faq],

  *check(model: Model): Iterable<Finding> {
    const perSecond = model.network.checked?.bytesPerSecond ?? ONE_GIGABIT;
    for (const { cache } of cachesOf(model)) {
      const { nonstop, valueBytes } = cache;
      if (!cache.clustered || !nonstop.enabled || valueBytes === undefined) continue;
      const transferMicros = Math.round((valueBytes / perSecond) * 1000) * 1000;
      if (transferMicros * 4 <= nonstop.timeoutMicros) continue;
      yield {
        at: placeIn(cache, 'value-bytes'),
        message: `Sending one value of ${cache.name} takes ${spoken(transferMicros)} of a nonstop timeout of ${spoken(nonstop.timeoutMicros)}.`,
        why: 'The transfer alone may use up the time of this call and of those behind it, although everything works.',
        help: 'Keep smaller values, or raise the timeout.',
        related: [{ at: nonstop.at?.settings.timeout ?? cache.at.name, message: 'The timeout' }],
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

network { bytes-per-second 12500000 }

client shop {
  rejoin true
  cache reports {
    value-bytes 20000000
//  ^^^^^^^^^^^^^^^^^^^^ TCS419
    nonstop { timeout 5s }
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache reports { value-bytes 20000000  nonstop { timeout 5s } }
}
`,
};

const ONE_GIGABIT = 125_000_000;
