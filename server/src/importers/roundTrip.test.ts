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

const aPath = fc.constantFrom('/opt/data', 'C:\\\\data\\\\new', '%(user.home)/data', 'say "hi"', 'a\nb');

const aSize = fc.constantFrom('2g', '512M', '1024kb', '1073741824', '4 g', '@SIZE@', 'much');

const server = fc
  .record({
    name: optional(aName),
    host: optional(aName),
    bind: optional(aName),
    ports: fc.array(
      fc.tuple(fc.constantFrom('tsa-port', 'dso-port', 'tsa-group-port', 'l2-group-port', 'jmx-port'), count),
      { maxLength: 3 },
    ),
    data: optional(aPath),
    storage: optional(aSize),
    offheap: optional(aSize),
    window: optional(count),
  })
  .map(
    ({ name, host, bind, ports, data, storage, offheap, window }) =>
      `<server${attribute('name', name)}${attribute('host', host)}${attribute('bind', bind)}>${ports
        .map(([port, value]) => element(port, value))
        .join(
          '',
        )}${element('data', data)}<dataStorage${attribute('size', storage)}><offheap${attribute('size', offheap)}/></dataStorage>${
        window === undefined ? '' : `<dso>${element('client-reconnect-window', window)}</dso>`
      }</server>`,
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

/** What only rules read. */
const checked = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.constantFrom(
          'maxEntriesLocalHeap',
          'maxElementsInMemory',
          'maxElementsOnDisk',
          'maxEntriesInCache',
          'timeToLiveSeconds',
          'timeToIdleSeconds',
        ),
        fc.oneof(count, fc.constantFrom('2147483647', '2147483648', '99999999999')),
      ),
      fc.tuple(fc.constantFrom('eternal', 'overflowToDisk', 'diskPersistent', 'copyOnRead', 'copyOnWrite'), flag),
      fc.tuple(fc.constantFrom('maxBytesLocalHeap', 'maxBytesLocalDisk'), fc.constantFrom('100m', '20%', '1 G', '"')),
      fc.tuple(fc.constant('transactionalMode'), fc.constantFrom('off', 'LOCAL', 'xa_strict', 'other')),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => [...new Map(pairs)].map(([name, value]) => attribute(name, value)).join(''));

const inside = fc.array(
  fc.constantFrom(
    '<persistence strategy="localTempSwap"/>',
    '<persistence/>',
    '<sizeOfPolicy maxDepth="10"/>',
    '<cacheDecoratorFactory class="x.UnlockedReadsViewDecoratorFactory"/>',
    '<cacheEventListenerFactory class="net.sf.ehcache.distribution.RMICacheReplicatorFactory"/>',
    '<cacheEventListenerFactory class="x.Own"/>',
  ),
  { maxLength: 3 },
);

const cache = fc
  .record({
    checked,
    inside,
    storage: optional(fc.constantFrom('classic', 'DCV2', 'other')),
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
      attribute('storageStrategy', each.storage),
    ].join('');
    const terracotta = each.isLocal ? '' : `<terracotta${settings}>${each.nonstop ?? ''}</terracotta>`;
    return `<cache${attribute('name', each.name)}${each.checked}>${each.inside.join('')}${terracotta}</cache>`;
  });

const ehcache = fc
  .record({
    caches: fc.array(cache, { maxLength: 5 }),
    rejoin: optional(flag),
    hasDefault: fc.boolean(),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a build
    url: optional(fc.constantFrom('a:9510,b:9510', '${tc.url}', 'http://localhost:PORT/config', 'say "hi"')),
    peers: optional(fc.constantFrom('RMICacheManagerPeerProviderFactory', 'x.Own')),
  })
  .map(({ caches, rejoin, hasDefault, url, peers }) =>
    [
      '<ehcache name="x">',
      peers === undefined ? '' : `<cacheManagerPeerProviderFactory class="${peers}"/>`,
      url === undefined ? '' : `<terracottaConfig${attribute('url', url)}${attribute('rejoin', rejoin)}/>`,
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
      // A setting that the release does not have is an error in a scenario, and a warning in a file of the product.
      const errors = ({ diagnostics }: typeof read): string[] =>
        diagnostics
          .filter(({ severity, code }) => severity === 'error' || code === 'TCS009')
          .map(({ message }) => message);
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
