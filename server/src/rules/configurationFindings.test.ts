/** What rules find in configuration files, where they find it, and what their fixes make of the text. */
import { describe, expect, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { buildProgram, type Diagnostic } from '../model/index.ts';
import { checkRules } from './index.ts';

interface Found {
  readonly found: readonly Diagnostic[];
  /** `TCS401 overflowToDisk="true`, without infos. */
  readonly seen: readonly string[];
  /** The file after the first fix of the first finding of a rule. */
  readonly fixed: (code: string) => string | undefined;
}

/** A file, and beside it what a scenario declares. */
function inFile(xml: string, code: RegExp, scenario = '', name = 'it.xml'): Found {
  const { model } = buildProgram('main.tcsim', `import "${name}" as it\n${scenario}`, () => ({ name, text: xml }));
  const found = checkRules(model).filter((each) => code.test(each.code));
  const textAt = ({ file, start, end }: Diagnostic['at']): string => model.files[file]?.text.slice(start, end) ?? '';
  return {
    found,
    seen: found.filter(({ severity }) => severity !== 'info').map(({ code: id, at }) => `${id} ${textAt(at)}`),
    fixed: (id) => {
      const [edit] = found.find((each) => each.code === id)?.fixes[0]?.edits ?? [];
      return edit === undefined ? undefined : xml.slice(0, edit.at.start) + edit.text + xml.slice(edit.at.end);
    },
  };
}

const array = (servers: string): string => `<tc-config><servers>${servers}</servers></tc-config>`;
const caches = (inner: string, terracottaConfig = '<terracottaConfig url="tsa-1:9510" rejoin="true"/>'): string =>
  `<ehcache>${terracottaConfig}${inner}</ehcache>`;
const cache = (attributes: string, inner = '<terracotta><nonstop/></terracotta>'): string =>
  `<cache name="c" ${attributes}>${inner}</cache>`;
const TWO = 'cluster orders { server tsa-1, tsa-2 }\n';

describe('TCS312: ports and directories of one host', () => {
  test.each([
    ['no port is written', '<server name="a" host="localhost"/><server name="b" host="localhost"/>', ['TCS312 b']],
    [
      'one is named by its address',
      '<server name="a" host="127.0.0.1"/><server name="b" host="localhost"/>',
      ['TCS312 b'],
    ],
    [
      'the group port of the first is the port of the second',
      '<server name="a" host="h"/><server name="b" host="h"><tsa-port>9530</tsa-port></server>',
      ['TCS312 <tsa-port>9530'],
    ],
    ['ports are apart', '<server name="a" host="h"/><server name="b" host="h"><tsa-port>9610</tsa-port></server>', []],
    ['hosts are apart', '<server name="a" host="h1"/><server name="b" host="h2"/>', []],
    [
      'ports are filled in later',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a build
      '<server name="a" host="h"><tsa-port>${a}</tsa-port></server><server name="b" host="h"><tsa-port>${b}</tsa-port></server>',
      [],
    ],
    ['hosts are filled in later', '<server name="a" host="%h"/><server name="b" host="%h"/>', []],
    [
      'one directory',
      '<server name="a" host="h"><data>/d</data></server><server name="b" host="h"><tsa-port>9610</tsa-port><data>/d</data></server>',
      ['TCS312 <data>/d'],
    ],
    [
      'a directory below that of the start',
      '<server name="a" host="h"><data>d</data></server><server name="b" host="h"><tsa-port>9610</tsa-port><data>d</data></server>',
      [],
    ],
  ])('%s', (_, servers, seen) => {
    expect(inFile(array(servers), /TCS312/).seen).toEqual(seen);
  });

  test('a scenario in which servers merely share a host says nothing of ports', () => {
    const { model } = buildProgram('a.tcsim', 'cluster o {\n  server a { host h }\n  server b { host h }\n}\n');
    expect(checkRules(model).map(({ code }) => code)).not.toContain('TCS312');
  });
});

describe('TCS334: two nodes of a dynamic configuration on one host', () => {
  const FIRST = 'failover-priority=availability\nstripe.1.node.1.name=a\nstripe.1.node.1.hostname=h\n';
  const SECOND = 'stripe.1.node.2.name=b\nstripe.1.node.2.hostname=h\n';
  test.each([
    ['no port is written', `${FIRST}${SECOND}`, ['TCS334 b']],
    ['one has a port', `${FIRST}${SECOND}stripe.1.node.2.port=9510\n`, ['TCS334 b']],
    ['one writes the usual port', `${FIRST}stripe.1.node.1.port=9410\n${SECOND}`, ['TCS334 b']],
    ['ports are apart', `${FIRST}${SECOND}stripe.1.node.2.port=9510\nstripe.1.node.2.group-port=9530\n`, []],
    ['hosts are apart', `${FIRST}${SECOND}`.replace('2.hostname=h', '2.hostname=h2'), []],
    ['hosts are filled in later', `${FIRST}${SECOND}`.replaceAll('hostname=h', 'hostname=%h'), []],
    [
      'a port is filled in later',
      `${FIRST}${SECOND}stripe.1.node.2.port=\${PORT}\nstripe.1.node.2.group-port=9530\n`,
      [],
    ],
    ['nodes of two stripes', `${FIRST}${SECOND}`.replaceAll('stripe.1.node.2', 'stripe.2.node.1'), ['TCS334 b']],
  ])('%s', (_, text, seen) => {
    expect(inFile(text, /TCS334/, '', 'cluster.properties').seen).toEqual(seen);
  });

  test('in the form of the configuration tool', () => {
    const text =
      'failover-priority=availability\nstripe-names=one\none:node-names=a,b\na:hostname=localhost\nb:hostname=127.0.0.1\n';
    expect(inFile(text, /TCS334/, '', 'cluster.cfg').seen).toEqual(['TCS334 b']);
  });
});

describe('TCS315 and TCS316: where a client looks for its array', () => {
  const WITH_HOSTS =
    'cluster orders {\n  server tsa-1 { host blade-7.example.com }\n  server tsa-2 { host blade-8.example.com }\n}\n';
  test.each([
    ['all', TWO, 'tsa-1:9510,tsa-2:9510', []],
    ['all, with users and blanks', TWO, 'me@tsa-1:9510, me@tsa-2:9510', []],
    ['short names', WITH_HOSTS, 'blade-7:9510,blade-8:9510', []],
    ['one of two', TWO, 'tsa-1:9510', ['TCS315']],
    ['one of two, as an address of its configuration', TWO, 'http://tsa-1:9510/config', ['TCS315']],
    ['no port', TWO, 'tsa-1,tsa-2', []],
    ['the group port', TWO, 'tsa-1:9530,tsa-2:9510', ['TCS316']],
    ['a port of its own, where none is written', TWO, 'tsa-1:7777,tsa-2:9510', ['TCS316']],
    ['an unknown host, where servers have no hosts', TWO, 'vip:9510', []],
    ['an unknown host, where all have one', WITH_HOSTS, 'elsewhere.example.com:9510', ['TCS316']],
    ['an address, where all have names', WITH_HOSTS, '10.0.0.1:9510', []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a build
    ['filled in later', WITH_HOSTS, '${tc.url}', []],
    ['no address at all', WITH_HOSTS, '::::', []],
  ])('%s', (_, cluster, url, codes) => {
    const text = caches(cache('eternal="false"'), `<terracottaConfig url="${url}" rejoin="true"/>`);
    expect(inFile(text, /TCS31[56]/, cluster).found.map(({ code }) => code)).toEqual(codes);
  });

  test('the fix writes all servers, with their ports', () => {
    const text = caches(cache(''), '<terracottaConfig rejoin="true" url="tsa-1:9530"/>');
    expect(inFile(text, /TCS31[56]/, TWO).fixed('TCS316')).toContain('url="tsa-1:9510"');
    const one = caches(cache(''), '<terracottaConfig rejoin="true" url="tsa-1:9510"/>');
    expect(inFile(one, /TCS31[56]/, TWO).fixed('TCS315')).toContain('url="tsa-1:9510,tsa-2:9510"');
  });
});

describe('what Ehcache refuses in a clustered cache', () => {
  test.each([
    ['overflowToDisk="true"', ['TCS401 overflowToDisk="true'], '<cache name="c">'],
    ["diskPersistent='true'", ["TCS402 diskPersistent='true"], '<cache name="c">'],
    ['maxElementsOnDisk="5"', ['TCS404 maxElementsOnDisk="5'], undefined],
    ['maxElementsOnDisk="0"', [], undefined],
    ['transactionalMode="xa_strict"', ['TCS409 transactionalMode="xa_strict'], undefined],
    ['transactionalMode="off" copyOnRead="false"', [], undefined],
  ])('%s', (attributes, seen, fixed) => {
    const { seen: found, fixed: apply } = inFile(caches(cache(attributes)), /TCS4(0[1-4]|09)/, TWO);
    expect(found).toEqual(seen);
    if (fixed !== undefined) expect(apply(found[0]?.slice(0, 6) ?? '')).toContain(fixed);
  });

  test('the same attributes are right where the cache is local', () => {
    const local = cache(
      'overflowToDisk="true" diskPersistent="true" maxElementsOnDisk="5"',
      '<persistence strategy="localTempSwap"/>',
    );
    expect(inFile(caches(local), /TCS4/, TWO).seen).toEqual([]);
  });

  test('a persistence strategy is changed, not taken out: without one the element is an error', () => {
    const text = caches(
      cache('', '<persistence strategy="localTempSwap" synchronousWrites="true"/><terracotta><nonstop/></terracotta>'),
    );
    expect(inFile(text, /TCS403/, TWO).fixed('TCS403')).toContain(
      '<persistence strategy="distributed" synchronousWrites="true"/>',
    );
  });

  test('maxElementsOnDisk was the limit of the array up to Ehcache 2.6', () => {
    const old = `cluster orders {\n  product terracotta 3.7\n  server tsa-1, tsa-2\n}\n`;
    expect(inFile(caches(cache('maxElementsOnDisk="5"')), /TCS404/, old).seen).toEqual([]);
  });

  test('coherent alone is consistency; with a consistency that contradicts it is an error', () => {
    const alone = inFile(caches(cache('', '<terracotta coherent="true"><nonstop/></terracotta>')), /TCS417/, TWO);
    expect(alone.found.map(({ severity }) => severity)).toEqual(['hint']);
    const both = inFile(
      caches(cache('', '<terracotta coherent="true" consistency="eventual"><nonstop/></terracotta>')),
      /TCS417/,
      TWO,
    );
    expect(both.found.map(({ severity }) => severity)).toEqual(['error']);
    expect(both.fixed('TCS417')).toContain('<terracotta consistency="eventual">');
  });

  test('a file by itself may be that of an older Ehcache', () => {
    const text = caches(cache('maxElementsOnDisk="5"'));
    const alone = analyseConfiguration(text, 'it.xml').diagnostics.filter(({ code }) => code === 'TCS404');
    expect(alone.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'it does not start from Ehcache 2.7 on: its clustered cache c has a limit for the local disk.'],
    ]);
    expect(inFile(text, /TCS404/, TWO).found.map(({ severity }) => severity)).toEqual(['error']);
  });

  test('a transactional cache that does not copy is mended in one go', () => {
    const neither = cache('transactionalMode="xa_strict" copyOnRead="false" copyOnWrite="false"', '');
    const { found } = inFile(caches(neither), /TCS409/, TWO);
    expect(found.map(({ fixes }) => fixes[0]?.edits.map(({ text }) => text))).toEqual([['true', 'true']]);
  });

  test('what stands twice is mended where it counts', () => {
    const text = caches(cache('', '<terracotta consistency="strong"/><terracotta/>'));
    expect(inFile(text, /TCS101/, TWO).fixed('TCS101')).toMatch(
      /<terracotta consistency="strong"\/><terracotta>\s*<nonstop\/>/,
    );
  });

  test('a client that names no array is not told to switch rejoin on', () => {
    const blocking = cache('', '<terracotta/>');
    expect(inFile(caches(blocking, ''), /TCS105|TCS411/, TWO).seen).toEqual(['TCS411 <ehcache']);
    expect(inFile(caches(blocking, '<terracottaConfig/>'), /TCS105|TCS411/, TWO).seen).toEqual(['TCS105 ehcache']);
  });

  test('terracottaConfig: missing, and with both an address and a tc-config', () => {
    expect(inFile(caches(cache(''), ''), /TCS41[0-2]/, TWO).seen).toEqual(['TCS411 <ehcache']);
    const both = `<terracottaConfig url="a:9510"><tc-config><servers><server host="a" name="a"/></servers></tc-config></terracottaConfig>`;
    expect(inFile(caches(cache(''), both), /TCS41[0-2]/).seen).toEqual(['TCS410 <terracottaConfig']);
    expect(inFile(caches(cache(''), both), /TCS410/).found[0]?.fixes).toEqual([]);
  });

  test('replication between peers is named; its elements are not taken out for the user', () => {
    const listener =
      '<cacheEventListenerFactory class="net.sf.ehcache.distribution.jgroups.JGroupsCacheReplicatorFactory"/>';
    const { found } = inFile(caches(cache('', `${listener}<terracotta><nonstop/></terracotta>`)), /TCS413/, TWO);
    expect(found.map(({ message, fixes }) => [message, fixes.length])).toEqual([
      ['c is clustered, and replicated by JGroups as well.', 0],
    ]);
  });
});

test('3.x: windows of single servers, and no word on how they share data', () => {
  const server = (name: string, window: number): string =>
    `<server name="${name}" host="${name}"><dso><client-reconnect-window>${window}</client-reconnect-window></dso></server>`;
  const { seen, fixed } = inFile(array(server('a', 60) + server('b', 300)), /TCS3(03|10)/);
  expect(seen).toEqual(['TCS310 <server', 'TCS303 <client-reconnect-window>300']);
  expect(fixed('TCS303')).toContain(
    '<server name="b" host="b"><dso><client-reconnect-window>60</client-reconnect-window>',
  );
  expect(fixed('TCS310')).toContain('<ha><mode>networked-active-passive</mode></ha></servers>');
});
