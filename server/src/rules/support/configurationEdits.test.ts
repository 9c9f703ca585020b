/** Fixes in XML files say what the same fixes say in the language, and leave everything else as it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseConfiguration } from '../../configuration.ts';
import { importConfiguration, printImports } from '../../importers/index.ts';
import { withoutPlaces } from '../../importers/testing.ts';
import { analyse } from '../../index.ts';
import { entryOf } from '../../language/schema/index.ts';
import { XML_PLACES } from '../../language/schema/xmlPlaces.ts';
import type { Cache, Cluster, Model, TextEdit } from '../../model/index.ts';
import type { Edit } from './edits.ts';
import { setSetting } from './edits.ts';
import { setOnEdge } from './healthCheck.ts';
import { enableNonstop, setNonstop } from './nonstop.ts';
import { setReconnect } from './reconnect.ts';

/** One thing to change, asked for with the model of the text in which it is to be changed. */
type Change = (model: Model) => Edit;

const cluster =
  (change: (model: Model, it: Cluster) => Edit): Change =>
  (model) => {
    const [it] = model.clusters;
    return it && change(model, it);
  };
const caches =
  (change: (model: Model, it: Cache) => Edit): Change =>
  (model) => {
    const [it] = model.clients[0]?.caches ?? [];
    return it && change(model, it);
  };
const onCluster = (name: string, value: string): Change =>
  cluster((model, { at }) => setSetting(model, at, name, value));
const onCache = (name: string, value: string): Change => caches((model, { at }) => setSetting(model, at, name, value));
const onNonstop = (name: string, value: string): Change => caches((model, it) => setNonstop(model, it, name, value));

const TC_CONFIG_CHANGES: readonly (readonly [string, Change])[] = [
  ['window', onCluster('client-reconnect-window', '77s')],
  ['election', onCluster('election-time', '9s')],
  ['restartable', onCluster('restartable', 'true')],
  ['not restartable', onCluster('restartable', 'false')],
  ['priority', onCluster('failover-priority', 'consistency')],
  ['auto-restart', onCluster('auto-restart', 'false')],
  ['a reconnect', cluster((model, it) => setReconnect(model, it, 'l1reconnect.timeout', '8s'))],
  ['idle time of clients', cluster((model, it) => setOnEdge(model, it, 'l2-l1', 'ping-idletime', '3500ms'))],
  ['probes of servers', cluster((model, it) => setOnEdge(model, it, 'l2-l2', 'ping-probes', '7'))],
];
const EHCACHE_CHANGES: readonly (readonly [string, Change])[] = [
  ['rejoin', (model) => model.clients[0] && setSetting(model, model.clients[0].at, 'rejoin', 'true')],
  ['clustered', onCache('clustered', 'true')],
  ['consistency', onCache('consistency', 'strong')],
  ['synchronous writes', onCache('synchronous-writes', 'true')],
  ['local cache', onCache('local-cache-enabled', 'false')],
  ['nonstop', caches(enableNonstop)],
  ['timeout', onNonstop('timeout', '2s')],
  ['search timeout', onNonstop('search-timeout', '1500ms')],
  ['immediate timeout', onNonstop('immediate-timeout', 'true')],
  ['factor', onNonstop('bulk-ops-timeout-multiply-factor', '3')],
  ['behavior', onNonstop('timeout-behavior', 'localReads')],
];

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((result, { at, text: part }) => result.slice(0, at.start) + part + result.slice(at.end), text);
}

const listOf = (edit: Edit): readonly TextEdit[] => [edit].flat().filter((each) => each !== undefined);

/** What the change makes of the model of a text; undefined where it is not possible. */
function changedIn(text: string, model: Model, change: Change, read: (text: string) => Model): unknown {
  const edits = listOf(change(model));
  return edits.length === 0 ? undefined : withoutPlaces(read(applied(text, edits)));
}

const readXml = (text: string): Model => analyseConfiguration(text, 'config.xml').model;
const readText = (text: string): Model => analyse(text, 'config.tcsim').model;
const printed = (text: string): string =>
  printImports([{ file: 'config.xml', imported: importConfiguration(text, 'config') }]);
const commentsOf = (text: string): readonly string[] => text.match(/<!--.*?-->/g) ?? [];

const maybe = (text: string) => fc.constantFrom('', '', text);
const layout = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n', ''),
  unit: fc.constantFrom('  ', '\t', '    ', ''),
  prefix: fc.constantFrom('', 'tc:'),
  quote: fc.constantFrom('"', "'"),
  comment: fc.constantFrom('', '<!-- keep this -->'),
});

