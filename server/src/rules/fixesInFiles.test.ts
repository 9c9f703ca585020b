/**
 * Fixes in the files of the product: for each rule that has a fix in a scenario, a file in which it has one, too, or the reason
 * why it has none there.
 */
import { expect, test } from 'vitest';
import { type Analysis, analyse } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RULES } from './index.ts';

interface Case {
  /** The file; imported as `it`. */
  readonly file: string;
  readonly name?: string;
  /** What a scenario says beside it. */
  readonly scenario?: string;
}

const array = (inner: string, before = ''): string => `<tc-config>${before}<servers>${inner}</servers></tc-config>`;
const property = (name: string, value: string): string =>
  `<tc-properties>\n  <property name="${name}" value="${value}"/>\n</tc-properties>`;
const PAIR = '<server name="a" host="h1"/><server name="b" host="h2"/>';
const manager = (caches: string, config = 'url="a:9510,b:9510"'): string =>
  `<ehcache>\n  <terracottaConfig ${config}/>\n  ${caches}\n</ehcache>`;
const REJOIN = 'url="a:9510,b:9510" rejoin="true"';
const cache = (nonstop: string, attributes = '', more = ''): string =>
  `<cache name="c" maxEntriesLocalHeap="9"${attributes}>${more}<terracotta consistency="eventual">${nonstop}</terracotta></cache>`;
const NONSTOP = '<nonstop timeoutMillis="20000"/>';
const behavior = (type: string): string => `<nonstop timeoutMillis="20000"><timeoutBehavior type="${type}"/></nonstop>`;
const TWO = 'cluster orders { server a, b }\n';
const run = (...steps: readonly string[]): string => `scenario "s" {\n  duration 5min\n  ${steps.join('\n  ')}\n}\n`;
const CRASH = 'at 30s crash a';
const SESSIONS = 'with it { cache c { role session } }';
const NODES =
  'stripe.1.node.1.name=a\nstripe.1.node.1.hostname=h1\nstripe.1.node.2.name=b\nstripe.1.node.2.hostname=h2\n';

