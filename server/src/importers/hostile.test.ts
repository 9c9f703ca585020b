/** Files made to do harm: each is survived within a second of processor time and 200 MB, with a message. */
import { describe, expect, it } from 'vitest';
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
  ['50 MB', () => `<tc-config>${' '.repeat(50 * MEGABYTE)}</tc-config>`, /larger than 10 MB/, false],
  ['10 000 levels', () => nested(10_000), /nested more than 200 deep/, false],
  [
    '10 000 levels in a configuration',
    () => CONFIG.replace('</servers>', `</servers>${nested(10_000)}`),
    /200 deep/,
    true,
  ],
  ['10 MB of opening tags', () => '<a>'.repeat(3 * MEGABYTE), /nested more than 200 deep/, false],
  [
    'a million elements',
    () => `<tc-config><servers>${'<server/>'.repeat(MEGABYTE)}</servers></tc-config>`,
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
    () => `<tc-config ${Array.from({ length: 500_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    /attributes/,
    false,
  ],
  ['one attribute of 9 MB', () => `<tc-config a="${'x'.repeat(9 * MEGABYTE)}"/>`, /not a setting/, false],
  ['an attribute that never ends', () => `<tc-config a="${'x '.repeat(4 * MEGABYTE)}`, /ends in the middle/, false],
  ['a tag that runs into an attribute', () => '<ehcachexmlns:xsi="a">', /XML is broken/, false],
  ['9 MB of zero bytes', () => '\0'.repeat(9 * MEGABYTE), /is no XML|too many mistakes/, false],
  ['zero bytes between tags', () => CONFIG.replace('<servers>', '\0<servers>\0'), /may not stand here/, true],
  ['9 MB of ampersands', () => `<tc-config>${'&'.repeat(9 * MEGABYTE)}</tc-config>`, /mistakes|stopped here/, false],
  ['9 MB of entities', () => `<tc-config>${'&a;'.repeat(3 * MEGABYTE)}</tc-config>`, /too many mistakes/, false],
  ['9 MB of comment signs', () => `<tc-config><!--${'--'.repeat(4 * MEGABYTE)}`, /mistakes|stopped here/, false],
  ['UTF-16, low byte first', () => utf16(CONFIG, false), /^$/, true],
  ['UTF-16, high byte first', () => utf16(CONFIG, true), /^$/, true],
  ['UTF-16 without a mark', () => Buffer.from(CONFIG, 'utf16le'), /^$/, true],
  ['UTF-8 with a mark', () => Buffer.from(`\ufeff${CONFIG}`), /^$/, true],
  ['UTF-8 that says it is UTF-16', () => Buffer.from(CONFIG.replace('?>', ' encoding="UTF-16"?>')), /^$/, true],
  ['GBK in UTF-8', () => gbk, /could not be decoded/, true],
  ['GBK that says so', () => Buffer.from(gbk.toString('latin1').replace('UTF-8', 'GBK'), 'latin1'), /^$/, true],
  ['random bytes', () => Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), /./, false],
  ['nothing', () => '', /is no XML/, false],
  ['text', () => 'window = 45', /is no XML/, false],
];

describe.each(FILES)('%s', (_, make, message, isRead) => {
  it('is survived', () => {
    const file = make();
    const memoryBefore = process.memoryUsage().heapUsed;
    const before = process.cpuUsage();
    const text = typeof file === 'string' ? file : decodeXml(file);
    const { notes } = importConfiguration(text, 'orders');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(process.memoryUsage().heapUsed - memoryBefore).toBeLessThan(200 * MEGABYTE);
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
