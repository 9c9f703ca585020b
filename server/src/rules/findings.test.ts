/** Words and numbers of findings that depend on version, settings and scenario. */
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../model/index.ts';
import { checkRules } from './index.ts';

const found = (text: string, code: string): string[] =>
  checkRules(buildProgram('test.tcsim', text).model)
    .filter((each) => each.code === code)
    .map(({ severity, message }) => `${severity}: ${message}`);

const SHOP = 'client shop {\n  rejoin true\n  cache sessions { nonstop true }\n}\n';

describe('TCS101 follows the product', () => {
  test.each([
    ['3.7', 'error: shop does not start: it has rejoin, and its clustered cache sessions is not nonstop.'],
    ['4.0', 'error: shop does not start: it has rejoin, and its clustered cache sessions is not nonstop.'],
    ['4.1', 'warning: shop has rejoin, but its clustered cache sessions is not nonstop.'],
    ['4.3', 'warning: shop has rejoin, but its clustered cache sessions is not nonstop.'],
  ])('%s', (version, finding) => {
    const text = `cluster orders {\n  product terracotta ${version}\n  server tsa-1, tsa-2\n}\nclient shop {\n  rejoin true\n  cache sessions\n}\n`;
    expect(found(text, 'TCS101')).toEqual([finding]);
  });

  test('a family is reported once, and once more for a scenario that changes it', () => {
    const text = `cluster orders { server tsa-1, tsa-2 }\nclient shop x 3 {\n  rejoin true\n  cache sessions\n}\n
scenario "same" { at 30s crash tsa-1 }
scenario "older" {
  with orders { product terracotta 4.0 }
  at 30s crash tsa-1
}
`;
    expect(found(text, 'TCS101').sort()).toEqual([
      'error: shop does not start: it has rejoin, and its clustered cache sessions is not nonstop.',
      'warning: shop has rejoin, but its clustered cache sessions is not nonstop.',
    ]);
  });
});

describe('the clocks of a failover are named', () => {
  const cluster = (settings: string): string => `cluster orders {\n  server tsa-1, tsa-2\n  ${settings}\n}\n${SHOP}`;

  test('TCS201: a client leaves before takeover is ready', () => {
    expect(found(cluster('health-check l1-l2 { socket-connect-count 9 }'), 'TCS201')).toEqual([
      'warning: If the active is paused, a client leaves at 41 s, before takeover is ready at 50 s (the window closes at 170 s).',
    ]);
  });

  test('TCS202: a client leaves after the window has closed', () => {
    expect(
      found(cluster('client-reconnect-window 20s  health-check l1-l2 { socket-connect-count 30 }'), 'TCS202'),
    ).toEqual([
      'warning: If the active is paused, a client leaves at 125 s; takeover is ready at 50 s; the window closes at 70 s, before the client comes.',
    ]);
  });

  test('TCS301: the window is too short for defaults', () => {
    expect(found(cluster('client-reconnect-window 5s'), 'TCS301')).toMatchInlineSnapshot(`
      [
        "warning: client-reconnect-window 5s is too short: if the active is paused, a client leaves at 57 s and is back by 58 s; takeover is ready at 50 s; the window closes at 55 s.",
      ]
    `);
    expect(found(cluster('client-reconnect-window 19s'), 'TCS301')).toEqual([]);
  });

  test('TCS301: a client that waits long for a dead host needs a longer window', () => {
    const patient = SHOP.replace('rejoin true', 'rejoin true\n  socket-connect-timeout 30s');
    const text = `cluster orders {\n  server tsa-1, tsa-2\n  client-reconnect-window 20s\n}\n${patient}`;
    expect(found(text, 'TCS301')).toMatchInlineSnapshot(`
      [
        "warning: client-reconnect-window 20s is too short: if the host of the active goes silent, a client leaves at 14 s and is back by 51 s; takeover is ready at 19 s; the window closes at 39 s.",
      ]
    `);
  });

  test('the runs of a scenario with `for` are judged one by one', () => {
    const text = `${cluster('')}\nscenario "windows" {
  duration 5min
  for window in [10s, 60s]
  with orders { client-reconnect-window window }
  at 30s crash tsa-1
}
`;
    expect(found(text, 'TCS301')).toHaveLength(1);
  });
});

