import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Grammar } from './grammar.ts';
import { parse } from './parser.ts';
import type { Range, Statement, SyntaxTree, Word } from './syntax.ts';
import { anyText, marked, outline } from './testing.ts';
import { createLexer } from './tokens.ts';

const read = (text: string) => outline(parse(text));

describe('texts without mistakes', () => {
  test('statements end with their line, blocks hold statements', () => {
    expect(
      read(`cluster orders {
  product terracotta 4.3
  stripe { server tsa-1 }
}
scenario "a GC pause" { duration 6min }`),
    ).toMatchInlineSnapshot(`
      "cluster orders {}
        product terracotta q<4.3>
        stripe {}
          server tsa-1
      scenario s<"a GC pause"> {}
        duration q<6min>"
    `);
  });

  test('words, quantities, texts and punctuation', () => {
    expect(
      read('at 20s..60s every -5% x+30s: put shop.sessions, a.b..c "say \\"hi\\" // no" [200/s]|4.3.1 4.x =l2.a.b'),
    ).toMatchInlineSnapshot(
      `"at q<20s> p<..> q<60s> every q<-5%> x p<+> q<30s> p<:> put shop.sessions p<,> a.b p<..> c s<"say \\"hi\\" // no"> p<[> q<200/s> p<]> p<|> q<4.3.1> q<4.x> p<=> l2.a.b"`,
    );
  });

  test('a slash belongs to a quantity, two start a comment', () => {
    const tree = parse('rate 200/s//why\nat 5s //why\n"http://x"');
    expect(outline(tree)).toMatchInlineSnapshot(`
      "rate q<200/s>
      at q<5s>
      s<"http://x">"
    `);
    expect(tree.comments.map(({ text }) => text)).toEqual(['//why', '//why']);
  });

  test('documentation goes to the statement below, in the same block', () => {
    expect(
      read(`/// Two servers,
///   one window.
// not this

cluster a { // nor this
  /// The window.
  window 5s /// not the next one
  b
  /// lost: nothing follows
}
//// a ruler
c
/// lost as well`),
    ).toMatchInlineSnapshot(`
      "cluster a {} /// "Two servers,\\n  one window."
        window q<5s> /// "The window."
        b
      c"
    `);
  });

  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('lines may end with %s', (_, end) => {
    expect(read(['\ufeffa 1 {', '', '\tb\u00a02 // c', '}'].join(end))).toBe('a q<1> {}\n  b q<2>');
  });

  test('an empty text, blanks and comments alone', () => {
    expect(parse('')).toEqual({ start: 0, end: 0, text: '', statements: [], comments: [], problems: [] });
    expect(read(' \t\r\n// c')).toBe('');
  });
});

