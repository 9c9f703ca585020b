import { describe, expect, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { analyse } from '../index.ts';
import { expectDiagnostics } from '../test/marked.ts';
import { directivesOf, MOST_DIRECTIVES } from './directives.ts';
import { levelsOf } from './levels.ts';
import { suppressing } from './suppressing.ts';

const PAIR = 'cluster orders { server tsa-1, tsa-2 }';

/** Everything that is reported of a scenario but the language's remarks on what is missing. */
const reported = (text: string, rules: object = {}) =>
  analyse(text, 'test.tcsim', undefined, undefined, levelsOf(rules)).diagnostics.filter(
    ({ code }) => code !== 'TCS011',
  );

describe('a comment suppresses', () => {
  test.each([
    ['the line below', `// tcsim-disable-next-line TCS317 -- a licence is missing\n${PAIR}`],
    ['the line below blanks and comments', `// tcsim-disable-next-line TCS317 -- why not\n\n/// The array.\n${PAIR}`],
    ['its own line', `${PAIR} // tcsim-disable-line TCS317 -- why not`],
    ['the whole file', `${PAIR}\n// tcsim-disable TCS317 -- why not`],
    [
      'several rules',
      `// tcsim-disable-next-line TCS317 -- why not\n${PAIR}\n// tcsim-disable TCS306, TCS317: ok\ncluster b { server x }`,
    ],
    ['in small letters', `//tcsim-disable tcs317 — why not\n${PAIR}`],
    ['behind a text with slashes', `let url = "http://x" // tcsim-disable TCS317 -- why not\n${PAIR}`],
    ['with other line ends', `// tcsim-disable-next-line TCS317 -- why not\r\n\r\n${PAIR}\r\n`],
  ])('%s', (_, text) => {
    expect(reported(text).filter(({ code }) => code !== 'TCS020')).toEqual([]);
  });

  test('with its reason, which is kept', () => {
    const { suppressed } = analyse(`// tcsim-disable TCS317 -- one rack\n${PAIR}`, 'test.tcsim');
    expect(suppressed.map(({ diagnostic, reason, at }) => [diagnostic.code, reason, at.start, at.end])).toEqual([
      ['TCS317', 'one rack', 0, 35],
    ]);
  });

  test.each([
    ['another line', `// tcsim-disable-next-line TCS317 -- why not\nlet a = 1s\n${PAIR}`],
    ['inside a text', `let a = "// tcsim-disable TCS317 -- why not"\n${PAIR}`],
    ['documentation', `/// tcsim-disable TCS317 -- why not\n${PAIR}`],
    ['prose', `// write tcsim-disable TCS317 -- why not\n${PAIR}`],
  ])('but not %s', (_, text) => {
    expect(reported(text).map(({ code }) => code)).toContain('TCS317');
  });
});

describe('a suppression is reported', () => {
  test.each([
    `
cluster orders { server tsa-1 }  // tcsim-disable-line TCS306, TCS317 -- why not
                                                               ^^^^^^ TCS020: TCS317 is not reported on this line
`,
    `
// tcsim-disable-next-line TCS317
   ^^^^^^^^^^^^^^^^^^^^^^^ TCS021: gives no reason
cluster orders { server tsa-1, tsa-2 }
`,
    `
// tcsim-disable-next-line TCS317 -- why?
   ^^^^^^^^^^^^^^^^^^^^^^^ TCS021: gives no reason
cluster orders { server tsa-1, tsa-2 }
`,
    `
// tcsim-disable-next-line TCS317 because it is so
                                  ^^^^^^^^^^^^^^^^ TCS021: The reason stands behind
cluster orders { server tsa-1, tsa-2 }
`,
    `
// tcsim-disable -- why not
   ^^^^^^^^^^^^^ TCS021: names no rule
cluster orders { server tsa-1, tsa-2 }
        ^^^^^^ TCS317
`,
    `
// tcsim-disable-nextline TCS317 -- why not
   ^^^^^^^^^^^^^^^^^^^^^^ TCS021: There is no
cluster orders { server tsa-1, tsa-2 }
        ^^^^^^ TCS317
`,
    `
// tcsim-disable TCS999, TCS001 -- why not
                         ^^^^^^ TCS021: \`TCS001\` cannot be suppressed
                 ^^^^^^ TCS021: There is no rule
cluster orders { server tsa-1, tsa-2 }
        ^^^^^^ TCS317
`,
  ])('%s', (marked) => {
    expectDiagnostics(marked, (text) => reported(text));
  });

  test.each([
    ['its rule is off', `// tcsim-disable TCS317 -- why not\ncluster a { server b, c, d }`, { TCS317: 'off' }],
    [
      'its rule looks at scenarios, and there is none',
      `// tcsim-disable TCS217 -- why not\n${PAIR} // tcsim-disable-line TCS317 -- x`,
      {},
    ],
    [
      'the text has errors',
      `// tcsim-disable TCS306 -- why not\n// tcsim-disable TCS317 -- x\n${PAIR}\ncluster b { serve }`,
      {},
    ],
    [
      'it suppresses what only runs show',
      `// tcsim-disable TCS121 -- why not\n// tcsim-disable TCS317 -- x\n${PAIR}`,
      {},
    ],
  ])('never as idle where %s', (_, text, rules) => {
    expect(reported(text, rules).map(({ code }) => code)).not.toContain('TCS020');
  });

  test('no more than a thousand times', () => {
    const text = '// tcsim-disable TCS317 -- x\n'.repeat(MOST_DIRECTIVES + 50);
    expect(reported(text).filter(({ code }) => code === 'TCS021')).toMatchObject([{ message: /at most 1000/ }]);
  });
});

test('broken syntax is reported whatever a comment says', () => {
  expect(reported('// tcsim-disable TCS001, TCS002 -- x\ncluster { {').map(({ code }) => code)).toContain('TCS001');
});

test('what the language says and is no error can be suppressed', () => {
  const text = `cluster orders {\n  server a\n  tc-properties { l2.nosuchthing 1 } // tcsim-disable-line TCS003 -- ours\n}`;
  const codes = (each: string) => reported(each).map(({ code }) => code);
  expect(codes(text.replace('TCS003', 'TCS009'))).toContain('TCS003');
  expect(codes(text)).not.toContain('TCS003');
});

/** Each line of the XML on which something is reported, with the codes. */
function inXml(text: string): string[] {
  const lines = text.split('\n');
  return analyseConfiguration(text, 'tc-config.xml')
    .diagnostics.filter(({ severity, code }) => severity !== 'hint' && (code >= 'TCS1' || code.startsWith('TCS02')))
    .map(({ code, at }) => `${code} ${lines[text.slice(0, at.start).split('\n').length - 1]?.trim()}`);
}

const xml = (before = '', within = '') => `<?xml version="1.0"?>
${before}<tc-config xmlns="http://www.terracotta.org/config">
  <servers>
    ${within}
    <server host="a" name="a"/>
    <server host="b" name="b"/>
  </servers>
</tc-config>
`;

test('in XML a comment suppresses the tag below', () => {
  const [, place = ''] = /^(?:TCS317) (.*)$/.exec(inXml(xml()).find((each) => each.startsWith('TCS317')) ?? '') ?? [];
  expect(place).not.toBe('');
  expect(
    inXml(xml().replace(place, `<!-- tcsim-disable-next-line TCS317: one rack -->\n${place}`)).join(),
  ).not.toContain('TCS317');
  expect(inXml(xml('<!-- tcsim-disable TCS317 -->\n')).join()).toContain('TCS021');
  expect(inXml(xml('', '<!-- tcsim-disable-next-line TCS305: nothing here -->')).join()).toContain('TCS020');
});

describe('the quick fix', () => {
  const fix = (text: string, code: string) => {
    const { diagnostics, model } = analyse(text, 'test.tcsim');
    const found = diagnostics.find((each) => each.code === code);
    const [edit] = (found && suppressing(found, model.files)?.edits) ?? [];
    return edit === undefined ? undefined : text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end);
  };

  test.each([
    [`${PAIR}\n`, 'TCS317', `// tcsim-disable-next-line TCS317 -- why?\n${PAIR}\n`],
    [
      `  ${PAIR.replace('tsa-2', 'tsa-2\r\n')}`,
      'TCS317',
      `  // tcsim-disable-next-line TCS317 -- why?\r\n  ${PAIR.replace('tsa-2', 'tsa-2\r\n')}`,
    ],
    [
      '// tcsim-disable-next-line TCS305 -- why not\ncluster a { server b, c }',
      'TCS317',
      '// tcsim-disable-next-line TCS305, TCS317 -- why not\ncluster a { server b, c }',
    ],
  ])('writes the comment above: %j', (text, code, after) => {
    expect(fix(text, code)).toBe(after);
    expect(reported(after).filter((each) => each.code === code)).toEqual([]);
  });

  test('is not offered for errors of the language', () => {
    expect(fix('cluster a { serve b }', 'TCS003')).toBeUndefined();
    expect(fix('cluster a { server b', 'TCS001')).toBeUndefined();
  });

  test.each([
    [
      '<tc-config>\n  <servers>\n    <server host="a"\n      name="b"/>\n  </servers>\n</tc-config>',
      'name=',
      '<server host',
    ],
    ['<tc-config><servers/></tc-config>', '<servers', '<tc-config>'],
    ['<a>\n  <window>\n    30\n  </window>\n</a>', '30', '<window>'],
  ])('in XML goes before the tag: %j', (text, at, below) => {
    const start = text.indexOf(at);
    const found = {
      code: 'TCS317',
      severity: 'info',
      at: { file: 0, start, end: start + 1 },
      message: '',
      why: '',
      help: '',
      related: [],
      fixes: [],
    } as const;
    const [edit] = suppressing(found, [{ name: 'x.xml', text, format: 'xml' }])?.edits ?? [];
    const after = text.slice(0, edit?.at.start) + edit?.text + text.slice(edit?.at.end);
    expect(after).toMatch(new RegExp(`^.*<!-- tcsim-disable-next-line TCS317: why\\? -->\n *${below}`, 'm'));
  });

  test('in XML stands nowhere inside a tag', () => {
    const text = '<a\n  b="c"/><d/>';
    const found = {
      code: 'TCS317',
      severity: 'info',
      at: { file: 0, start: text.indexOf('<d'), end: text.length },
      message: '',
      why: '',
      help: '',
      related: [],
      fixes: [],
    } as const;
    expect(suppressing(found, [{ name: 'x.xml', text, format: 'xml' }])).toBeUndefined();
  });
});