describe('TCS204 names who is lost and when', () => {
  const run = (steps: string): string[] =>
    found(
      `cluster orders { server tsa-1, tsa-2 }\n${SHOP}\nscenario "pause" {\n  duration 10min\n  ${steps}\n}\n`,
      'TCS204',
    );

  test.each([
    [
      'at 30s pause tsa-1 for 60s',
      ['warning: tsa-1 stands still for 60 s, but tsa-2 declares it dead after 45 s and takes over at 50 s.'],
    ],
    ['at 30s pause tsa-1 for 47s', ['warning: tsa-1 stands still for 47 s, but tsa-2 declares it dead after 45 s.']],
    ['at 30s pause tsa-2 for 47s', ['warning: tsa-2 stands still for 47 s, but the active gives it up after 45 s.']],
    [
      'at 30s pause tsa-1, tsa-2 for 60s',
      [
        'warning: tsa-1 stands still for 60 s, but its clients leave it after 57 s.',
        'warning: tsa-2 stands still for 60 s, but its clients leave it after 57 s.',
      ],
    ],
    ['at 30s pause every server for 50s', []],
    ['at 30s pause shop, tsa-1, tsa-2 for 90s', []],
    ['at 30s pause tsa-1 for 60s\n  expect tsa-2 becomes active', []],
    [
      'at 30s pause tsa-1 for 60s\n  expect tsa-2 never becomes active',
      ['warning: tsa-1 stands still for 60 s, but tsa-2 declares it dead after 45 s and takes over at 50 s.'],
    ],
    ['at 30s pause shop for 44s', []],
  ])('%s', (steps, findings) => {
    expect(run(steps)).toEqual(findings);
  });

  test('a client without a callback port is given up after the pings', () => {
    const text = `cluster orders { server tsa-1, tsa-2 }\n${SHOP.replace('rejoin true', 'rejoin true\n  callback-port -1')}
scenario "pause" {\n  at 30s pause shop for 10s\n}\n`;
    expect(found(text, 'TCS204')).toEqual([
      'warning: shop stands still for 10 s, but its server removes it after 8 s.',
    ]);
  });
});

describe('TCS306 is quiet until a scenario kills the server', () => {
  const run = (steps: string): string[] =>
    found(`cluster orders { server tsa-1 }\n${SHOP}\nscenario "one" {\n  duration 10min\n  ${steps}\n}\n`, 'TCS306');

  test('information, then warning', () => {
    expect(run('at 30s pause tsa-1 for 1s')).toEqual(['info: tsa-1 has no mirror.']);
    expect(run('at 30s power-off host of tsa-1')).toEqual([
      'warning: tsa-1 has no mirror, and scenario "one" ends its process.',
    ]);
    expect(run('when shop sees clusterOffline: crash tsa-1')).toHaveLength(1);
  });
});

describe('TCS103 asks for a full outage without data', () => {
  const run = (steps: string, settings = ''): string[] =>
    found(
      `cluster orders { server tsa-1, tsa-2 ${settings} }\n${SHOP}\nscenario "outage" {\n  duration 10min\n  ${steps}\n}\n`,
      'TCS103',
    );
  const message = 'warning: tsa-2 comes back as a new, empty cluster; shop can never rejoin it.';

  test.each([
    ['at 30s crash tsa-1\n  at 60s crash tsa-2\n  at 90s start tsa-2', '', [message]],
    ['at 30s crash tsa-1\n  at 60s crash tsa-2\n  at 90s start tsa-2', ' restartable true', []],
    ['at 30s crash tsa-1\n  at 60s crash tsa-2\n  at 90s start tsa-2 losing data', ' restartable true', [message]],
    ['at 30s crash tsa-1\n  at 60s crash tsa-2', '', []],
    ['at 30s crash tsa-1, tsa-2\n  at 90s start tsa-2\n  at 2min restart shop', '', []],
    [
      'at 30s crash tsa-1\n  when tsa-2 becomes active: start tsa-1\n  at 60s crash tsa-2\n  at 90s start tsa-2',
      '',
      [],
    ],
  ])('%s%s', (steps, settings, findings) => {
    expect(run(steps, settings)).toEqual(findings);
  });
});