const CASES: Readonly<Record<string, Case>> = {
  TCS101: { file: manager(cache(''), REJOIN), scenario: TWO },
  TCS102: {
    file: manager(`<defaultCache maxEntriesLocalHeap="9"><terracotta/></defaultCache>${cache(NONSTOP)}`, REJOIN),
    scenario: TWO,
  },
  TCS103: {
    file: array(PAIR),
    scenario: `client shop { rejoin true  cache c { nonstop true } }\n${run('at 30s crash a, b', 'at 60s start a, b')}`,
  },
  TCS106: {
    file: manager(cache(NONSTOP), REJOIN),
    scenario: TWO + run('every 1s it get c', CRASH, 'expect no get on c takes longer than 4s'),
  },
  TCS107: {
    file: manager(cache('<nonstop timeoutMillis="5000"/>'), REJOIN),
    scenario: TWO + run('every 1s it get c', CRASH),
  },
  TCS108: {
    file: manager(cache('<nonstop timeoutMillis="20000" immediateTimeout="true"/>'), REJOIN),
    scenario: TWO + run('every 1s it get c', CRASH),
  },
  TCS110: { file: manager(cache(behavior('noop')), REJOIN), scenario: TWO + run(SESSIONS) },
  TCS111: {
    file: manager(cache(behavior('localReads')), REJOIN),
    scenario: TWO + run('every 1s it put c', 'at 30s cut it from a, b for 60s'),
  },
  TCS115: {
    file: manager(cache(NONSTOP), REJOIN),
    scenario: TWO + run('every 1s it getAll c keys 10', CRASH),
  },
  TCS116: {
    file: manager(cache('<nonstop timeoutMillis="5000"/>'), REJOIN),
    scenario: TWO + run('every 1s it search c'),
  },
  TCS126: {
    file: manager(cache(behavior('noop')).replace('eventual', 'strong'), REJOIN),
    scenario: TWO + run('every 1s it putIfAbsent c'),
  },
  TCS202: {
    file: array(
      `${PAIR}<client-reconnect-window>30</client-reconnect-window>`,
      property('l1.healthcheck.l2.socketConnectCount', '30'),
    ),
  },
  TCS203: { file: array(PAIR, property('l1.healthcheck.l2.socketConnectCount', '25')) },
  TCS204: {
    file: array(PAIR),
    scenario: `client shop { rejoin true  cache c { nonstop true } }\n${run('at 30s pause shop for 50s')}`,
  },
  TCS211: {
    file: array(PAIR, property('l2.l1reconnect.enabled', 'false')),
    scenario: 'client shop { rejoin true  cache c { nonstop true } }\n',
  },
  TCS212: { file: array(PAIR, property('l2.l1reconnect.timeout.millis', '120000')) },
  TCS307: {
    file: array(PAIR),
    scenario: `client shop { rejoin true  cache c { role session  nonstop true } }\n${run('every 1s shop put c', 'at 30s stop shop', 'at 1min crash a, b', 'at 2min start a, b')}`,
  },
  TCS308: {
    file: array(
      ['a', 'b']
        .map(
          (name) =>
            `<server name="${name}"><dso><persistence><mode>temporary-swap-only</mode></persistence></dso></server>`,
        )
        .join('\n'),
    ),
  },
  TCS408: {
    file: manager(cache(NONSTOP), REJOIN),
    scenario: TWO.replace('{', '{ product terracotta 4.1 ') + run('every 1s it putIfAbsent c'),
  },
  TCS414: {
    file: manager(cache(NONSTOP), REJOIN),
    scenario: TWO + run(SESSIONS, 'every 100ms it put c', 'at 30s crash it'),
  },
  TCS420: {
    file: manager(cache(NONSTOP).replace('consistency', 'synchronousWrites="true" consistency'), REJOIN),
    scenario: TWO,
  },
  TCS329: {
    file: `client-lease-duration=20s\n${NODES.slice(0, NODES.indexOf('stripe.1.node.2'))}`,
    name: 'it.properties',
    scenario: `client shop { cache c }\n${run('at 30s pause shop for 25s')}`,
  },
  TCS105: { file: manager(cache('')), scenario: TWO },
  TCS109: { file: manager(cache('<nonstop timeoutMillis="10"/>'), REJOIN), scenario: TWO },
  TCS112: { file: manager(cache(behavior('localReads')).replace('eventual', 'strong'), REJOIN), scenario: TWO },
  TCS113: {
    file: manager(
      cache(behavior('localReads')).replace('consistency', 'localCacheEnabled="false" consistency'),
      REJOIN,
    ),
    scenario: TWO,
  },
  TCS114: {
    file: manager(cache(behavior('localReads')).replace('consistency', 'clustered="false" consistency'), REJOIN),
    scenario: TWO,
  },
  TCS120: { file: manager(cache(NONSTOP, ' transactionalMode="xa"'), REJOIN), scenario: TWO },
  TCS124: {
    file: manager(`${cache('')}<cache name="d" maxEntriesLocalHeap="9"><terracotta>${NONSTOP}</terracotta></cache>`),
    scenario: TWO,
  },
  TCS201: { file: array(PAIR, property('l1.healthcheck.l2.socketConnectCount', '2')) },
  TCS206: { file: array(PAIR, property('l2.healthcheck.l2.ping.enabled', 'false')) },
  TCS207: { file: array(PAIR, property('l2.healthcheck.l2.socketConnect', 'false')) },
  TCS209: { file: array(PAIR, property('l2.healthcheck.l2.ping.idletime', '0')) },
  TCS210: { file: array(PAIR, property('l2.healthcheck.l2.socketConnectTimeout', '5000')) },
  TCS301: { file: array(`${PAIR}<client-reconnect-window>5</client-reconnect-window>`) },
  TCS302: { file: array(`${PAIR}<client-reconnect-window>9000</client-reconnect-window>`) },
  TCS303: {
    file: array(
      [60, 90]
        .map(
          (window) =>
            `<server name="s${window}"><dso><client-reconnect-window>${window}</client-reconnect-window></dso></server>`,
        )
        .join('\n'),
    ),
  },
  TCS304: { file: array('<server name="a"/><client-reconnect-window>120</client-reconnect-window>') },
  TCS305: { file: array(`${PAIR}<client-reconnect-window>0</client-reconnect-window>`) },
  TCS309: { file: array(`<mirror-group election-time="1">${PAIR}</mirror-group>`) },
  TCS310: { file: array('<server name="a"><dso/></server><server name="b"/>') },
  TCS313: { file: array('<server name="a"/><server name="a"/>') },
  TCS315: { file: manager(cache(NONSTOP), 'url="a:9510" rejoin="true"'), scenario: TWO },
  TCS316: {
    file: manager(cache(NONSTOP), 'url="a:9999,b:9510" rejoin="true"'),
    scenario: 'cluster orders { server a { host a }  server b { host b } }\n',
  },
  TCS318: { file: NODES, name: 'it.properties' },
  TCS326: {
    file: array(`${PAIR}<restartable enabled="true"/>`, property('l2.nha.dirtydb.autoDelete', 'false')),
  },
  TCS401: { file: manager(cache(NONSTOP, ' overflowToDisk="true"'), REJOIN), scenario: TWO },
  TCS402: { file: manager(cache(NONSTOP, ' diskPersistent="true"'), REJOIN), scenario: TWO },
  TCS403: { file: manager(cache(NONSTOP, '', '<persistence strategy="localRestartable"/>'), REJOIN), scenario: TWO },
  TCS404: { file: manager(cache(NONSTOP, ' maxElementsOnDisk="5"'), REJOIN), scenario: TWO },
  TCS405: { file: manager(cache(NONSTOP).replace('"9"', '"0"'), REJOIN), scenario: TWO },
  TCS406: { file: manager(cache(NONSTOP, ' eternal="true" timeToLiveSeconds="5"'), REJOIN), scenario: TWO },
  TCS409: { file: manager(cache('', ' transactionalMode="xa_strict"')), scenario: TWO },
  TCS416: { file: manager(cache(NONSTOP, '', '\n    <sizeOfPolicy maxDepth="9"/>\n'), REJOIN), scenario: TWO },
  TCS417: {
    file: manager(cache(NONSTOP).replace('consistency="eventual"', 'coherent="true" coherentReads="true"'), REJOIN),
    scenario: TWO,
  },
};

