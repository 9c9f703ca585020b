import { describe, expect, it } from 'vitest';
import { entryOf } from '../language/schema/index.ts';
import { expectHover, hovered } from './testing/editor.ts';

const FILE = (line: string) => `/// Two mirrored servers.
cluster orders {
  stripe { server tsa-1, tsa-2 }
}
client shop {
  cache sessions {}
}
scenario "s" {
  ${line}
}
`;

describe('hover explains', () => {
  it('a setting: meaning, default, range, name in the product, source', () => {
    const { documentation, source } = entryOf('cluster.client-reconnect-window');
    expectHover(
      'cluster c { client-re$0connect-window 30s }',
      'client-reconnect-window <duration>',
      documentation,
      '**Default**: `120s`',
      '**Range**: 0s to 24h',
      '`<client-reconnect-window>` in tc-config.xml',
      `**Source**: ${source}`,
    );
  });

  it('that a setting is checked and not simulated', () => {
    expectHover(
      'client c { cache a { over$0flow-to-disk true } }',
      '*Checked, not simulated*',
      '`<cache overflowToDisk>`',
    );
    expectHover('client c { default-$0cache { eternal true } }', '*Checked, not simulated*', 'at run time');
    expect(hovered('cluster c { election-$0time 5s }')).not.toContain('Checked');
  });

  it('a value and what the other values mean', () => {
    expectHover('cluster c { failover-priority cons$0istency }', '**consistency**', 'A value of `failover-priority`');
    expectHover('cluster c { failover-$0priority consistency }', 'availability', 'consistency');
  });

  it('defaults that depend on the edge', () => {
    expectHover(
      'cluster c { health-check l1-l2 { socket-connect-$0count 5 } }',
      '`13`',
      'l2-l1: `10`',
      'l1.healthcheck.l2',
    );
  });

  it('the detection times that a health check adds up to', () => {
    const text =
      'cluster c { stripe { server a, b }\n health-check l2-l1 { ping-id$0letime 1s  socket-connect-count 5 } }';
    expectHover(text, '21s', '10s', '5s');
    expectHover('cluster c { health-check l1-$0l2 {} }', 'client watches its server', '57s', '14s', '9s');
  });

  it('tc.properties, and their values', () => {
    const text = (line: string) => `cluster c { tc-properties { ${line} } }`;
    expectHover(text('l1.healthcheck.l2.socket$0ConnectCount 5'), 'socket-connect-count', '`13`');
    expectHover(text('com.tc.l2.nha.autoRestart fal$0se'), 'auto-restart');
    expect(hovered(text('my.own.prop$0erty 5'))).toBe('');
  });

  it('names, with the comment above their declaration', () => {
    expectHover(FILE('at 1s crash ts$0a-1'), 'server of orders');
    expectHover(FILE('every 1s sh$0op get sessions'), 'client of orders', 'Ehcache 2.10');
    expectHover(FILE('with ord$0ers {}'), 'Two mirrored servers.', 'tsa-1, tsa-2');
    expectHover(FILE('every 1s shop get sess$0ions'), 'cache of shop');
  });

  it('states, events and operations', () => {
    expectHover(FILE('expect tsa-2 becomes act$0ive'), 'state of a server', 'ACTIVE-COORDINATOR');
    expectHover(FILE('expect shop becomes off$0line'), 'state of a client');
    expectHover(FILE('expect shop sees cluster$0Offline'), 'event');
    expectHover(FILE('every 1s shop putIf$0Absent sessions'), 'write');
  });

  it('faults, triggers and bounds', () => {
    expectHover(FILE('at 1s pa$0use shop for 10s'), 'garbage collection');
    expectHover(FILE('a$0t 1s crash tsa-1'), 'Once');
    expectHover(FILE('expect tsa-2 becomes active wi$0thin 12s after 30s'), 'From the time on');
  });

  it('nothing where nothing stands', () => {
    expect(hovered('cluster c {\n$0\n}')).toBe('');
    expect(hovered('// clus$0ter')).toBe('');
  });
});
