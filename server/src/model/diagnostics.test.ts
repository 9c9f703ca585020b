import { describe, expect, test } from 'vitest';
import { expectDiagnostics } from '../test/marked.ts';
import { inScenario, TOPOLOGY } from '../test/meaning.ts';

describe('settings', () => {
  test('ten mistakes in a cluster are ten diagnostics, each at its word', () => {
    expectDiagnostics(`cluster orders {
  product teracotta 4.3
          ^^^^^^^^^ TCS004: not a product
  client-reconect-window 120s
  ^^^^^^^^^^^^^^^^^^^^^^ TCS003: no setting
  election-time 5
                ^ TCS004: has no unit
  restartable yes
              ^^^ TCS004: neither true nor false
  failover-priority consistancy
                    ^^^^^^^^^^^ TCS004: not one of the values
  server tsa-1, tsa-2
  server tsa-1
  health-check l2-l3 { ping-probes 3s ping-idletime 5m }
               ^^^^^ TCS004: not one of the values
                                   ^^ TCS004: this is a count
                                                    ^^ TCS004: not a unit of time
  l1reconnect { timeout 99h }
                        ^^^ TCS005: out of range
}
`);
  });

  test('what is wrong on a line of several settings does not hide the others', () => {
    const [missing] = expectDiagnostics(`cluster orders {
  server tsa-1
}
client shop {
  clustr orders  rejoin true
  ^^^^^^ TCS003: A client has no setting
  cache sessions { consistency strong  consitency strong  nonstop { timeout 5s immediate-timeout timeout-behavior noop } }
                                       ^^^^^^^^^^ TCS003: A cache has no setting
                                                                               ^^^^^^^^^^^^^^^^^ TCS011: has no value
}
`);
    expect(missing?.fixes[0]?.edits[0]?.text).toBe('cluster');
  });

  test('a line that belongs into another block, a part of a name, a space that is missing', () => {
    const found = expectDiagnostics(`product terracotta 4.3
^^^^^^^ TCS003: is said in a cluster
cluster orders {
  server tsa-1
}
client shop x3 {
            ^^ TCS003: is one word
  cache carts { nonstop { behavior noop } }
                          ^^^^^^^^ TCS003: no setting
}
scenario "s" {
  run 1min
  ^^^ TCS003: not something that a scenario can say
}
`);
    expect(found.map(({ fixes }) => fixes[0]?.edits[0]?.text)).toEqual([
      undefined,
      'x 3',
      'timeout-behavior',
      'duration',
    ]);
  });

  test('twice the same setting or block', () => {
    const found = expectDiagnostics(`cluster orders {
  server tsa-1
  restartable true
  restartable false
  ^^^^^^^^^^^^^^^^^ TCS006: set twice
  health-check l2-l1 { ping-probes 3 }
  health-check l2-l2 { ping-probes 3 }
  health-check l2-l1 { ping-probes 4 }
  ^^^^^^^^^^^^^^^^^^ TCS006: twice
  l1reconnect { enabled true }
  l1reconnect { enabled false }
  ^^^^^^^^^^^ TCS006: twice
}
`);
    expect(found.map((diagnostic) => diagnostic.related.length)).toEqual([1, 1, 1]);
  });

  test('a block where none can be', () => {
    expectDiagnostics(`cluster orders {
  restartable true {
                   ^ TCS003: takes no block
  }
  server tsa-1
}
`);
  });

  test('a product line without the setting says which has it', () => {
    const found = expectDiagnostics(`cluster orders {
  product terracotta 3.7
  server tsa-1
}
client shop {
  cache sessions {
    nonstop {
      search-timeout 5s
      ^^^^^^^^^^^^^^^^^ TCS009: does not have \`search-timeout\`
      timeout-behavior localReadsAndExceptionOnWrite
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`localReadsAndExceptionOnWrite\`
    }
  }
}
`);
    for (const { help } of found) expect(help).toContain('Terracotta 4.x has it');
    expectDiagnostics(`cluster orders {
  product terracotta 4.1
  failover-priority consistency
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have
  server tsa-1
}
`);
  });

  test.each(['4.0', '4.1.2', '4.x'])('Terracotta %s has them', (version) => {
    expectDiagnostics(`cluster orders {
  product bigmemory-max ${version}
  server tsa-1
}
client shop {
  cache sessions { nonstop { search-timeout 5s timeout-behavior localReadsAndExceptionOnWrite } }
}
`);
  });

  test('names of properties', () => {
    expectDiagnostics(`cluster orders {
  server tsa-1
  tc-properties {
    l2.healthcheck.l1.ping.idletime 2000
    com.tc.l2.l1reconnect.enabled false
    l2.healthcheck.l1.ping.idletim 2000
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS003: has no effect
    l2.healthcheck.l2.ping.probes many
                                  ^^^^ TCS004: not a number
    l2.nha.autoRestart
    ^^^^^^^^^^^^^^^^^^ TCS011: value of
  }
}
`);
  });
});