describe('TCS217 computes the end', () => {
  const run = (duration: string, steps: string): string[] =>
    found(
      `cluster orders { server tsa-1, tsa-2 }\n${SHOP}\nscenario "end" {\n  duration ${duration}\n  ${steps}\n}\n`,
      'TCS217',
    );

  test.each([
    ['42s', 'at 30s crash tsa-1', []],
    ['41s', 'at 30s crash tsa-1', ['hint: Scenario "end" ends at 41 s, but the effect of a fault lasts until 42 s.']],
    [
      '60s',
      'at 30s power-off tsa-1',
      ['hint: Scenario "end" ends at 60 s, but the effect of a fault lasts until 61 s.'],
    ],
    [
      '80s',
      'at 30s pause tsa-1 for 60s',
      ['hint: Scenario "end" ends at 80 s, but the effect of a fault lasts until 90 s.'],
    ],
    [
      '50s',
      'at 20s pause shop for 30s\n  at 30s crash tsa-1',
      ['hint: Scenario "end" ends at 50 s, but the effect of a fault lasts until 52 s.'],
    ],
    [
      '60s',
      'at 27s crash shop\n  at 30s crash tsa-1',
      ['hint: Scenario "end" ends at 60 s, but the effect of a fault lasts until 160 s.'],
    ],
    ['60s', 'at 20s crash shop\n  at 30s crash tsa-1', []],
    ['60s', 'at 30s crash tsa-2', []],
    ['60s', 'at 10s crash tsa-1\n  at 55s restart tsa-1', []],
    ['60s', 'at 30s cut shop from tsa-1, tsa-2 for 20s', []],
    [
      '60s',
      'at 30s partition tsa-1 | tsa-2, shop',
      ['hint: Scenario "end" ends at 60 s, but the effect of a fault lasts until 61 s.'],
    ],
    [
      '60s',
      'at 20s..50s crash tsa-1',
      ['hint: Scenario "end" ends at 60 s, but the effect of a fault lasts until 62 s.'],
    ],
    ['60s', 'at 30s cut shop from tsa-1', []],
  ])('%s: %s', (duration, steps, findings) => {
    expect(run(duration, steps)).toEqual(findings);
  });
});

describe('TCS107 speaks of caches that are used while the active is lost', () => {
  const run = (steps: string, nonstop = 'timeout 5s'): string[] =>
    found(
      `cluster orders { server tsa-1, tsa-2 }\nclient shop {\n  rejoin true\n  cache sessions { nonstop { ${nonstop} } }\n}\n
scenario "loss" {\n  duration 10min\n  every 1s shop get sessions\n  ${steps}\n}\n`,
      'TCS107',
    );

  test.each([
    [
      'at 30s crash tsa-1',
      'timeout 5s',
      ['info: Calls on sessions time out after 5 s, but the loss of tsa-1 stalls them for at least 10 s.'],
    ],
    [
      'at 30s power-off tsa-1',
      'timeout 15s',
      ['info: Calls on sessions time out after 15 s, but the loss of tsa-1 stalls them for at least 19 s.'],
    ],
    [
      'at 30s pause tsa-1 for 70s',
      'timeout 30s',
      ['info: Calls on sessions time out after 30 s, but the loss of tsa-1 stalls them for at least 57 s.'],
    ],
    ['at 30s crash tsa-2', 'timeout 5s', []],
    ['at 30s pause tsa-1 for 20s', 'timeout 5s', []],
    ['at 30s cut tsa-1 from tsa-2', 'timeout 5s', []],
    [
      'at 30s cut tsa-1 from tsa-2, shop',
      'timeout 5s',
      ['info: Calls on sessions time out after 5 s, but the loss of tsa-1 stalls them for at least 19 s.'],
    ],
    ['at 30s crash tsa-1', 'timeout 5s  immediate-timeout true', []],
    ['at 30s crash tsa-1', 'timeout 5s  timeout-behavior noop', []],
    ['at 30s crash tsa-1\n  expect some get on sessions throws NonStopCacheException', 'timeout 5s', []],
    ['at 30s crash tsa-1', 'timeout 30s', []],
  ])('%s, %s', (steps, nonstop, findings) => {
    expect(run(steps, nonstop)).toEqual(findings);
  });
});