describe('mistakes', () => {
  test('a text without its closing quote ends with the line', () => {
    expect(read('a "b \\" c\nd "\ne "\\')).toMatchInlineSnapshot(`
      "a s<"b \\" c>
      d s<">
      e s<"\\>
      ! ["b \\" c] This text has no closing quote.
      ! ["] This text has no closing quote.
      ! ["\\] This text has no closing quote."
    `);
  });

  test('each run of unknown characters is reported once', () => {
    expect(read('größe; 5 - 3 … “x” 😀😀 \0\0\0 a . b / c #d')).toMatchInlineSnapshot(`
      "gr u<öß> e u<;> q<5> u<-> q<3> u<…> u<“> x u<”> u<😀😀> u<\\u0000\\u0000\\u0000> a u<.> b u</> c u<#> d
      ! [öß] \`öß\` means nothing here.
      ! [;] \`;\` means nothing here.
      ! [-] \`-\` means nothing here.
      ! […] \`…\` means nothing here.
      ! [“] \`“\` means nothing here.
      ! [”] \`”\` means nothing here.
      ! [😀😀] \`😀😀\` means nothing here.
      ! [\\u0000\\u0000\\u0000] \`<U+0000><U+0000><U+0000>\` means nothing here.
      ! [.] \`.\` means nothing here.
      ! [/] \`/\` means nothing here.
      ! [#] \`#\` means nothing here."
    `);
  });

  test('an opening brace on the next line still opens the block of the line above', () => {
    expect(read('cluster a\n\n{\n  b\n}\nc')).toMatchInlineSnapshot(`
      "cluster a {}
        b
      c
      ! [{] This brace stands on a line of its own, but a statement ends with its line."
    `);
  });

  test('a block without a head', () => {
    expect(read('{ a }\nb { c }\n{ d }')).toMatchInlineSnapshot(`
      " {}
        a
      b {}
        c
       {}
        d
      ! [{] This block does not say what it describes.
      ! [{] This block does not say what it describes."
    `);
  });

  test('braces that close nothing', () => {
    expect(read('a }\n} b {\n c } } d')).toMatchInlineSnapshot(`
      "a
      b {}
        c
      d
      ! [}] This brace closes nothing.
      ! [}] This brace closes nothing.
      ! [}] This brace closes nothing."
    `);
  });

  test('a block that is never closed reaches to the end', () => {
    const tree = parse('a {\n b {\n  c\n }\n');
    expect(outline(tree)).toMatchInlineSnapshot(`
      "a {?
        b {}
          c
      ! [{] This block is never closed."
    `);
    expect(tree.statements[0]?.block).toMatchObject({ closed: false, end: tree.text.length });
  });

  test('a missing brace is found by the indentation, and what follows keeps its place', () => {
    expect(
      read(`cluster orders {
  stripe {
    server tsa-1

  /// Half a minute.
  client-reconnect-window 30s
}
client shop {
  cache sessions {
    nonstop {
}

/// What happens.
scenario "x" {
  at 30s crash tsa-1
`),
    ).toMatchInlineSnapshot(`
      "cluster orders {}
        stripe {?
          server tsa-1
        client-reconnect-window q<30s> /// "Half a minute."
      client shop {}
        cache sessions {?
          nonstop {?
      scenario s<"x"> {? /// "What happens."
        at q<30s> crash tsa-1
      ! [{] This block is never closed.
      ! [{] This block is never closed.
      ! [{] This block is never closed.
      ! [{] This block is never closed."
    `);
  });

  test('a brace too many is found by the indentation, and the blocks around it stay whole', () => {
    expect(
      read(`client shop {
  cluster orders
    timeout 5s
  }
  cache sessions { rejoin true } }
  rejoin true
}
scenario "x" {
  at 30s crash tsa-1
}`),
    ).toMatchInlineSnapshot(`
      "client shop {}
        cluster orders
        timeout q<5s>
        cache sessions {}
          rejoin true
        rejoin true
      scenario s<"x"> {}
        at q<30s> crash tsa-1
      ! [}] This brace closes nothing.
      ! [}] This brace closes nothing."
    `);
  });

  test('indentation that does not explain a missing brace is not trusted', () => {
    expect(read('a {\nb\n}\nc {\n  d\n')).toMatchInlineSnapshot(`
      "a {}
        b
      c {?
        d
      ! [{] This block is never closed."
    `);
  });

  test('indentation that does not explain a brace too many is not trusted', () => {
    expect(read('a {\nb\n}}\nc {\n  d }\n')).toMatchInlineSnapshot(`
      "a {}
        b
      c {}
        d
      ! [}] This brace closes nothing."
    `);
  });

  test('a block that is being typed reaches to the next thing that is not in it', () => {
    const { text, offset } = marked('cluster a {\n  ‸\n\n/// About b.\nclient b {\n}\n');
    const [cluster, client] = parse(text).statements;
    expect(cluster?.block).toMatchObject({ closed: false, end: text.indexOf('///') });
    expect(offset).toBeLessThan(cluster?.end ?? 0);
    expect(client?.doc).toBe('About b.');
  });

  test('ten mistakes are ten problems, and what is between them is read', () => {
    const lines = Array.from({ length: 10 }, (_, index) => `good-${index} 5s\nbad ; ${index}`);
    const tree = parse(lines.join('\n'));
    expect(tree.problems).toHaveLength(10);
    expect(tree.statements.filter(({ words }) => words[0]?.text.startsWith('good'))).toHaveLength(10);
  });

  test('after a hundred problems the rest is counted', () => {
    const tree = parse('; '.repeat(1000));
    expect(tree.problems).toHaveLength(101);
    expect(tree.problems.at(-1)).toMatchObject({ start: 200, message: 'And 900 more syntax problems from here on.' });
  });

  test('blocks that nest too deep end up in the deepest one allowed', () => {
    const tree = parse(`${'a {'.repeat(40)} b ${'}'.repeat(40)} c`);
    expect(tree.problems.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "Blocks nest deeper than 32 levels here; this brace and those inside it are ignored.",
      ]
    `);
    let depth = 0;
    let innermost: Statement | undefined = tree.statements[0];
    for (; innermost?.block; innermost = innermost.block.statements[0]) depth++;
    expect(depth).toBe(32);
    expect(tree.statements).toHaveLength(2);
    expect(tree.statements.every(({ block }) => block?.closed ?? true)).toBe(true);
  });
});

describe('sizes that nobody writes by hand', () => {
  const cases: [string, string][] = [
    ['ten thousand open blocks', 'a {\n'.repeat(10_000)],
    ['ten thousand nested blocks', 'a {\n'.repeat(10_000) + '}'.repeat(10_000)],
    ['ten thousand stray braces', '}'.repeat(10_000)],
    ['a hundred thousand lines', 'at 30s crash tsa-1 // why\n'.repeat(100_000)],
    ['one line of a million words', 'ab '.repeat(333_333)],
    ['one word of a megabyte', 'a'.repeat(1_000_000)],
    ['one quantity of a megabyte', '1.'.repeat(500_000)],
    ['a text of a megabyte', `"${'\\"'.repeat(500_000)}"`],
    ['a text of a megabyte that never closes', `"${'\\"'.repeat(500_000)}`],
    ['a megabyte of quotes', '"'.repeat(1_000_000)],
    ['a megabyte of zeros', '\0'.repeat(1_000_000)],
    ['a megabyte of dashes', '-'.repeat(1_000_000)],
    ['a megabyte of blanks', ' '.repeat(1_000_000)],
    ['a megabyte of emoji', '😀'.repeat(250_000)],
    ['a hundred thousand comments', '/// doc\n'.repeat(100_000)],
  ];
  test.each(cases)('%s', (_, text) => {
    const tree = parse(text);
    expect(tree.end).toBe(text.length);
    expect(tree.problems.length).toBeLessThanOrEqual(101);
  });
});

describe('any text', () => {
  test('ranges lie inside the text, ascend and nest', () => {
    fc.assert(
      fc.property(anyText, (text) => checkRanges(parse(text))),
      { numRuns: 2000 },
    );
  });

  test('words, comments, braces and blanks are the whole text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tree = parse(text);
        const parts: (Word | Range)[] = [...allWords(tree.statements), ...tree.comments];
        let at = 0;
        for (const part of parts.sort((a, b) => a.start - b.start)) {
          expect(text.slice(at, part.start)).toMatch(/^[\s\ufeff{}]*$/);
          if ('text' in part) expect(part.text).toBe(text.slice(part.start, part.end));
          at = part.end;
        }
        expect(text.slice(at)).toMatch(/^[\s\ufeff{}]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

test('Chevrotain finds nothing wrong with the tokens and the grammar', () => {
  const lexer = createLexer(false);
  expect(lexer.lexerDefinitionErrors).toEqual([]);
  expect(() => new Grammar(false)).not.toThrow();
});

test('the lexer has a token for every character', () => {
  const everyChar = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');
  expect(createLexer(true).tokenize(everyChar).errors).toEqual([]);
});

function allWords(statements: readonly Statement[]): Word[] {
  return statements.flatMap(({ words, block }) => [...words, ...allWords(block?.statements ?? [])]);
}

function checkRanges(tree: SyntaxTree): void {
  const ascend = (ranges: readonly Range[], within: Range) => {
    let at = within.start;
    for (const { start, end } of ranges) {
      expect(start).toBeGreaterThanOrEqual(at);
      expect(end).toBeGreaterThan(start);
      at = end;
    }
    expect(at).toBeLessThanOrEqual(within.end);
  };
  const check = (statements: readonly Statement[], within: Range) => {
    ascend(statements, within);
    for (const statement of statements) {
      ascend([...statement.words, ...(statement.block ? [statement.block] : [])], statement);
      if (statement.block) check(statement.block.statements, statement.block);
    }
  };
  check(tree.statements, tree);
  ascend(tree.comments, tree);
  for (const problem of tree.problems) ascend([problem], tree);
}