describe('declarations', () => {
  test('a name means one thing', () => {
    expectDiagnostics(`cluster orders {
  server tsa-1
}
client tsa-1 { cache a }
       ^^^^^ TCS006: already taken
client shop x 2 { cache a, a }
                           ^ TCS006: already taken
client shop-2 { cache a }
       ^^^^^^ TCS006: already taken
client my.shop { cache a }
       ^^^^^^^ TCS004: contains a dot
scenario "one" { at 1s crash tsa-1 }
scenario "one" { at 1s crash tsa-1 }
         ^^^^^ TCS006: already taken
`);
  });

  test('a cluster needs servers, a client needs a cluster', () => {
    expectDiagnostics(`cluster orders {
        ^^^^^^ TCS011: no servers
}
cluster stock {
  server s-1
}
client shop { cache a }
       ^^^^ TCS011: which cluster
client web { cluster orderz }
                     ^^^^^^ TCS002: no cluster named
`);
  });

  test('a scenario needs a cluster and a client needs one', () => {
    expectDiagnostics(`client shop
       ^^^^ TCS011: no cluster to connect to
scenario "s" { at 1s pause shop for 5s }
         ^^^ TCS011: no cluster
`);
  });

  test('words that a later version will know', () => {
    expectDiagnostics(`voter v1
^^^^^ TCS009: not supported yet
cluster orders {
  product terracotta 10.12
                     ^^^^^ TCS004: not a version
  server tsa-1
}
scenario "s" {
  at 10s wipe disk of tsa-1
         ^^^^ TCS009: not supported yet
}
`);
  });

  test('statements that are none', () => {
    expectDiagnostics(`clutser orders { server tsa-1 }
^^^^^^^ TCS003: not something that a file can say
lorem ipsum
^^^^^ TCS003: not something that a file can say
`);
  });
});

