/** Configuration → scenario text → model is configuration → model, for configurations that are generated. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format, parse } from '../language/index.ts';
import { EDGE_PREFIX } from '../language/schema/index.ts';
import { buildProgram } from '../model/index.ts';
import { importConfiguration, printImports } from './index.ts';
import { withoutPlaces } from './testing.ts';

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const attribute = (name: string, value: string | undefined): string =>
  value === undefined
    ? ''
    : ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;
const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;

// biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a build
const flag = fc.constantFrom('true', 'false', 'TRUE', '0', ' 1 ', 'maybe', '${flag}');
const count = fc.oneof(fc.integer({ min: 0, max: 100_000 }).map(String), fc.constantFrom('abc', '@n@', '007', '-5'));
const aName = fc.oneof(
  fc.constantFrom(
    'tsa-1',
    'tsa-2',
    'tsa.1',
    'orders',
    'server-1',
    'localhost',
    '10.0.0.1',
    '%h',
    'My Server',
    '::1',
    'é',
  ),
  fc.string({ maxLength: 12 }),
);

const server = fc
  .tuple(optional(aName), optional(aName))
  .map(
    ([name, host]) => `<server${attribute('name', name)}${attribute('host', host)}><tsa-port>9510</tsa-port></server>`,
  );

const properties = fc.array(
  fc.tuple(
    fc.constantFrom(
      ...Object.values(EDGE_PREFIX).flatMap((prefix) =>
        ['ping.enabled', 'ping.idletime', 'ping.probes', 'socketConnect', 'socketConnectCount'].map(
          (name) => `${prefix}.${name}`,
        ),
      ),
      'l2.nha.autoRestart',
      'l2.l1reconnect.enabled',
      'l2.l1reconnect.timeout.millis',
      'l2.nha.tcgroupcomm.reconnect.timeout',
      'l1.healthcheck.l2.bindPort',
      'com.tc.l1.socket.connect.timeout',
      'some.other',
    ),
    fc.oneof(count, flag),
  ),
  { maxLength: 8 },
);

const tcConfig = fc
  .record({
    properties,
    servers: fc.array(server, { maxLength: 4 }),
    groups: fc.array(fc.tuple(optional(aName), optional(count), fc.array(server, { maxLength: 3 })), { maxLength: 3 }),
    window: optional(count),
    restartable: optional(flag),
    priority: optional(fc.constantFrom('AVAILABILITY', 'CONSISTENCY', 'other')),
    isOld: fc.boolean(),
  })
  .map(({ properties, servers, groups, window, restartable, priority, isOld }) =>
    [
      '<tc:tc-config xmlns:tc="http://www.terracotta.org/config"><tc-properties>',
      ...properties.map(([name, value]) => `<property name="${name}"${attribute('value', value)}/>`),
      '</tc-properties><servers>',
      ...servers,
      ...groups.map(
        ([name, time, members]) =>
          `<mirror-group${attribute('group-name', name)}${attribute('election-time', time)}>${members.join('')}</mirror-group>`,
      ),
      element('client-reconnect-window', window),
      restartable === undefined ? '' : `<restartable enabled="${restartable}"/>`,
      element('failover-priority', priority),
      isOld ? '<ha><mode>networked-active-passive</mode></ha>' : '',
      '</servers></tc:tc-config>',
    ].join('\n'),
  );

const nonstop = fc
  .record({
    enabled: optional(flag),
    timeout: optional(count),
    search: optional(count),
    immediate: optional(flag),
    behavior: optional(fc.constantFrom('exception', 'noop', 'localReads', 'localReadsAndExceptionOnWrite', 'custom')),
  })
  .map(
    ({ enabled, timeout, search, immediate, behavior }) =>
      `<nonstop${attribute('enabled', enabled)}${attribute('timeoutMillis', timeout)}${attribute('searchTimeoutMillis', search)}${attribute('immediateTimeout', immediate)}>${behavior === undefined ? '' : `<timeoutBehavior type="${behavior}"/>`}</nonstop>`,
  );

const cache = fc
  .record({
    name: optional(aName),
    clustered: optional(flag),
    consistency: optional(fc.constantFrom('strong', 'eventual', 'none')),
    coherent: optional(flag),
    synchronous: optional(flag),
    local: optional(flag),
    nonstop: optional(nonstop),
    isLocal: fc.boolean(),
  })
  .map((each) => {
    const settings = [
      attribute('clustered', each.clustered),
      attribute('consistency', each.consistency),
      attribute('coherent', each.coherent),
      attribute('synchronousWrites', each.synchronous),
      attribute('localCacheEnabled', each.local),
    ].join('');
    const terracotta = each.isLocal ? '' : `<terracotta${settings}>${each.nonstop ?? ''}</terracotta>`;
    return `<cache${attribute('name', each.name)} maxEntriesLocalHeap="10">${terracotta}</cache>`;
  });

const ehcache = fc
  .record({ caches: fc.array(cache, { maxLength: 5 }), rejoin: optional(flag), hasDefault: fc.boolean() })
  .map(({ caches, rejoin, hasDefault }) =>
    [
      `<ehcache name="x"><terracottaConfig url="a:9510,b:9510"${attribute('rejoin', rejoin)}/>`,
      hasDefault ? '<defaultCache><terracotta consistency="strong"/></defaultCache>' : '',
      ...caches,
      '</ehcache>',
    ].join('\n'),
  );

test('a configuration and its scenario text have one model', () => {
  fc.assert(
    fc.property(tcConfig, ehcache, (array, application) => {
      const files = [
        { name: 'tc-config.xml', text: array },
        { name: 'ehcache.xml', text: application },
      ];
      const text = 'import "tc-config.xml" as orders\nimport "ehcache.xml" as shop\n';
      const direct = buildProgram('main.tcsim', text, (target) => files.find(({ name }) => name === target));
      const printed = printImports([
        { file: 'tc-config.xml', imported: importConfiguration(array, 'orders') },
        { file: 'ehcache.xml', imported: importConfiguration(application, 'shop') },
      ]);
      const read = buildProgram('printed.tcsim', printed);
      expect(withoutPlaces(read.model)).toEqual(withoutPlaces(direct.model));
      // What is wrong with the values is wrong in both; nothing else is wrong with the text.
      const errors = ({ diagnostics }: typeof read): string[] =>
        diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      expect(errors(read).sort()).toEqual(errors(direct).sort());
      expect(format(parse(printed))).toBe(printed);
    }),
    { numRuns: 200 },
  );
});

test('every word of an import stands inside the file', () => {
  fc.assert(
    fc.property(tcConfig, (text) => {
      const { tree } = importConfiguration(text, 'orders');
      const look = (statements: typeof tree.statements): void => {
        for (const { words, block, start, end } of statements) {
          expect(0 <= start && start < end && end <= text.length).toBe(true);
          for (const word of words)
            expect(0 <= word.start && word.start < word.end && word.end <= text.length).toBe(true);
          look(block?.statements ?? []);
        }
      };
      look(tree.statements);
    }),
  );
});