test('the fix of an idle suppression takes its line along', () => {
  const removed = (text: string) => {
    const fix = analyse(text, 'test.tcsim').diagnostics.find(({ code }) => code === 'TCS020')?.fixes[0];
    return fix?.edits.reduce((result, { at, text: to }) => result.slice(0, at.start) + to + result.slice(at.end), text);
  };
  expect(removed(`// tcsim-disable-next-line TCS305 -- x\n${PAIR}\n`)).toBe(`${PAIR}\n`);
  expect(removed(`${PAIR}  // tcsim-disable-line TCS305 -- x\n`)).toBe(`${PAIR}\n`);
  expect(removed(`${PAIR}  // tcsim-disable-line TCS305, TCS317 -- x\n`)).toBe(
    `${PAIR}  // tcsim-disable-line TCS317 -- x\n`,
  );
  expect(removed(`${PAIR}  // tcsim-disable-line TCS317, TCS305 -- x\n`)).toBe(
    `${PAIR}  // tcsim-disable-line TCS317 -- x\n`,
  );
});

test.each<[format: 'xml' | undefined, text: string]>([
  ['xml', `<a>${'<!-- tcsim-disable TCS317: x -->'.repeat(100_000)}`],
  ['xml', `<a>${'<!-- tcsim-disable-line TCS317: x --><!-- tcsim-disable-next-line TCS317: x -->'.repeat(50_000)}`],
  ['xml', `<a>${'<!-- tcsim-disable-next-line TCS317: x -->\n'.repeat(100_000)}`],
  ['xml', `<a>${'<!-- tcsim-disable '.repeat(300_000)}`],
  ['xml', `<a>${'<![CDATA[ tcsim-disable '.repeat(200_000)}`],
  ['xml', `<!-- tcsim-disable-next-line TCS317: x -->${' '.repeat(9_000_000)}<a`],
  [undefined, '// tcsim-disable-next-line TCS317 -- x\n'.repeat(200_000)],
  [undefined, '// tcsim-disable-line TCS317 -- x\n// tcsim-disable-next-line TCS317 -- x\n\n'.repeat(100_000)],
  [undefined, '"tcsim-disable // '.repeat(400_000)],
])('of a hostile file only so many are looked at, and each once: %s, %#', (format, text) => {
  expect(directivesOf({ name: 'x', text, format }).length).toBeLessThanOrEqual(MOST_DIRECTIVES + 1);
});
