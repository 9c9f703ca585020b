import { expect, test } from 'vitest';
import { type NewElement, type XmlEdit, XmlFile } from './xmlEdits.ts';

function edited(text: string, edit: (file: XmlFile) => XmlEdit): string {
  const { start, end, text: replacement } = edit(new XmlFile(text));
  return text.slice(0, start) + replacement + text.slice(end);
}

/** The text after the child was added to the element with this name. */
function added(text: string, parent: string, child: NewElement): string {
  return edited(text, (file) => {
    const element = file.elementAt(text.search(new RegExp(`<(\\w+:)?${parent}\\b`)));
    if (element === undefined) throw new Error(`There is no <${parent}>.`);
    return file.addChild(element, child);
  });
}

const WINDOW: NewElement = { name: 'client-reconnect-window', content: '120' };

test('a child stands where the schema wants it, with the indentation of its siblings', () => {
  const text =
    '<tc-config>\n\t<servers>\n\t\t<server name="a"/> <!-- the first -->\n\n\t\t<!-- never asked -->\n\t\t<failover-priority>CONSISTENCY</failover-priority>\n\t</servers>\n</tc-config>\n';
  expect(added(text, 'servers', { name: 'restartable', attributes: { enabled: 'true' } })).toBe(
    text.replace('<!-- the first -->', '<!-- the first -->\n\t\t<restartable enabled="true"/>'),
  );
  expect(added(text, 'servers', WINDOW)).toBe(
    text.replace(
      '</failover-priority>',
      '</failover-priority>\n\t\t<client-reconnect-window>120</client-reconnect-window>',
    ),
  );
});

test('line ends and prefixes are those of the file', () => {
  const text = '<tc:tc-config>\r\n    <tc:servers>\r\n        <tc:server/>\r\n    </tc:servers>\r\n</tc:tc-config>';
  expect(added(text, 'servers', WINDOW)).toBe(
    text.replace(
      '<tc:server/>',
      '<tc:server/>\r\n        <tc:client-reconnect-window>120</tc:client-reconnect-window>',
    ),
  );
});

test('elements of one prefix in a root of another', () => {
  const text = '<tc:tc-config>\n  <servers/>\n</tc:tc-config>';
  expect(
    added(text, 'tc-config', { name: 'tc-properties', content: { name: 'property', attributes: { name: 'a' } } }),
  ).toBe(
    '<tc:tc-config>\n  <tc-properties>\n    <property name="a"/>\n  </tc-properties>\n  <servers/>\n</tc:tc-config>',
  );
});

test('an empty element gets a closing tag', () => {
  expect(added('<tc-config>\n  <servers />\n</tc-config>', 'servers', WINDOW)).toBe(
    '<tc-config>\n  <servers>\n    <client-reconnect-window>120</client-reconnect-window>\n  </servers>\n</tc-config>',
  );
  expect(added('<tc-config>\n  <servers>\n  </servers>\n</tc-config>', 'servers', WINDOW)).toBe(
    '<tc-config>\n  <servers>\n    <client-reconnect-window>120</client-reconnect-window>\n  </servers>\n</tc-config>',
  );
  expect(added('<tc-config/>', 'tc-config', WINDOW)).toBe(
    '<tc-config><client-reconnect-window>120</client-reconnect-window></tc-config>',
  );
});

test('what is on one line stays there, and a comment stays where it is', () => {
  expect(added('<a><servers><server/></servers></a>', 'servers', WINDOW)).toBe(
    '<a><servers><server/><client-reconnect-window>120</client-reconnect-window></servers></a>',
  );
  expect(added('<a>\n  <servers>\n    <!-- none -->\n  </servers>\n</a>', 'servers', WINDOW)).toBe(
    '<a>\n  <servers>\n    <!-- none -->\n    <client-reconnect-window>120</client-reconnect-window>\n  </servers>\n</a>',
  );
});

test('attributes keep their quotes and their blanks', () => {
  const set = (text: string, name: string, value: string) =>
    edited(text, (file) => file.setAttribute(file.root as NonNullable<XmlFile['root']>, name, value));
  expect(set("<a  b = '1'  c='2' />", 'b', '3')).toBe("<a  b = '3'  c='2' />");
  expect(set("<a b='1' />", 'c', '3')).toBe("<a b='1' c='3' />");
  expect(set('<a/>', 'c', '"&<')).toBe('<a c="&quot;&amp;&lt;"/>');
});

test('the text of an element is replaced without the blanks around it', () => {
  const set = (text: string) => edited(text, (file) => file.setText(file.root as NonNullable<XmlFile['root']>, '7'));
  expect(set('<a>\n  5 <!-- s -->\n</a>')).toBe('<a>\n  7 <!-- s -->\n</a>');
  expect(set('<a x="1" />')).toBe('<a x="1">7</a>');
  expect(set('<a></a>')).toBe('<a>7</a>');
});

test('a file that is broken is not edited', () => {
  expect(new XmlFile('<tc-config><servers></tc-config>').root).toBeUndefined();
});
