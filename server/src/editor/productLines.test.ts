/** What the editor offers depends on the product of the cluster that a place is about. */
import { describe, expect, it } from 'vitest';
import { parse } from '../language/index.ts';
import { documentSymbols } from './documentSymbols.ts';
import { expectCompletion, expectDefinition, hovered, offered, renamed } from './testing/editor.ts';

const YOUNG = `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  server s1, s2
  voter referee
}
client shop {
  cache sessions
}
`;
const OLD = `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}
client shop {
  cache sessions
}
`;
const inScenario = (cluster: string, line: string): string => `${cluster}scenario "s" {\n  ${line}\n}\n`;

describe('completion offers only what the product has', () => {
  it('in a cluster', () => {
    expectCompletion('cluster c {\n  product terracotta 10.7\n  $0\n}', {
      has: ['client-lease-duration', 'offheap-resources', 'voter', 'election-time'],
      lacks: ['l1reconnect', 'l2reconnect'],
    });
    expectCompletion('cluster c {\n  product terracotta 4.3\n  $0\n}', {
      has: ['restartable', 'l1reconnect'],
      lacks: ['client-lease-duration', 'voter'],
    });
    expectCompletion('cluster c {\n  product terracotta 10.3\n  $0\n}', {
      lacks: ['failover-priority', 'election-time'],
    });
    expect(offered('cluster c {\n  product terracotta 10.7\n  health-check $0\n}')).toEqual(['l2-l2', 'l1-l2']);
  });

  it('in clients and caches', () => {
    const client = YOUNG.slice(0, YOUNG.indexOf('client shop'));
    expectCompletion(`${client}client shop {\n  $0\n}`, { has: ['read-timeout', 'client-mode'], lacks: ['rejoin'] });
    expectCompletion(`${client}client shop {\n  cache sessions {\n    $0\n  }\n}`, {
      has: ['local-tier', 'loader-writer', 'resilience-strategy'],
      lacks: ['nonstop', 'synchronous-writes'],
    });
    expect(offered(`${client}client shop { client-mode $0 }`)).toEqual([
      'expecting',
      'auto-create',
      'auto-create-on-reconnect',
    ]);
  });

  it('in scenarios', () => {
    expectCompletion(inScenario(YOUNG, 'at 1s $0'), {
      has: ['set client-reconnect-window of', 'attach', 'detach'],
      lacks: ['block callback-port of'],
    });
    expectCompletion(inScenario(OLD, 'at 1s $0'), {
      has: ['block callback-port of'],
      lacks: ['set client-reconnect-window of', 'attach'],
    });
    expectCompletion(inScenario(YOUNG, 'at 1s shop $0'), { has: ['clear', 'iterate'], lacks: ['search', 'getKeys'] });
    expectCompletion(inScenario(YOUNG, 'expect shop is $0'), { has: ['disconnected', 'stuck'], lacks: ['ejected'] });
    expectCompletion(inScenario(YOUNG, 'expect s1 is $0'), { has: ['suspended'], lacks: ['waiting-for-promotion'] });
    expectCompletion(inScenario(YOUNG, 'expect shop sees $0'), { has: ['lease-expired'], lacks: ['clusterOffline'] });
    expectCompletion(inScenario(OLD, 'expect shop sees $0'), { has: ['clusterOffline'], lacks: ['lease-expired'] });
  });

  it('anything in a scenario that one of its clusters has', () => {
    const both = `${OLD}${YOUNG.replaceAll('orders', 'stock').replace('client shop', 'client desk')}`;
    expectCompletion(inScenario(both, 'at 1s $0'), {
      has: ['set client-reconnect-window of', 'block callback-port of'],
    });
  });

  it('names of properties', () => {
    expectCompletion('cluster c {\n  product terracotta 10.7\n  tc-properties {\n    $0\n  }\n}', {
      has: ['l2.election.timeout', 'l2.healthcheck.l2.ping.probes'],
      lacks: ['l2.l1reconnect.enabled', 'l2.healthcheck.l1.ping.probes'],
    });
  });
});

describe('voters', () => {
  it('are named like other nodes', () => {
    expectCompletion(inScenario(YOUNG, 'at 1s crash $0'), { has: ['referee'] });
    expectCompletion(inScenario(YOUNG, 'expect referee is $0'), { has: ['registered'], lacks: ['active', 'online'] });
    expectDefinition(inScenario(YOUNG.replace('voter referee', 'voter «referee»'), 'at 1s crash ref$0eree'));
    expect(renamed(inScenario(YOUNG, 'at 1s crash ref$0eree'), 'judge')).toContain('voter judge');
  });

  it('are in the outline, and say whose they are', () => {
    const [cluster] = documentSymbols(parse(YOUNG));
    expect(cluster?.children.map(({ name }) => name)).toEqual(['s1', 's2', 'referee']);
    expect(hovered(inScenario(YOUNG, 'at 1s crash ref$0eree'))).toContain('voter of orders');
  });
});

describe('hover says which products have a setting', () => {
  it('where not all have it', () => {
    expect(hovered('client c {\n  rej$0oin true\n}')).toContain('Terracotta 3.7 and 4.x');
    expect(hovered('cluster c {\n  product terracotta 10.7\n  elec$0tion-time 5s\n}')).toContain('10.7 (core 5.8)');
  });
});
