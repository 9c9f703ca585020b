import { describe, expect, it } from 'vitest';
import { expectDefinition, expectReferences, renamed } from './testing/editor.ts';

describe('go to definition', () => {
  it('leads from a node to its declaration', () => {
    expectDefinition('cluster c { server «tsa-1», tsa-2 }\nscenario "s" { at 1s crash ts$0a-1 }');
  });

  it('leads from a member of a family to the family', () => {
    expectDefinition('cluster c { server a }\nclient «shop» x 2 { cache k {} }\nscenario "s" { at 1s crash sho$0p-2 }');
  });

  it('leads from a shared name to every cache that has it, and from a full name to one', () => {
    const clients = (first: string, second: string) =>
      `cluster c { server a }\nclient shop { cache ${first} {} }\nclient desk { cache ${second} {} }\n`;
    expectDefinition(`${clients('«k»', '«k»')}scenario "s" { expect no get on k$0 fails }`);
    expectDefinition(`${clients('k', '«k»')}scenario "s" { expect no get on desk.k$0 fails }`);
  });

  it('leads from a value to its let', () => {
    expectDefinition('let «window» = 30s\ncluster c { client-reconnect-window win$0dow }');
  });
});

describe('references', () => {
  it('are the declaration and every use', () => {
    expectReferences(`cluster «orders» { server a }
client shop { cluster «orders» }
scenario "orders" { with «or$0ders» { restartable true } }`);
  });
});

describe('rename', () => {
  it('changes the declaration and every use', () => {
    expect(
      renamed('cluster c { server a, b }\nscenario "s" {\n  at 1s crash a$0\n  expect b becomes active\n}', 'tsa-1'),
    ).toBe('cluster c { server tsa-1, b }\nscenario "s" {\n  at 1s crash tsa-1\n  expect b becomes active\n}');
  });

  it('keeps the numbers of the members of a family', () => {
    expect(
      renamed('cluster c { server a }\nclient sh$0op x 2 { cache k {} }\nscenario "s" { at 1s crash shop-2 }', 'desk'),
    ).toBe('cluster c { server a }\nclient desk x 2 { cache k {} }\nscenario "s" { at 1s crash desk-2 }');
  });

  it('refuses what would not be a name, or would be the name of something else', () => {
    const text = 'cluster c { server a$0, b }';
    expect(renamed(text, 'two words')).toMatch(/letters, digits/);
    expect(renamed(text, 'b')).toMatch(/already the name of a server/);
    expect(renamed('clu$0ster c { server a }', 'b')).toMatch(/no name here/);
  });
});
