/** Every key and value of a file of properties, with the text at its place. */
import { expect, it } from 'vitest';
import { PROPERTY_LIMITS, readPropertyFile, type Separators } from './properties.ts';

function shown(text: string, separators: Separators = 'java'): string[] {
  return readPropertyFile(text, separators).properties.map(
    ({ key, value, keyRange, valueRange }) =>
      `${key} = ${value}  ← ${text.slice(keyRange.start, keyRange.end)} … ${text.slice(valueRange.start, valueRange.end)}`,
  );
}

it('separates keys and values as Java does', () => {
  expect(shown('a=1\nb:2\nc 3\n d = 4 \n\ne\nf=\n=g')).toEqual([
    'a = 1  ← a … 1',
    'b = 2  ← b … 2',
    'c = 3  ← c … 3',
    'd = 4  ← d … 4',
    'e =   ← e … ',
    'f =   ← f … ',
  ]);
});

it('undoes escapes, and knows where the characters stand', () => {
  const text = 'data\\ dirs=main\\:C\\:\\\\data,caf\\u00e9\\:x';
  expect(shown(text)).toEqual(['data dirs = main:C:\\data,café:x  ← data\\ dirs … main\\:C\\:\\\\data,caf\\u00e9\\:x']);
  const [property] = readPropertyFile(text, 'java').properties;
  const placeOf = (part: string): string => {
    const from = property?.value.indexOf(part) ?? 0;
    const { start, end } = property?.placeOf(from, from + part.length) ?? { start: 0, end: 0 };
    return text.slice(start, end);
  };
  expect([placeOf('main'), placeOf('C:\\data'), placeOf('café'), placeOf('x')]).toEqual([
    'main',
    'C\\:\\\\data',
    'caf\\u00e9',
    'x',
  ]);
});

it('goes on after a backslash at the end of a line, and leaves comments out', () => {
  expect(shown('# a=1 \\\n! b=2\nhosts=one,\\\r\n    two\n')).toEqual(['hosts = one,two  ← hosts … one,\\\r\n    two']);
});

it('keeps the colons of the keys of a .cfg', () => {
  expect(shown('stripe1:node-names=n1,n2\nn1:hostname = localhost', 'equals')).toEqual([
    'stripe1:node-names = n1,n2  ← stripe1:node-names … n1,n2',
    'n1:hostname = localhost  ← n1:hostname … localhost',
  ]);
});

it('reads a .cfg as the product does: a backslash continues a line wherever it stands, comments do not end it', () => {
  const text = 'hosts= \\\n# one\n\n  a,\\  \n! two \\\n\tb\nlog-dir=C:\\logs\nport=1=2\nlast=\\\n lost \\';
  const { lost } = readPropertyFile(text, 'equals');
  expect(shown(text, 'equals')).toMatchInlineSnapshot(`
    [
      "hosts = a,	b  ← hosts … a,\\  
    ! two \\
    	b",
      "log-dir = C:port  ← log-dir … C:\\logs
    port",
    ]
  `);
  expect(lost.map(({ start, end }) => text.slice(start, end))).toMatchInlineSnapshot(`
    [
      "\\logs",
      "=1=2",
      "last=\\
     lost \\",
    ]
  `);
});

it('reads anything', () => {
  for (const text of ['', '\\', '=\\', 'a\\', '\\u12', 'a=\\u12', '\u0000=\u0000', ':\n=\n', '\ufeffa=1']) {
    expect(() => shown(text)).not.toThrow();
    expect(() => shown(text, 'equals')).not.toThrow();
  }
  expect(shown('\ufeffa=1')).toEqual(['a = 1  ← a … 1']);
});

it('ends at its limits', () => {
  expect(readPropertyFile(' '.repeat(PROPERTY_LIMITS.length + 1), 'java')).toEqual({
    properties: [],
    lost: [],
    cutAt: 0,
  });
  expect(readPropertyFile('a=1\n'.repeat(PROPERTY_LIMITS.properties + 5), 'java').cutAt).toBe(
    (PROPERTY_LIMITS.properties + 1) * 4,
  );
});
