/** What was wrong with a file as a whole, in plain words. */
import type { Note } from './reading.ts';
import type { XmlElement, XmlProblem } from './xml.ts';

/** What the parser says, and how people would. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/^unexpected close tag.*/, 'this closing tag does not belong to the element that is open'],
  [/^unclosed tag: (.*)/, 'the text ends before `<$1>` is closed'],
  [/^unexpected end.*/, 'the text ends in the middle of something'],
  [/^unquoted attribute value.*/, 'the value of an attribute stands without quotes'],
  [/^attribute without value.*/, 'an attribute has no value'],
  [/^undefined entity.*/, 'it refers to an entity that this file does not give as plain text'],
  [/^no whitespace between attributes.*/, 'there is no space between two attributes'],
  [/^duplicate attribute: (.*)/, 'the attribute `$1` stands twice in one element'],
  [/^malformed comment.*/, 'a comment contains two dashes'],
  [/^disallowed character.*/, 'this character may not stand here'],
  [/^text data outside of root.*/, 'there is text outside the root element'],
  [/^documents may contain only one root.*/, 'a second element follows the root'],
  [/^an XML declaration must be at the start.*/, 'something stands before `<?xml`'],
];

function plain(message: string): string {
  const [pattern, words] = PLAIN.find(([each]) => each.test(message)) ?? [/^(.*)$/, '$1'];
  return message.replace(/\.$/, '').replace(pattern, words);
}

/** `template`: the sign by which the text is a template of a file. */
export function problemNote({ kind, message, start, end }: XmlProblem, template: string | undefined): Note {
  if (kind === 'too-large') {
    const help = 'What comes before this place is there; what follows is missing.';
    return { code: 'TCS010', severity: 'error', start, end, message, help };
  }
  const what = plain(message);
  if (kind === 'tolerated') {
    const help =
      template !== undefined
        ? madeOf(template)
        : message.startsWith('undefined entity')
          ? 'Write the text itself: nothing outside the file is read.'
          : 'The product may refuse the file; here reading went on.';
    return { code: 'TCS001', severity: 'warning', start, end, message: `This is not right in XML: ${what}.`, help };
  }
  return {
    code: 'TCS001',
    severity: 'error',
    start,
    end,
    message: `The XML is broken, and reading stopped here: ${what}.`,
    why: 'What follows is missing, and the product would not start with this file.',
    help: template === undefined ? 'Correct it; what stands before this place is there.' : madeOf(template),
  };
}

const madeOf = (sign: string): string =>
  `It looks like a template (\`${sign}\`): read the file that is made of it; of this one only a part is there.`;

/** For a text whose loops and conditions were read as if they were not there. */
export function templateNote(offset: number, sign: string): Note {
  return {
    code: 'TCS007',
    severity: 'info',
    start: offset,
    end: offset + sign.length,
    message: `This looks like a template (\`${sign}\`): what it repeats or leaves out is read once, as it stands.`,
    help: 'Read the file that is made of it, if what is said here does not fit.',
  };
}

/** For a file that is of no kind that can be imported; `template`: the sign by which it is no file yet. */
export function foreignNote(root: XmlElement | undefined, template?: string): Note {
  const { start, end } = root?.tag ?? { start: 0, end: 0 };
  const message =
    root === undefined
      ? 'This file is no XML, and has no keys of a cluster configuration.'
      : `A file with the root \`<${root.name}>\` is not a configuration that tcsim knows.`;
  const help =
    template !== undefined
      ? `It looks like a template (\`${template}\`): import the file that is made of it.`
      : 'Import a tc-config.xml, an ehcache.xml, the XML of a clustered Ehcache 3, or a cluster configuration (.properties, .cfg).';
  return { code: 'TCS007', severity: 'error', start, end, message, help };
}

/** For bytes that no encoding explains: they were decoded as U+FFFD. */
export function encodingNote(offset: number): Note {
  return {
    code: 'TCS001',
    severity: 'warning',
    start: offset,
    end: offset + 1,
    message: 'Some characters of this file could not be decoded.',
    help: 'Save the file in UTF-8, or in the encoding that its first line names.',
  };
}