describe('statements of a scenario', () => {
  test('the place where each stops making sense', () => {
    expectDiagnostics(
      inScenario(`  every 1s shop gte sessions
                ^^^ TCS003: no operation
  every 100ms shpo get sessions
              ^^^^ TCS002: no client named
  every 1s shop get sesions
                    ^^^^^^^ TCS002: no cache named
  every 1s shop get pages
                    ^^^^^ TCS002: no cache of
  every 1s web, shop get pages
                         ^^^^^ TCS002: \`shop-1\` has no cache
  every 1s tsa-1 get pages
           ^^^^^ TCS002: not a client
  at 20s pause shop 70s
                    ^^^ TCS011: \`for\` is missing
  at 20s pause shop for long
                        ^^^^ TCS004: not a duration
  at 20s pause shop
               ^^^^ TCS011: missing after
  at 31s crsh tsa-1
         ^^^^ TCS003: not known here
  at 32s kill tsa-1
         ^^^^ TCS003: not known here
  at 33s crash tsa-9
               ^^^^^ TCS002: no node named
  at 34 crash tsa-1
     ^^ TCS004: has no unit
  at 35s crash tsa-1 tsa-2
                     ^^^^^ TCS011: \`,\` is missing
  at 36s cut shop from tsa-1 for 10s again
                                     ^^^^^ TCS003: Nothing more
  at 60s..30s crash tsa-1
          ^^^ TCS005: before the beginning
  every 1s from 20s until 10s shop get sessions
                          ^^^ TCS005: before the beginning
  when tsa-2 becomes activ: crash web
                     ^^^^^ TCS003: no state
  when tsa-2 becomes active crash web
                            ^^^^^ TCS011: \`:\` is missing
  when shop sees clusterOfline: crash web
                 ^^^^^^^^^^^^^ TCS003: no event
  at 10s
     ^^^ TCS011: missing after
  foo bar
  ^^^ TCS003: not something
  with ordrs { restartable true }
       ^^^^^ TCS002: no cluster, client or cache
  with orders
       ^^^^^^ TCS011: no block
  with shop-2 { rejoin true }
       ^^^^^^ TCS002: no settings of its own`),
    );
  });

  test('what `with` and `for` cannot do', () => {
    expectDiagnostics(
      inScenario(`  at 10s crash tsa-1
  for x in [1s, 2s]
  for x in [3s]
      ^ TCS006: already taken
  with orders { server tsa-3  restartable true }
                ^^^^^^ TCS003: cannot add servers
  with web { cache pages { consistency strong }  cache more }
                                                       ^^^^ TCS003: cannot add a cache`),
    );
  });

  test('expectations', () => {
    expectDiagnostics(
      inScenario(`  at 10s crash tsa-1
  expect tsa-2 becoms active within 12s after 30s
               ^^^^^^ TCS003: not known here
  expect tsa-2 becomes active within 12s afer 30s
                                         ^^^^ TCS003: not known here
  expect noo get on shop takes longer than 5s
         ^^^ TCS003: neither a declared name nor a word
  expect no get on shop.sessio takes longer than 5s
                        ^^^^^^ TCS002: no cache named
  expect no get on shp.sessions fails
                   ^^^ TCS002: no client named
  expect no gett on shop fails
            ^^^^ TCS003: no operation
  expect tsa-2 becomes offline
                       ^^^^^^^ TCS004: A server never is
  expect tsa-1 rejoins
         ^^^^^ TCS002: not a client
  expect shop sees clusterOffline, clusterOnline in order
         ^^^^ TCS004: several nodes
  expect tsa-2 is active between 60s and 30s
                         ^^^^^^^^^^^^^^^^^^^ TCS005: ends before it begins
  expect tsa-2 is active after 10min
                         ^^^^^^^^^^^ TCS008: after the end
  expect
  ^^^^^^ TCS011: missing after`),
    );
  });

  test('a scenario that says too little is told so', () => {
    expectDiagnostics(`${TOPOLOGY}scenario "empty" {
         ^^^^^^^ TCS011: expects nothing
         ^^^^^^^ TCS011: Nothing happens
}
scenario "no block"
         ^^^^^^^^^^ TCS011: no block
scenario "no end" {
         ^^^^^^^^ TCS011: ends after 210s
  at 30s crash tsa-1
  expect tsa-2 becomes active
}
`);
  });
});

describe('what was forgotten', () => {
  test('braces, servers, times', () => {
    expectDiagnostics(`network latency 5ms
        ^^^^^^^ TCS003: outside of the block
cluster orders {
  stripe
  ^^^^^^ TCS011: no servers
  server tsa-1
}
client shop { cache a nonstop }
                      ^^^^^^^ TCS003: outside of the block
scenario "s" {
  duration 1min
  crash tsa-1
  ^^^^^ TCS011: does not say when
  30s crash tsa-1
  ^^^ TCS011: \`at\` is missing
  at every 10s crash tsa-1
     ^^^^^ TCS004: not a time
  at 10s crash tsa-1,
                    ^ TCS011: missing after
  at 10s crash every node
                     ^^^^ TCS003: cannot stand after
  expect tsa-1 active
               ^^^^^^ TCS011: \`becomes\` is missing
  expect tsa-1 is active for 10s
                         ^^^ TCS003: cannot stand after
}
`);
  });
});

describe('limits', () => {
  test('too many clients, nodes, operations, runs', () => {
    expectDiagnostics(`cluster orders { server tsa-1 }
client huge x 5000 { cache a }
              ^^^^ TCS010: cannot be simulated
client big x 1000 { cache a }
scenario "s" {
         ^^^ TCS010: servers and clients
  duration 1h
  every 1ms big get a
  ^^^^^^^^^^^^^^^^^^^ TCS010: million operations
}
`);
  });
});