/** What a file does not have, or what only a scenario says. */
const NOT_IN_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'the mistake and its remedy are in the scenario': 'TCS117 TCS118 TCS125 TCS125 TCS216 TCS217 TCS323 TCS324 TCS325',
    'voters are processes of their own, and declared in a scenario': 'TCS319 TCS320 TCS321',
    'no file of the product has the setting': 'TCS104 TCS208 TCS213 TCS328 TCS418',
    'another server needs a name, a machine, ports and directories': 'TCS306',
    'what is to be removed is more than a value, and may hold what nobody else knows': 'TCS410 TCS413',
    'the XML of Ehcache 3 has values with units of their own': 'TCS331 TCS332',
    'nodes of an Integration Server are declared in a scenario':
      'TCS501 TCS502 TCS503 TCS504 TCS505 TCS506 TCS507 TCS511 TCS512 TCS513 TCS514 TCS515 TCS517',
  }).flatMap(([reason, ids]) => ids.split(' ').map((id) => [id, reason])),
);

const HEAD = (name: string): string => `import "${name}" as it\n`;

function checked({ file, name = 'it.xml', scenario = '' }: Case): Analysis {
  return analyse(HEAD(name) + scenario, 'main.tcsim', () => ({ name, text: file }));
}

function applied(text: string, { fixes }: Diagnostic): string {
  const edits = (fixes[0]?.edits ?? []).filter(({ at }) => at.file === 1).sort((a, b) => b.at.start - a.at.start);
  return edits.reduce((now, { at, text: put }) => now.slice(0, at.start) + put + now.slice(at.end), text);
}

test.each(Object.entries(CASES))('%s is fixed in the file', (id, each) => {
  const finding = checked(each).diagnostics.find(({ code }) => code === id);
  expect(finding?.fixes[0]?.edits.map(({ at }) => at.file)).toContain(1);
  const after = applied(each.file, finding as Diagnostic);
  expect(after).toMatchSnapshot();
  const left = checked({ ...each, file: after }).diagnostics;
  expect(left.filter(({ code }) => code === id || code === 'TCS001')).toEqual([]);
});

test('every other rule with a fix says why a file has none', () => {
  const withFix = RULES.filter(({ phase }) => phase !== 'runtime').filter(({ id, failing }) =>
    analyse(failing, 'sample.tcsim').diagnostics.some(({ code, fixes }) => code === id && fixes.length > 0),
  );
  const silent = withFix.map(({ id }) => id).filter((id) => !(id in CASES) && !(id in NOT_IN_FILES));
  expect(silent).toEqual([]);
  const superfluous = Object.keys(NOT_IN_FILES).filter((id) => id in CASES || !withFix.some((rule) => rule.id === id));
  expect(superfluous).toEqual([]);
});