interface Layout {
  readonly lineEnd: string;
  readonly unit: string;
  readonly prefix: string;
  readonly quote: string;
  readonly comment: string;
}

/** Lines that begin with as many dots as they are deep, in a layout. */
function laidOut(lines: readonly string[], { lineEnd, unit, prefix, quote, comment }: Layout): string {
  return lines
    .filter((line) => line.replaceAll('.', '') !== '')
    .map((line) => {
      const depth = /^\.*/.exec(line)?.[0].length ?? 0;
      const tag = line.slice(depth).replaceAll('"', quote);
      return (lineEnd === '' ? '' : unit.repeat(depth)) + (depth === 0 ? tag.replace(/^(<\/?)/, `$1${prefix}`) : tag);
    })
    .flatMap((line) => (comment === '' ? [line] : [line, comment]))
    .join(lineEnd);
}

const tcConfig = fc
  .record({
    layout,
    properties: fc.constantFrom(
      [],
      ['.<tc-properties/>'],
      [
        '.<tc-properties>',
        '..<property name="com.tc.l2.healthcheck.l1.ping.idletime" value="9000"/>',
        '.</tc-properties>',
      ],
      ['.<tc-properties>', '..<property name="l2.l1reconnect.timeout.millis" value=" 3000 "/>', '.</tc-properties>'],
    ),
    servers: fc.constantFrom(
      ['..<server name="a"/>', '..<server name="b"/>'],
      ['..<mirror-group group-name="one">', '...<server name="a"/>', '..</mirror-group>'],
      ['..<mirror-group group-name="one" election-time="3">', '...<server name="a"/>', '..</mirror-group>'],
    ),
    window: maybe('..<client-reconnect-window> 60 </client-reconnect-window>'),
    restartable: maybe('..<restartable enabled="false"/>'),
    priority: maybe('..<failover-priority>AVAILABILITY</failover-priority>'),
  })
  .map(({ layout, properties, servers, window, restartable, priority }) =>
    laidOut(
      [
        '<tc-config>',
        ...properties,
        '.<servers>',
        ...servers,
        restartable,
        priority,
        window,
        '.</servers>',
        '</tc-config>',
      ],
      layout,
    ),
  );

const tcConfig3 = fc
  .record({
    layout,
    dso: fc.constantFrom(
      ['...<dso/>'],
      [],
      ['...<dso>', '....<persistence>', '.....<mode>temporary-swap-only</mode>', '....</persistence>', '...</dso>'],
      ['...<dso>', '....<client-reconnect-window>60</client-reconnect-window>', '...</dso>'],
    ),
  })
  .map(({ layout, dso }) => {
    const server = (name: string) => [
      `..<server name="${name}">`,
      '...<dso-port>9510</dso-port>',
      ...dso,
      '..</server>',
    ];
    return laidOut(
      ['<tc-config>', '.<servers>', ...server('a'), ...server('b'), '.</servers>', '</tc-config>'],
      layout,
    );
  });

const ehcache = fc
  .record({
    layout,
    client: maybe('.<terracottaConfig url="a:9510" rejoin="false"/>'),
    terracotta: fc.constantFrom(
      ['..<terracotta/>'],
      ['..<terracotta clustered="false" consistency="eventual"/>'],
      ['..<terracotta>', '...<nonstop/>', '..</terracotta>'],
      ['..<terracotta coherent="false">', '...<nonstop enabled="false" timeoutMillis="500"/>', '..</terracotta>'],
      ['..<terracotta>', '...<nonstop>', '....<timeoutBehavior type="noop"/>', '...</nonstop>', '..</terracotta>'],
    ),
  })
  .map(({ layout, client, terracotta }) =>
    laidOut(
      [
        '<ehcache>',
        client,
        '.<cache name="k" maxEntriesLocalHeap="10">',
        ...terracotta,
        '.</cache>',
        '.<cache name="l"/>',
        '</ehcache>',
      ],
      { ...layout, prefix: '' },
    ),
  );

