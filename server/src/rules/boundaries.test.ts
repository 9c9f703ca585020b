/** One millisecond, one entry or one letter to either side of where a rule begins: what is found, by code and severity. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../index.ts';

/** The cluster `orders` with two servers, and a client that nothing is wrong with unless its settings make it so. */
const pair = (cluster: string, client = 'cache sessions { nonstop { timeout 15s } }', rest = ''): string =>
  `cluster orders {\n  product terracotta 4.3\n  server tsa-1, tsa-2\n  ${cluster}\n}\nclient shop {\n  rejoin true\n  ${client}\n}\n${rest}`;

const TEN = 'product terracotta 10.7\n  failover-priority consistency:1';

/** What is said of every pair that prefers availability, which is the default. */
const USUAL = new Set(['TCS009', 'TCS011', 'TCS306', 'TCS317']);

const found = (text: string): string[] =>
  analyse(text, 'test.tcsim')
    .diagnostics.filter(({ code }) => !USUAL.has(code))
    .map(({ severity, code }) => `${severity} ${code}`);

type Case = readonly [what: string, text: string, ...found: string[]];

const cases: readonly (readonly [rule: string, cases: readonly Case[]])[] = [
  [
    'TCS101 makes nothing nonstop that cannot be',
    [['xa', pair('', 'cache orders { consistency strong  transactional-mode xa }'), 'warning TCS101']],
  ],
  [
    'TCS109',
    [
      ['500 ms', pair('', 'cache s { nonstop { timeout 500ms } }'), 'warning TCS109'],
      ['501 ms', pair('', 'cache s { nonstop { timeout 501ms } }')],
      [
        'the default cache',
        pair('', 'default-cache { nonstop { timeout 10ms } }\n  cache s { nonstop true }'),
        'warning TCS109',
      ],
      [
        'a cache of this JVM',
        pair('', 'cache t { clustered false  nonstop { timeout 10ms } }\n  cache s { nonstop true }'),
      ],
    ],
  ],
  [
    'TCS113',
    (
      [
        ['a local tier of one entry', 'max-entries-local-heap 1', 'warning TCS113'],
        ['of two', 'max-entries-local-heap 2'],
        ['none, of any size', 'local-cache-enabled false  max-entries-local-heap 100', 'warning TCS113'],
      ] as const
    ).map(([what, setting, ...codes]) => [
      what,
      pair('', `cache s { ${setting}  nonstop { timeout 15s  timeout-behavior localReads } }`),
      ...codes,
    ]),
  ],
  [
    'TCS203: a gap of 8 to 12 s',
    [
      ['8 s', pair('health-check l1-l2 { socket-connect-count 12 }')],
      ['7.999 s', pair('health-check l1-l2 { socket-connect-count 12  ping-idletime 4999ms }'), 'info TCS203'],
      ['12.001 s', pair('health-check l1-l2 { ping-idletime 5001ms }'), 'info TCS203'],
    ],
  ],
  [
    'TCS209',
    [
      ['idletime of one interval', pair('health-check l2-l1 { ping-idletime 1s  ping-interval 1s }')],
      ['1 ms less', pair('health-check l2-l1 { ping-idletime 999ms  ping-interval 1s }'), 'error TCS209'],
      [
        'a count of zero that nobody counts',
        pair('health-check l2-l1 { socket-connect false  socket-connect-count 0 }'),
        'warning TCS207',
      ],
      ['a check that is off', pair('health-check l2-l1 { ping-enabled false  ping-probes 0 }'), 'warning TCS206'],
    ],
  ],
  [
    'TCS210',
    [
      ['60 intervals', pair('health-check l2-l1 { socket-connect-timeout 60 }')],
      ['61 intervals', pair('health-check l2-l1 { socket-connect-timeout 61 }'), 'warning TCS210'],
      ['100 ms', pair('health-check l2-l1 { ping-interval 100ms }')],
      ['99 ms', pair('health-check l2-l1 { ping-interval 99ms }'), 'warning TCS210'],
    ],
  ],
  [
    'TCS211 needs no client to be said',
    [
      [
        'an array by itself',
        'cluster orders {\n  server tsa-1, tsa-2\n  l1reconnect { enabled false }\n}\n',
        'warning TCS211',
      ],
    ],
  ],
  [
    'TCS212 and TCS215',
    [
      ['15 s', pair('l1reconnect { timeout 15s }')],
      ['15 001 ms', pair('l1reconnect { timeout 15001ms }'), 'warning TCS212'],
      ['59 999 ms', pair('l1reconnect { timeout 59999ms }'), 'warning TCS212'],
      ['60 s', pair('l1reconnect { timeout 60s }'), 'warning TCS212', 'hint TCS215'],
      ['a window of 19 s', pair('client-reconnect-window 19s')],
      ['of 18 999 ms', pair('client-reconnect-window 18999ms'), 'warning TCS301'],
      ['of 14 999 ms', pair('client-reconnect-window 14999ms'), 'hint TCS215', 'warning TCS301'],
    ],
  ],
  [
    'TCS213',
    [
      ['the same as the servers', pair('', 'l1reconnect { timeout 5s }\n  cache s { nonstop true }')],
      ['1 ms more', pair('', 'l1reconnect { timeout 5001ms }\n  cache s { nonstop true }'), 'error TCS213'],
    ],
  ],
  [
    'TCS302 and TCS305',
    [
      ['300 s', pair('client-reconnect-window 300s')],
      ['300 001 ms', pair('client-reconnect-window 300001ms'), 'warning TCS302'],
      ['zero', pair('client-reconnect-window 0s'), 'error TCS305'],
    ],
  ],
  [
    'TCS309',
    [
      ['5 s', pair('election-time 5s')],
      ['4999 ms', pair('election-time 4999ms'), 'warning TCS309'],
      ['one server', 'cluster orders {\n  server tsa-1\n  election-time 1s\n}\n'],
    ],
  ],
  [
    'TCS311 and TCS322: names of hosts in any case',
    [
      ['mirrors', 'cluster orders {\n  server a { host Blade }\n  server b { host blade }\n}\n', 'warning TCS311'],
      [
        'a voter',
        `cluster orders {\n  ${TEN}\n  server a { host one }\n  server b { host two }\n  voter v { host ONE }\n}\n`,
        'warning TCS322',
      ],
      [
        'a voter beside a server that has no mirror',
        `cluster orders {\n  ${TEN}\n  stripe x { server a { host one } }\n  stripe y { server b { host two }  server c { host three } }\n  voter v { host one }\n}\n`,
      ],
      [
        'a voter that nobody asks',
        'cluster orders {\n  product terracotta 10.7\n  failover-priority availability\n  server a { host one }\n  server b { host two }\n  voter v { host one }\n}\n',
        'hint TCS321',
      ],
    ],
  ],
  [
    'TCS312',
    (
      [
        ['the same port', 'tsa-port 9510', 'tsa-port 9510', 'error TCS312'],
        ['another', 'tsa-port 9510', 'tsa-port 9610'],
        ['the group port of the other, 20 above', 'tsa-port 9510', 'tsa-port 9530', 'error TCS312'],
        ['its JMX port, which is off unless it is written', 'tsa-port 9510', 'tsa-port 9520'],
        ['its JMX port, as written', 'tsa-port 9510  jmx-port 9700', 'tsa-port 9700', 'error TCS312'],
        ['its port as a management port', 'tsa-port 9510', 'tsa-port 9610  management-port 9510', 'error TCS312'],
        ['no JMX for both', 'tsa-port 9510  jmx-port 0', 'tsa-port 9610  jmx-port 0'],
        ['a directory', 'tsa-port 9510  data "/d"', 'tsa-port 9610  data "/d"', 'error TCS312'],
      ] as const
    ).flatMap(([what, one, other, ...codes]): readonly Case[] => [
      [
        what,
        `cluster orders {\n  stripe x { server a { host blade  ${one} } }\n  stripe y { server b { host BLADE  ${other} } }\n}\n`,
        ...codes,
      ],
      [
        `${what}, in two clusters`,
        `cluster orders { server a { host blade  ${one} } }\ncluster prices { server b { host blade  ${other} } }\n`,
        ...codes,
      ],
    ]),
  ],
  [
    'TCS204: a queue of connections that is full',
    (
      [
        ['45 s are too long for ten connects', 'tsa-1 for 45s', 'warning TCS204'],
        ['and 44.999 s are not', 'tsa-1 for 44999ms'],
        ['room for one: 18 s', 'tsa-1 for 18s backlog 1', 'warning TCS204'],
        ['and takeover 5 s later', 'tsa-1 for 23s backlog 1', 'info TCS107', 'warning TCS204'],
        ['and 17.999 s', 'tsa-1 for 17999ms backlog 1'],
        ['room for nine, and the tenth connect hangs: 50 s', 'tsa-1 for 49999ms backlog 9'],
        ['and 50 s', 'tsa-1 for 50s backlog 9', 'warning TCS204'],
        ['a client', 'shop for 18s backlog 1', 'warning TCS204'],
        ['a client whose queue is never full', 'shop for 44999ms backlog 100'],
      ] as const
    ).map(([what, pause, ...codes]) => [
      what,
      pair(
        '',
        undefined,
        `scenario "pause" {\n  duration 5min\n  every 1s shop get sessions\n  at 30s pause ${pause}\n  expect some get on sessions succeeds\n}\n`,
      ),
      ...codes,
    ]),
  ],
  [
    'TCS315',
    (
      [
        ['both', 'one:9510,two:9510'],
        ['one of them twice', 'one:9510,one:9510', 'warning TCS315'],
        ['one of them, and another name', 'one:9510,vip:9510', 'warning TCS316'],
        ['in capitals, with blanks and a user', 'ops@ONE:9510 , Two:9510'],
      ] as const
    ).map(([what, url, ...codes]) => [
      what,
      pair('', `url "${url}"\n  cache s { nonstop true }`).replace(
        'server tsa-1, tsa-2',
        'server tsa-1 { host one }\n  server tsa-2 { host two }',
      ),
      ...codes,
    ]),
  ],
  [
    'TCS318 counts the servers of the cluster',
    (
      [
        ['one', '10.7', 'server a'],
        ['one in each stripe', '10.7', 'stripe x { server a }  stripe y { server b }', 'error TCS318'],
        ['the same before there was a tool', '5.6', 'stripe x { server a }  stripe y { server b }'],
        ['two', '10.5', 'server a, b', 'warning TCS318'],
        ['two, and the setting is not known yet', '10.3', 'server a, b'],
      ] as const
    ).map(([what, version, servers, ...codes]) => [
      what,
      `cluster orders {\n  product terracotta ${version}\n  ${servers.replace('  ', '\n  ')}\n}\n`,
      ...codes,
    ]),
  ],
  [
    'TCS328: zero retries are no limit',
    ([-1, 0, 1] as const).map((retries) => [
      `${retries}`,
      pair(
        '',
        `max-connect-retries ${retries}\n  cache s { nonstop true }`,
        'scenario "late" {\n  duration 5min\n  initially tsa-1, tsa-2 down\n  at 1min start tsa-1\n  expect shop becomes online\n}\n',
      ),
      ...(retries > 0 ? [] : ['info TCS328']),
    ]),
  ],
];

describe.each(cases)('%s', (_, each) => {
  test.each(each)('%s', (_what, text, ...codes) => {
    expect(found(text).sort()).toEqual([...codes].sort());
  });
});

test('a value one millisecond off is not rounded to the one that is right', () => {
  const messages = analyse(pair('election-time 4999ms\n  l1reconnect { timeout 15001ms }'), 'test.tcsim')
    .diagnostics.filter(({ severity }) => severity === 'warning')
    .map(({ message }) => message);
  expect(messages).toEqual([
    'An election of 4.999 s can be over before the other servers have voted.',
    'A client that is killed keeps its locks for 15.001 s, the timeout of l1reconnect.',
  ]);
});
