import { expect, it } from 'vitest';
import { parse } from '../language/index.ts';
import { type DocumentSymbol, documentSymbols } from './documentSymbols.ts';

/** The outline as indented lines. */
function outline(text: string): string {
  const lines = (symbols: readonly DocumentSymbol[], indent: string): string[] =>
    symbols.flatMap(({ kind, name, detail, children }) => [
      `${indent}${kind} ${name}${detail && ` (${detail})`}`,
      ...lines(children, `${indent}  `),
    ]);
  return `\n${lines(documentSymbols(parse(text)), '').join('\n')}\n`;
}

it('shows declarations and scenarios, in the order of the text', () => {
  const text = `import "base.tcsim" as base
let window = 30s
cluster orders {
  product terracotta 4.3
  stripe left { server tsa-1, tsa-2 }
}
client shop, desk x 3 {
  cluster orders
  cache sessions { nonstop { timeout 5s } }
}
scenario "the \\"active\\" dies" {
  at 1s crash tsa-1
}
`;
  expect(outline(text)).toMatchInlineSnapshot(`
    "
    import base (base.tcsim)
    constant window (30s)
    cluster orders
      stripe left
        server tsa-1
        server tsa-2
    client shop (x 3)
      cache sessions
    client desk (x 3)
      cache sessions
    scenario the "active" dies
    "
  `);
});

it('gives every symbol a name, however broken the text is', () => {
  expect(outline('cluster\nscenario ""\nclient x\nscenario "no end {')).toMatchInlineSnapshot(`
    "
    cluster cluster
    scenario ""
    client x
    scenario no end {
    "
  `);
});

it('keeps the name inside the whole, as editors demand', () => {
  const check = (symbol: DocumentSymbol): void => {
    expect(symbol.nameRange.start).toBeGreaterThanOrEqual(symbol.range.start);
    expect(symbol.nameRange.end).toBeLessThanOrEqual(symbol.range.end);
    symbol.children.forEach(check);
  };
  documentSymbols(parse('cluster a { stripe { server b, c } }\nclient d { cache e }\nimport "f"')).forEach(check);
});
