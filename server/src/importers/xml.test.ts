import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readXml, type XmlElement } from './xml.ts';

const TEXT = `<?xml version="1.0"?>
<a:root xmlns:a="urn:x" one = 'un' two="d&#101;ux">
  before <leaf> 42 </leaf><!-- <leaf>0</leaf> -->
  <leaf><![CDATA[<5>]]></leaf><b:empty/>
</a:root>
`;

/** The text of the file at a range. */
const at = (text: string, { start, end }: { start: number; end: number }): string => text.slice(start, end);

test('everything knows its place', () => {
  const { root, problems } = readXml(TEXT);
  expect(problems).toEqual([]);
  if (root === undefined) throw new Error('no root');
  expect([root.name, at(TEXT, root.tag), root.text]).toEqual(['root', 'a:root', 'before']);
  expect(root.attributes.map((each) => [each.name, each.value, at(TEXT, each), at(TEXT, each.valueRange)])).toEqual([
    ['xmlns:a', 'urn:x', 'xmlns:a="urn:x"', 'urn:x'],
    ['one', 'un', "one = 'un'", 'un'],
    ['two', 'deux', 'two="d&#101;ux"', 'd&#101;ux'],
  ]);
  expect(root.children.map((each) => [each.name, each.text, at(TEXT, each.textRange), at(TEXT, each)])).toEqual([
    ['leaf', '42', '42', '<leaf> 42 </leaf>'],
    ['leaf', '<5>', '<5>', '<leaf><![CDATA[<5>]]></leaf>'],
    ['empty', '', '', '<b:empty/>'],
  ]);
  expect(at(TEXT, root)).toBe(TEXT.trim().slice(TEXT.indexOf('<a:root')));
});

test('line ends and signs beyond 16 bits do not move anything', () => {
  const text = '\ufeff<r>\r\n  <s a="😀"/>\r\n  <t b="x"/>\r\n</r>';
  const [s, t] = readXml(text).root?.children ?? [];
  expect([s, t].map((each) => each?.attributes.map((attribute) => at(text, attribute)))).toEqual([
    ['a="😀"'],
    ['b="x"'],
  ]);
});

const name = fc.constantFrom('a', 'b', 'server', 'x-y', 'n:s');
const tree: fc.Memo<string> = fc.memo((depth) => {
  const content =
    depth > 1 ? fc.array(tree(depth - 1), { maxLength: 3 }).map((parts) => parts.join('\n')) : fc.constant('t');
  return fc
    .tuple(name, fc.constantFrom('', ' k="v"', ' k = \'v\' l="&lt;"'), content)
    .map(([tag, attributes, inner]) =>
      inner === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inner}</${tag}>`,
    );
});

function every(element: XmlElement, look: (element: XmlElement) => void): void {
  look(element);
  for (const child of element.children) every(child, look);
}

test('every element and attribute of a generated file stands where it says', () => {
  fc.assert(
    fc.property(tree(4), (text) => {
      const { root, problems } = readXml(text);
      expect(problems).toEqual([]);
      if (root === undefined) throw new Error('no root');
      expect(at(text, root)).toBe(text);
      every(root, (element) => {
        const whole = at(text, element);
        const tag = at(text, element.tag);
        expect(whole.startsWith(`<${tag}`)).toBe(true);
        expect(whole.endsWith(`</${tag}>`) || whole.endsWith('/>')).toBe(true);
        for (const attribute of element.attributes) expect(at(text, attribute)).toMatch(/^[kl] ?= ?(["']).*\1$/);
      });
    }),
  );
});

test('any text is survived, and what is read of it stands inside', () => {
  const soup = fc.array(
    fc.constantFrom('<', '>', '/', '</a>', '<a', ' b="', '"', '&', ';', '<!--', '-->', ']]>', '\0', 'x'),
  );
  fc.assert(
    fc.property(soup, (parts) => {
      const text = parts.join('');
      const { root, problems } = readXml(text);
      for (const { start, end } of problems) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
      if (root === undefined) return;
      every(root, ({ start, end, inner, tag }) => {
        expect(start < tag.end && tag.end <= end && inner.start <= inner.end && end <= text.length).toBe(true);
      });
    }),
    { numRuns: 2_000 },
  );
});