describe('TCS216 keeps still where a short fault has a meaning', () => {
  const run = (steps: string): string[] =>
    found(
      `cluster orders { server tsa-1, tsa-2 }\n${SHOP}\nscenario "short" {\n  duration 10min\n  every 1s shop get sessions\n  ${steps}\n}\n`,
      'TCS216',
    );

  test.each([
    ['at 30s cut shop from tsa-1 for 4s', ['hint: A cut of 4 s is over before any health check looks.']],
    ['at 30s cut shop from tsa-1 refused for 4s', []],
    ['at 30s cut shop from tsa-1 for 5s', []],
    ['at 30s cut shop from tsa-1 for 4s\n  at 32s crash tsa-1', []],
    ['at 20s crash tsa-1\n  at 30s cut shop from tsa-2 for 4s', []],
    ['at 30s partition shop | tsa-1 for 2s', ['hint: A partition of 2 s is over before any health check looks.']],
    ['at 30s pause shop for 4s\n  expect no get on sessions takes longer than 5s', []],
  ])('%s', (steps, findings) => {
    expect(run(steps)).toEqual(findings);
  });
});

test('TCS104 is not raised by two scenarios that use one JVM differently', () => {
  const text = `cluster orders { server tsa-1, tsa-2 }
client shop {
  jvm web
  rejoin true
  cache sessions { nonstop true }
}

scenario "without rejoin" {
  with shop { rejoin false }
  at 30s crash tsa-1
}
`;
  expect(found(text, 'TCS104')).toEqual([]);
});

describe('a health check with zeros is explained by TCS209 and by nothing that counts with them', () => {
  test.each([
    ['error', 'ping-idletime 0s'],
    ['error', 'ping-interval 0s'],
    ['error', 'ping-probes 0'],
    ['warning', 'socket-connect-timeout 0'],
    ['warning', 'socket-connect-count 0'],
  ])('%s: %s', (level, setting) => {
    const checks = ['l2-l1', 'l2-l2', 'l1-l2'].map((edge) => `  health-check ${edge} { ${setting} }`).join('\n');
    const text = `cluster orders {\n  server tsa-1, tsa-2\n${checks}\n}\n${SHOP}
scenario "pauses" {
  every 1s shop get sessions
  at 30s pause shop for 2min
  at 4min pause tsa-1 for 2min
}
`;
    const { model, diagnostics } = buildProgram('test.tcsim', text);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [name] = setting.split(' ');
    expect(found(text, 'TCS209')).toEqual(
      ['l2-l1', 'l2-l2', 'l1-l2'].map((edge) => `${level}: ${name} of the health check ${edge} must be positive.`),
    );
    expect(JSON.stringify(checkRules(model))).not.toMatch(/NaN|Infinity/);
  });
});

test('settings in tc-properties count like those in blocks', () => {
  const text = `cluster orders {
  server tsa-1, tsa-2
  tc-properties {
    l2.healthcheck.l2.socketConnectCount 15
  }
}
`;
  expect(found(text, 'TCS201')).toHaveLength(1);
});
