import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from './formatter.ts';
import { parse } from './parser.ts';
import type { Statement, SyntaxTree } from './syntax.ts';
import { anyText, validText } from './testing.ts';

const formatted = (text: string) => format(parse(text));

describe('style', () => {
  test('indentation, spaces and blank lines', () => {
    expect(
      formatted(`

cluster   orders{
product terracotta    4.3 \t


      stripe main {
\tserver tsa-1 ,tsa-2

      }
  health-check l2-l1 {socket-connect-count 5}
  empty {
  }
}
scenario "x" { for window in [ 30s ,60s ]
  when tsa-2 becomes active +5s :crash shop-2
  at 20s .. 60s partition a|b
}`),
    ).toMatchInlineSnapshot(`
      "cluster orders {
        product terracotta 4.3

        stripe main {
          server tsa-1, tsa-2
        }
        health-check l2-l1 { socket-connect-count 5 }
        empty {}
      }
      scenario "x" {
        for window in [30s, 60s]
        when tsa-2 becomes active + 5s: crash shop-2
        at 20s..60s partition a | b
      }
      "
    `);
  });

  test('several settings on one line stay apart', () => {
    expect(
      formatted(
        'cache prices {\n  timeout    2s   immediate-timeout true  timeout-behavior noop\n  nonstop {a 1  b 2}\n}',
      ),
    ).toMatchInlineSnapshot(`
      "cache prices {
        timeout 2s  immediate-timeout true  timeout-behavior noop
        nonstop { a 1  b 2 }
      }
      "
    `);
  });

  test('what happens stands in a column behind the times of neighbouring lines', () => {
    expect(
      formatted(`scenario "x" {
  at 20s pause shop for 70s
  at 4min restart tsa-1
  every 100ms from 5s until 2min shop get sessions
  at 1s..2s every 10s crash tsa-2

  at 5s heal
  when a becomes active: crash b
  when longer becomes passive + 5s: crash b
  expect a   is active
  at 1s  { x }
  at 20min
}`),
    ).toMatchInlineSnapshot(`
      "scenario "x" {
        at 20s                         pause shop for 70s
        at 4min                        restart tsa-1
        every 100ms from 5s until 2min shop get sessions
        at 1s..2s every 10s            crash tsa-2

        at 5s heal
        when a becomes active:            crash b
        when longer becomes passive + 5s: crash b
        expect a is active
        at 1s { x }
        at 20min
      }
      "
    `);
  });

  test('two spaces in front of every column of a run are the author’s choice', () => {
    expect(formatted('at 20s   a\nat 4min  b\n\nat 20s    c\nat 4min d')).toBe(
      'at 20s   a\nat 4min  b\n\nat 20s  c\nat 4min d\n',
    );
  });

  test('comments keep their place, neighbours on the right share a column', () => {
    expect(
      formatted(`//first
import "tc-config.xml" as orders // one
import "ehcache.xml" as shop // another   
a { // opens
/// doc
      b 5s// five
      // alone
  c {// inner
  }
  d { }     // closed

  // last
} // end

// done`),
    ).toMatchInlineSnapshot(`
      "//first
      import "tc-config.xml" as orders  // one
      import "ehcache.xml"   as shop    // another
      a {  // opens
        /// doc
        b 5s  // five
        // alone
        c {  // inner
        }
        d {}  // closed

        // last
      }  // end

      // done
      "
    `);
  });

  test('the kind of line end and the byte order mark stay', () => {
    expect(formatted('\ufeffa {\r\nb\r\n}')).toBe('\ufeffa {\r\n  b\r\n}\r\n');
  });

  test('a text in this style stays as it is', () => {
    const text = `import "tc-config.xml" as orders  // the file that runs in production
import "ehcache.xml"   as shop

/// A long pause, and what it costs.
scenario "the active dies while a client is in a long GC" {
  duration 6min  seed 7
  for window in [30s, 60s]
  with orders { client-reconnect-window window }
  with shop {
    cache sessions { nonstop { timeout 5s  timeout-behavior localReads } }
  }

  every 100ms shop get sessions
  every 1s    shop put sessions

  at 20s..25s pause shop for 70s  // stop-the-world
  at 30s      crash tsa-1         // 5 s later
  when tsa-2 becomes active + 5s: crash shop-2

  expect no get on shop.sessions takes longer than 5s
  expect tsa-2 sees takeover, reconnect-window-opens in order
}
`;
    expect(formatted(text)).toBe(text);
  });

  test('nothing stays nothing', () => {
    expect(formatted(' \n\n')).toBe('');
  });
});

describe('caution', () => {
  test.each(['a  {\n', 'a  }', 'a\n{  b }', '{  a }', `${'a  {'.repeat(40)}${'}'.repeat(40)}`])(
    'braces that do not match: %j stays as it is',
    (text) => expect(formatted(text)).toBe(text),
  );

  test('unknown characters and open texts do not prevent it, and keep their spacing', () => {
    expect(formatted('größe   5s ; x\n  a   "open  ')).toBe('größe 5s ; x\na "open  \n');
  });

  test('removing a space never joins two words', () => {
    expect(formatted('a. .. b\n1. .. 2.\n. ..\n- 5\n/ /\n10.0.0.1:9510\na .. -5')).toBe(
      'a. ..b\n1. .. 2.\n. ..\n- 5\n/ /\n10.0.0.1:9510\na..-5\n',
    );
  });
});

describe('any text', () => {
  test('formatting what was formatted changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(validText, anyText), (text) => {
        const once = formatted(text);
        expect(formatted(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('every word, block, doc and comment stays', () => {
    fc.assert(
      fc.property(fc.oneof(validText, anyText), (text) => {
        const before = parse(text);
        const after = parse(format(before));
        expect(content(after.statements)).toEqual(content(before.statements));
        expect(notes(after)).toEqual(notes(before));
        expect(after.problems.map(({ message }) => message)).toEqual(before.problems.map(({ message }) => message));
      }),
      { numRuns: 2000 },
    );
  });

  test('a valid text has no problems with its braces, so that these properties say something', () => {
    fc.assert(
      fc.property(validText, (text) => parse(text).problems.every(({ start }) => !/[{}]/.test(text[start] ?? ''))),
    );
  });
});

function content(statements: readonly Statement[]): unknown {
  return statements.map(({ words, block, doc }) => ({
    words: words.map(({ kind, text }) => `${kind} ${text}`),
    doc,
    block: block && content(block.statements),
  }));
}

function notes({ comments }: SyntaxTree): unknown {
  return comments.map(({ text, documentation }) => `${documentation} ${text.trimEnd()}`);
}