describe.each([
  ['tc-config.xml of 4.x', tcConfig, TC_CONFIG_CHANGES, /^election/],
  ['tc-config.xml of 3.x', tcConfig3, TC_CONFIG_CHANGES, /^(election|priority)/],
  ['ehcache.xml', ehcache, EHCACHE_CHANGES, /^$/],
] as const)('%s', (_, configurations, changes, impossible) => {
  test.each(changes)('%s: the change in the file is that in its scenario', (name, change) => {
    fc.assert(
      fc.property(configurations, (text) => {
        const xml = readXml(text);
        const edits = listOf(change(xml));
        const inXml = changedIn(text, xml, change, readXml);
        const scenario = printed(text);
        const inText = changedIn(scenario, readText(scenario), change, readText);
        if (inXml === undefined) {
          // A place that the file does not have, or a setting that is not written and has no fix then.
          expect(inText === undefined || impossible.test(name)).toBe(true);
          return;
        }
        expect(clustersOf(inXml)).toEqual(clustersOf(inText));
        expect(commentsOf(applied(text, edits))).toEqual(commentsOf(text));
        expect(
          analyseConfiguration(applied(text, edits), 'config.xml').diagnostics.filter(({ code }) => code === 'TCS001'),
        ).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

/** A client alone is checked with some array, which its scenario has to name; rejoin may need an element that was not there. */
function clustersOf(model: unknown): unknown {
  const { clusters, clients } = model as { clusters: { name: string }[]; clients: { cluster: string }[] };
  return clients.length === 0 ? clusters : clients.map((client) => ({ ...client, cluster: '', checked: undefined }));
}

test('every place in XML belongs to a setting whose documentation names it', () => {
  for (const [id, places] of Object.entries(XML_PLACES)) {
    const { product = '' } = entryOf(id);
    const named = places.some(
      ({ path, attribute = '' }) => product.includes(path.at(-1) ?? attribute) && product.includes(attribute),
    );
    expect([id, named]).toEqual([id, true]);
  }
});

const FIXTURES = fileURLToPath(new URL('../../importers/fixtures', import.meta.url));
/** Short, and wrong in as many ways as there are fixes. */
const WRONG = [
  `<tc-config><tc-properties>
  <property name="l2.healthcheck.l1.ping.enabled" value="false"/>
  <property name="l1.healthcheck.l2.socketConnect" value="false"/>
  <property name="l2.healthcheck.l2.ping.idletime" value="0"/>
  <property name="l2.l1reconnect.enabled" value="false"/>
  <property name="l1.healthcheck.l2.socketConnectCount" value="40"/>
</tc-properties><servers><server name="a"/><server name="a"/><client-reconnect-window>0</client-reconnect-window></servers></tc-config>`,
  '<tc-config>\n  <servers>\n    <server name="a"/>\n    <server name="b"/>\n    <client-reconnect-window>5</client-reconnect-window>\n  </servers>\n</tc-config>',
  '<tc-config><servers><mirror-group election-time="1"><server name="a"/><server name="b"/></mirror-group><client-reconnect-window>9000</client-reconnect-window></servers></tc-config>',
  '<ehcache><terracottaConfig url="a:1" rejoin="true"/><cache name="k">\n  <terracotta/>\n</cache><cache name="l"><terracotta><nonstop timeoutMillis="10"/></terracotta></cache></ehcache>',
  `<ehcache><terracottaConfig url="a:1"/><cache name="k"><terracotta clustered='false'><nonstop><timeoutBehavior type="localReads"/></nonstop></terracotta></cache></ehcache>`,
  '<ehcache><cache name="k"><terracotta consistency="strong" localCacheEnabled="false"><nonstop immediateTimeout="true"><timeoutBehavior type="localReads"/></nonstop></terracotta></cache></ehcache>',
];
const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.xml'));
const texts = [...files.map((name) => readFileSync(join(FIXTURES, name), 'utf8')), ...WRONG];

test('every fix in a configuration removes its finding and keeps the comments; what it brings is no error', () => {
  const repaired = new Set<string>();
  for (const text of texts) {
    for (const { code, at, message, fixes } of analyseConfiguration(text, 'config.xml').diagnostics) {
      for (const { title, edits } of fixes) {
        const after = applied(text, edits);
        const found = analyseConfiguration(after, 'config.xml').diagnostics;
        const isThere = found.some(
          (each) => each.code === code && each.message === message && Math.abs(each.at.start - at.start) < 3,
        );
        expect([code, title, isThere]).toEqual([code, title, false]);
        expect(commentsOf(after)).toEqual(commentsOf(text));
        expect(found.filter(({ code: each }) => each === 'TCS001')).toEqual(
          analyseConfiguration(text, 'config.xml').diagnostics.filter(({ code: each }) => each === 'TCS001'),
        );
        repaired.add(code);
      }
    }
  }
  const codes = 'TCS101 TCS105 TCS109 TCS112 TCS113 TCS114 TCS206 TCS207 TCS301 TCS302 TCS304 TCS305 TCS309 TCS313';
  expect([...repaired]).toEqual(expect.arrayContaining(codes.split(' ')));
});
