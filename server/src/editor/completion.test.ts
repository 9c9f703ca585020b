import { describe, expect, it } from 'vitest';
import { completions } from './completion.ts';
import { completed, edited, expectCompletion, offered } from './testing/editor.ts';

const TOPOLOGY = `cluster orders {
  stripe { server tsa-1, tsa-2 }
}
client shop x 2 {
  cache sessions { nonstop { timeout 5s } }
}
client desk {
  cache prices {}
}
`;

const scenario = (line: string) => `${TOPOLOGY}scenario "s" {\n  ${line}\n}\n`;

describe('completion offers', () => {
  it('declarations in a file, with a body to fill in', () => {
    expectCompletion('$0', {
      has: ['cluster', 'client', 'scenario', 'import', 'network'],
      lacks: ['crash', 'timeout'],
    });
    expect(completed('clu$0', 'cluster')).toMatch(/^cluster \$1 \{/);
  });

  it('settings of the block, without those that are there already', () => {
    const text = 'cluster c {\n  restartable true\n  $0\n}';
    expectCompletion(text, {
      has: ['client-reconnect-window', 'election-time', 'stripe', 'health-check'],
      lacks: ['restartable', 'rejoin'],
    });
  });

  it('settings in a block that is not closed, below a line that makes no sense', () => {
    expectCompletion('cluster c {\n  what is this\n  $0', { has: ['failover-priority'] });
  });

  it('a name while it is being typed, and replaces all of it', () => {
    expect(completed('cluster c {\n  client-re$0connect true\n}', 'client-reconnect-window')).toContain(
      '  client-reconnect-window true',
    );
  });

  it('the values of a setting', () => {
    expect(offered('cluster c { failover-priority $0 }')).toEqual(['availability', 'consistency']);
    expect(offered('client c { rejoin $0 }')).toEqual(['true', 'false']);
    expectCompletion('client c { cache k { nonstop { timeout-behavior $0 } } }', {
      has: ['exception', 'noop', 'localReads', 'localReadsAndExceptionOnWrite'],
    });
  });

  it('only what the declared product has', () => {
    const text = (version: string) => `cluster c { product terracotta ${version} }
client a { cluster c
  cache k { nonstop { $0 } }
}`;
    expectCompletion(text('3.7'), { has: ['timeout'], lacks: ['search-timeout'] });
    expectCompletion(text('4.3'), { has: ['timeout', 'search-timeout'] });
  });

  it('edges of a health check, and its settings', () => {
    expect(offered('cluster c { health-check $0 }')).toEqual(['l2-l1', 'l2-l2', 'l1-l2']);
    expectCompletion('cluster c { health-check l2-l1 { $0 } }', { has: ['ping-idletime', 'socket-connect-count'] });
  });

  it('triggers and settings in a scenario', () => {
    expectCompletion(scenario('$0'), { has: ['at', 'every', 'when', 'expect', 'duration', 'with', 'initially'] });
  });

  it('faults and clients behind a time', () => {
    expectCompletion(scenario('at 30s $0'), { has: ['crash', 'pause', 'cut', 'partition', 'shop', 'every'] });
  });

  it('nodes behind a fault, and more behind a comma', () => {
    expectCompletion(scenario('at 30s crash $0'), {
      has: ['tsa-1', 'tsa-2', 'shop', 'shop-2', 'every server'],
      lacks: ['crash'],
    });
    expectCompletion(scenario('at 30s crash tsa-1, $0'), { has: ['tsa-2', 'desk'] });
  });

  it('the rest of a phrase', () => {
    expectCompletion(scenario('at 30s pause shop $0'), { has: ['for'] });
    expectCompletion(scenario('at 30s pause shop for 70s $0'), { has: ['backlog'] });
    expectCompletion(scenario('at 30s cut tsa-1 $0'), { has: ['from'] });
  });

  it('operations of a client, and the caches that this client has', () => {
    expectCompletion(scenario('every 1s shop $0'), { has: ['get', 'put', 'putIfAbsent'] });
    expect(offered(scenario('every 1s shop put $0'))).toEqual(['sessions']);
    expect(offered(scenario('every 1s shop-2 put $0'))).toEqual(['sessions']);
  });

  it('expectations, and the states of what is spoken about', () => {
    expectCompletion(scenario('expect $0'), { has: ['tsa-1', 'shop', 'no', 'every', 'exactly'] });
    expectCompletion(scenario('expect tsa-2 $0'), { has: ['becomes', 'is', 'sees', 'never'] });
    expectCompletion(scenario('expect tsa-2 becomes $0'), {
      has: ['active', 'in-window'],
      lacks: ['online', 'ejected'],
    });
    expectCompletion(scenario('expect shop becomes $0'), { has: ['online', 'offline'], lacks: ['active'] });
    expectCompletion(scenario('expect every client becomes $0'), { has: ['offline'], lacks: ['in-window'] });
  });

  it('words that agree with their subject, and the words that always follow', () => {
    expectCompletion(scenario('expect tsa-1 $0'), { has: ['becomes', 'sees'], lacks: ['become', 'see', 'rejoins'] });
    expectCompletion(scenario('expect tsa-1, tsa-2 $0'), { has: ['become', 'see'], lacks: ['becomes', 'sees'] });
    expectCompletion(scenario('expect at $0'), { has: ['least', 'most'] });
    expect(completed(scenario('at 30s dr$0'), 'drop connection of')).toContain('at 30s drop connection of\n');
  });

  it('events', () => {
    expectCompletion(scenario('expect shop sees $0'), {
      has: ['clusterOffline', 'clusterRejoined'],
      lacks: ['log', 'state'],
    });
    expectCompletion(scenario('when tsa-2 sees $0'), { has: ['election-won'] });
  });

  it('bounds at the end of an expectation', () => {
    expectCompletion(scenario('expect tsa-2 becomes active $0'), { has: ['within', 'after', 'before', 'between'] });
    expectCompletion(scenario('expect tsa-2 becomes active within 12s $0'), { has: ['after'] });
  });

  it('things that calls can be expected to do', () => {
    expectCompletion(scenario('expect no get on $0'), { has: ['sessions', 'shop.sessions', 'shop'] });
    expectCompletion(scenario('expect no get on shop.sessions $0'), {
      has: ['takes longer than', 'throws', 'fails', 'blocks'],
    });
  });

  it('settings of the thing that a scenario changes', () => {
    expectCompletion(scenario('with $0 {}'), { has: ['orders', 'shop', 'sessions', 'network'] });
    expectCompletion(scenario('with orders { $0 }'), { has: ['client-reconnect-window'] });
    expectCompletion(scenario('with network { $0 }'), { has: ['latency', 'jitter'] });
  });

  it('names of tc.properties and their values', () => {
    const text = 'cluster c { tc-properties {\n  l2.nha.autoRestart false\n  $0\n} }';
    expectCompletion(text, {
      has: ['l2.healthcheck.l1.ping.idletime', 'l2.l1reconnect.enabled'],
      lacks: ['l2.nha.autoRestart'],
    });
    expect(offered(text.replace('$0', 'l2.l1reconnect.enabled $0'))).toEqual(['true', 'false']);
    expect(offered(text.replace('$0', 'l1.healthcheck.l2.socketConnectCount $0'))).toEqual(['13']);
  });

  it('names of values', () => {
    expectCompletion('let window = 30s\ncluster c { client-reconnect-window $0 }', { has: ['window', '120s'] });
  });

  it('nothing in comments, in texts and behind a finished statement', () => {
    expect(offered('// $0')).toEqual([]);
    expect(offered('scenario "a $0"')).toEqual([]);
    expect(offered(scenario('seed 7 $0'))).toEqual([]);
  });
});

it('shows default and documentation beside a setting', () => {
  const { file, offset } = edited('cluster c { $0 }');
  const window = completions(file, offset).find(({ label }) => label === 'client-reconnect-window');
  expect(window?.detail).toBe('client-reconnect-window <duration>  ·  default 120s');
  expect(window?.documentation).toContain('a new active waits');
});
