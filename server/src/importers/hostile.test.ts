/**
 * Files made to do harm: each is survived, with a message. What would cost more than its size (an entity that doubles, a
 * search that starts over) does not end within the time limit of a test.
 */
import { describe, expect, it } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { buildProgram } from '../model/index.ts';
import { decodeXml, importConfiguration } from './index.ts';

const MEGABYTE = 1024 * 1024;
const CONFIG =
  '<?xml version="1.0"?>\n<tc-config><servers><server name="tsa-1"/><client-reconnect-window>45</client-reconnect-window></servers></tc-config>\n';

const bomb = [
  '<!DOCTYPE lolz [<!ENTITY lol "lol">',
  ...Array.from({ length: 20 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`),
  ']><tc-config><servers><server name="&lol20;"/></servers></tc-config>',
].join('\n');
const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
/** "orders" in Chinese, in GBK, inside a file that says it is in UTF-8. */
const gbk = Buffer.concat([
  Buffer.from('<?xml version="1.0" encoding="UTF-8"?><!-- '),
  Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]),
  Buffer.from(` -->${CONFIG.slice(CONFIG.indexOf('\n') + 1)}`),
]);

const DYNAMIC =
  'client-reconnect-window=45s\nfailover-priority=availability\nstripe.1.node.1.hostname=h1\nstripe.1.node.2.hostname=h2\n';
const NAMED =
  'stripe-names=s\ns:node-names=a,b\nclient-reconnect-window=45s\nfailover-priority=availability\na:hostname=h1\n';
const utf32 = (text: string, littleEndian: boolean): Uint8Array => {
  const bytes = Buffer.alloc(4 * text.length);
  for (let i = 0; i < text.length; i++) {
    if (littleEndian) bytes.writeUInt32LE(text.charCodeAt(i), 4 * i);
    else bytes.writeUInt32BE(text.charCodeAt(i), 4 * i);
  }
  return bytes;
};
const without = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
const many = (count: number, each: (i: number) => string, separator = ''): string =>
  Array.from({ length: count }, (_, i) => each(i)).join(separator);
/** What is wrong with each of many caches. */
const wrong = (i: number): string =>
  `<cache name="c${i}" eternal="true" timeToLiveSeconds="1" overflowToDisk="true" maxElementsOnDisk="4"><terracotta coherent="true"/></cache>`;

/** The name, the file, what the message says, and whether the window of 45 s was read. */
const FILES: readonly (readonly [string, () => string | Uint8Array, RegExp, boolean])[] = [
  ['an entity bomb', () => bomb, /refers to an entity/, false],
  [
    'an external entity',
    () =>
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><tc-config><servers><server name="&x;"/></servers></tc-config>`,
    /refers to an entity/,
    false,
  ],
  ['50 MB', () => `<tc-config>${' '.repeat(50 * MEGABYTE)}</tc-config>`, /larger than 2 MB/, false],
  ['10 000 levels', () => nested(10_000), /nested more than 200 deep/, false],
  [
    '10 000 levels in a configuration',
    () => CONFIG.replace('</servers>', `</servers>${nested(10_000)}`),
    /200 deep/,
    true,
  ],
  ['2 MB of opening tags', () => '<a>'.repeat(0.6 * MEGABYTE), /nested more than 200 deep/, false],
  [
    '200 000 elements',
    () => `<tc-config><servers>${'<server/>'.repeat(200_000)}</servers></tc-config>`,
    /elements/,
    false,
  ],
  [
    '19 000 servers',
    () => `<tc-config><servers>${'<server/>'.repeat(19_000)}</servers></tc-config>`,
    /at most 500 are read/,
    false,
  ],
  ['19 000 caches', () => `<ehcache>${'<cache/>'.repeat(19_000)}</ehcache>`, /at most 2000 are read/, false],
  ['19 000 unknown elements', () => `<tc-config>${'<x/>'.repeat(19_000)}</tc-config>`, /not a setting/, false],
  [
    '19 000 different unknown elements',
    () => `<tc-config>${Array.from({ length: 19_000 }, (_, i) => `<x${i}/>`).join('')}</tc-config>`,
    /not a setting/,
    false,
  ],
  [
    'a million attributes',
    () => `<tc-config ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    /larger than/,
    false,
  ],
  [
    '150 000 attributes',
    () => `<tc-config ${Array.from({ length: 150_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    /attributes/,
    false,
  ],
  ['one attribute of 2 MB', () => `<tc-config a="${'x'.repeat(1.9 * MEGABYTE)}"/>`, /not a setting/, false],
  ['an attribute that never ends', () => `<tc-config a="${'x '.repeat(0.9 * MEGABYTE)}`, /ends in the middle/, false],
  ['a tag that runs into an attribute', () => '<ehcachexmlns:xsi="a">', /XML is broken/, false],
  ['2 MB of zero bytes', () => '\0'.repeat(1.9 * MEGABYTE), /is no XML|too many mistakes/, false],
  ['zero bytes between tags', () => CONFIG.replace('<servers>', '\0<servers>\0'), /may not stand here/, true],
  ['2 MB of ampersands', () => `<tc-config>${'&'.repeat(1.9 * MEGABYTE)}</tc-config>`, /mistakes|stopped here/, false],
  ['2 MB of entities', () => `<tc-config>${'&a;'.repeat(0.6 * MEGABYTE)}</tc-config>`, /too many mistakes/, false],
  ['2 MB of comment signs', () => `<tc-config><!--${'--'.repeat(0.9 * MEGABYTE)}`, /mistakes|stopped here/, false],
  ['UTF-16, low byte first', () => utf16(CONFIG, false), /^$/, true],
  ['UTF-16, high byte first', () => utf16(CONFIG, true), /^$/, true],
  ['UTF-16 without a mark', () => Buffer.from(CONFIG, 'utf16le'), /^$/, true],
  ['UTF-8 with a mark', () => Buffer.from(`\ufeff${CONFIG}`), /^$/, true],
  ['UTF-8 that says it is UTF-16', () => Buffer.from(CONFIG.replace('?>', ' encoding="UTF-16"?>')), /^$/, true],
  ['GBK in UTF-8', () => gbk, /could not be decoded/, true],
  ['GBK that says so', () => Buffer.from(gbk.toString('latin1').replace('UTF-8', 'GBK'), 'latin1'), /^$/, true],
  ['random bytes', () => Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), /./, false],
  ['UTF-16 without a mark that begins with a blank', () => without(` ${CONFIG.slice(22)}`), /^$/, true],
  ['properties in UTF-16', () => utf16(DYNAMIC, false), /^$/, true],
  ['properties in UTF-16 without a mark', () => without(DYNAMIC), /^$/, true],
  ['names in UTF-16 without a mark', () => Buffer.from(without(NAMED)).swap16(), /^$/, true],
  ['UTF-32', () => utf32(`\ufeff${CONFIG}`, true), /^$/, true],
  ['UTF-32, high byte first', () => utf32(`\ufeff${CONFIG}`, false), /^$/, true],
  ['UTF-32 without a mark', () => utf32(CONFIG, true), /^$/, true],
  ['properties in UTF-32 without a mark', () => utf32(DYNAMIC, false), /^$/, true],
  // `<?xml version=` in code page 037.
  ['EBCDIC', () => Buffer.from('4c6fa79493406585a28996957e7ff14bf07f6f6e', 'hex'), /could not be decoded/, false],
  ['GBK in properties', () => Buffer.concat([Buffer.from(`${DYNAMIC}# `), Buffer.from([0xb6, 0xa9])]), /decoded/, true],
  ['a mark in the middle', () => CONFIG.replace('<servers>', '\ufeff<servers>\ufeff'), /^$/, true],
  ['two marks', () => `\ufeff\ufeff${CONFIG}`, /not right in XML/, true],
  ['only carriage returns', () => CONFIG.replaceAll('\n', '\r'), /^$/, true],
  ['only carriage returns in properties', () => DYNAMIC.replaceAll('\n', '\r'), /^$/, true],
  ['zero bytes between all signs', () => CONFIG.split('').join('\0'), /may not stand here/, false],
  [
    'parameter entities',
    () =>
      `<!DOCTYPE a [<!ENTITY % a "<!ENTITY b 'c'>"> %a; <!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>${CONFIG.slice(22)}`,
    /^$/,
    true,
  ],
  ['80 000 of them', () => `<!DOCTYPE a [${'<!ENTITY % a "b"> %a;'.repeat(80_000)}]>${CONFIG.slice(22)}`, /^$/, true],
  ['a document type that never ends', () => `<!DOCTYPE a [${'<'.repeat(1.9 * MEGABYTE)}`, /XML is broken/, false],
  [
    'an inclusion',
    () => CONFIG.replace('<servers>', '<servers><xi:include href="file:///etc/passwd" parse="text"/>'),
    /^$/,
    true,
  ],
  ['instructions', () => `${'<?a b?>'.repeat(250_000)}${CONFIG.slice(22)}`, /^$/, true],
  ['comments', () => `${'<!-- -->'.repeat(200_000)}${CONFIG.slice(22)}`, /^$/, true],
  ['a value in CDATA', () => CONFIG.replace('45', '<![CDATA[45]]>'), /^$/, true],
  ['CDATA everywhere', () => CONFIG.replace('<servers>', `${'<![CDATA[x]]>'.repeat(100_000)}<servers>`), /^$/, true],
  ['brackets in CDATA', () => CONFIG.replace('<servers>', `<![CDATA[${']]'.repeat(500_000)}]]><servers>`), /^$/, true],
  ['nothing is closed', () => '<tc-config><servers><server name="a><![CDATA[<!--<?<'.repeat(30_000), /broken/, false],
  ['a comment that never ends', () => `<tc-config><!--${'x'.repeat(1.9 * MEGABYTE)}`, /before `<tc-config>`/, false],
  ['CDATA that never ends', () => `<tc-config><![CDATA[${'x'.repeat(1.9 * MEGABYTE)}`, /before `<tc-config>`/, false],
  ['closing tags', () => `<tc-config>${'</a>'.repeat(450_000)}`, /does not belong/, false],
  ['empty lines', () => `${'\n'.repeat(1.9 * MEGABYTE)}${CONFIG.slice(22)}`, /^$/, true],
  ['one line of 2000 caches, all wrong', () => `<ehcache>${many(2_000, wrong)}</ehcache>`, /^$/, false],
  [
    '10 000 properties that nobody knows',
    () =>
      `<tc-config><tc-properties>${many(9_000, (i) => `<property name="l2.healthcheck.l2.ping.probef${i}" value="1"/>`)}</tc-properties></tc-config>`,
    /not a setting/,
    false,
  ],
  ['50 MB of properties', () => `stripe.1.node.1.hostname=${'x'.repeat(50 * MEGABYTE)}`, /larger than any/, false],
  ['1 MB in one property', () => `${DYNAMIC}a=${'x'.repeat(0.9 * MEGABYTE)}`, /^$/, true],
  ['backslashes', () => `${DYNAMIC}a=${'\\'.repeat(0.9 * MEGABYTE)}`, /^$/, true],
  ['a line that goes on', () => `${NAMED}tc-properties=${'a:1,\\\n# no\n'.repeat(80_000)}`, /is lost/, true],
  ['a line that loses much', () => `${NAMED}${'x=\\y\n'.repeat(150_000)}`, /is lost/, true],
  ['keys with many colons', () => `${NAMED}${'a:b:c:d:e=\n'.repeat(19_000)}`, /more remarks/, true],
  ['100 000 stripes', () => `stripe-names=${many(100_000, (i) => `s${i}`, ',')}`, /at most 500/, false],
  ['80 000 nodes', () => `${NAMED}s:node-names=${many(80_000, (i) => `n${i}`, ',')}\nport=1`, /at most 500/, true],
  [
    '9 000 settings for 9 000 nodes',
    () => `${NAMED.replace('a,b', `a,${many(9_000, (i) => `n${i}`, ',')}`)}${'port=1\n'.repeat(9_000)}`,
    /at most 500/,
    true,
  ],
  ['19 000 numbers of stripes', () => many(19_000, (i) => `stripe.${i}.node.1.hostname=h`, '\n'), /at most 500/, false],
  [
    'one key 19 000 times',
    () => `${DYNAMIC}${'failover-priority=availability\n'.repeat(19_000)}`,
    /more remarks/,
    true,
  ],
  ['nothing', () => '', /is no XML/, false],
  ['text', () => 'window = 45', /is no XML/, false],
];

describe.each(FILES)('%s', (_, make, message, isRead) => {
  it('is survived', () => {
    const file = make();
    const text = typeof file === 'string' ? file : decodeXml(file);
    analyseConfiguration(text, 'x.xml');
    const { notes } = importConfiguration(text, 'x');
    const said = notes.filter(({ code }) => code !== 'TCS003' || !isRead).map((note) => note.message);
    expect(said.join('\n')).toMatch(message);
  });

  it(isRead ? 'gives what could be read' : 'is a program all the same', () => {
    const file = make();
    const text = typeof file === 'string' ? file : decodeXml(file);
    const { model } = buildProgram('main.tcsim', 'import "x.xml" as orders\n', () => ({ name: 'x.xml', text }));
    const window = model.clusters[0]?.clientReconnectWindowMicros;
    if (isRead) expect(window).toBe(45_000_000);
    else expect(window ?? 120_000_000).toBe(120_000_000);
  });
});
