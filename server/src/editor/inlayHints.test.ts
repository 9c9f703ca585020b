import { expect, it } from 'vitest';
import { analyse } from '../index.ts';
import { inlayHints } from './inlayHints.ts';

function hinted(text: string, range = { start: 0, end: text.length }): string {
  const hints = inlayHints({ analysis: analyse(text, 'test.tcsim') }, range);
  return hints.reduceRight((all, { offset, label }) => `${all.slice(0, offset)} «${label}»${all.slice(offset)}`, text);
}

it('a cluster tells how long it takes to fail over', () => {
  expect(hinted('cluster orders {\n  server a, b\n}\n')).toMatchInlineSnapshot(`
    "cluster orders { «take-over 10s · paused 50s · window 120s»
      server a, b
    }
    "
  `);
  expect(
    hinted('cluster orders {\n  server a, b\n  election-time 11s\n  client-reconnect-window 30s\n}\n'),
  ).toMatchInlineSnapshot(`
    "cluster orders { «take-over 16s · paused 56s · window 30s»
      server a, b
      election-time 11s
      client-reconnect-window 30s
    }
    "
  `);
});

it('what nobody takes over is not told as a time', () => {
  expect(hinted('cluster orders {\n  server a\n}\n')).toMatchInlineSnapshot(`
    "cluster orders { «window 120s · paused client out after 45s»
      server a
    }
    "
  `);
  expect(hinted('cluster orders {\n  server a, b\n  failover-priority consistency\n}\n')).toMatchInlineSnapshot(`
    "cluster orders { «window 120s · paused client out after 45s»
      server a, b
      failover-priority consistency
    }
    "
  `);
  expect(
    hinted('cluster orders {\n  server a, b\n  health-check l2-l2 { ping-enabled false }\n}\n'),
  ).toMatchInlineSnapshot(`
    "cluster orders { «take-over 10s · window 120s»
      server a, b
      health-check l2-l2 { ping-enabled false }
    }
    "
  `);
});

it('the 10.x line has leases', () => {
  expect(
    hinted('cluster orders {\n  product terracotta 10.15\n  failover-priority availability\n  server a, b\n}\n'),
  ).toMatchInlineSnapshot(`
    "cluster orders { «window 120s · lease 150s»
      product terracotta 10.15
      failover-priority availability
      server a, b
    }
    "
  `);
});

it('a block in one line, a text that breaks off and another range have none', () => {
  expect(hinted('cluster orders { server a, b }\n')).toBe('cluster orders { server a, b }\n');
  expect(hinted('cluster')).toBe('cluster');
  expect(hinted('cluster orders {')).toContain('window 120s');
  expect(hinted('cluster orders {\n}\n', { start: 17, end: 18 })).toBe('cluster orders {\n}\n');
  expect(hinted('')).toBe('');
});
