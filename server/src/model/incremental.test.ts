/** An analysis that takes over what an edit left alone equals one from nothing. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, analyse, type ReadImport } from '../index.ts';
import { checkRules, RULES } from '../rules/index.ts';
import { readSampleImport, sampleFiles } from '../test/sampleFiles.ts';

const SAMPLES = sampleFiles();

const TOPOLOGY = `let pause = 50s

/// The only one.
cluster orders {
  server tsa-1, tsa-2
}

client shop x 2 {
  rejoin true
  cache sessions { nonstop { timeout 5s } }
}
`;

const scenario = (index: number, body: string): string =>
  `
/// Number ${index}.
scenario "number ${index}" {
${body}  every 1s shop put sessions   // work
  expect no put on shop.sessions takes longer than 5s
}
`;

const BODIES = [
  '  duration 6min\n  at 30s crash tsa-1\n  at 2min start tsa-1\n',
  '  at 30s pause shop for 50s\n  at 3min pause tsa-1 for pause\n',
  '  for p in [3s, 70s]\n  duration 5min\n  at 30s pause shop for p\n',
  '  duration 2min\n  with shop { rejoin false }\n  with orders { election-time 9s }\n  at 20s crash tsa-9\n',
  '  duration 1min\n  at 50s crash tsa-1\n  at 55s crash tsa-1\n  when tsa-2 becomes active + 1s: crash shop-2\n',
];

const TEXT = TOPOLOGY + BODIES.map((body, i) => scenario(i, body)).join('') + scenario(1, BODIES[0] ?? '');

const IMPORTS: Readonly<Record<string, string>> = {
  'other.tcsim':
    'cluster stock { server st-1 }\nclient desk { cluster stock  cache prices }\nscenario "not mine" { }\n',
};
const readOther: ReadImport = (target) => {
  const text = IMPORTS[target];
  return text === undefined ? undefined : { name: target, text };
};

/** All of it but the tree as plain data; `symbols` is computed when it is asked for. */
const dataOf = ({ model, diagnostics, suppressed, runnable, symbols }: Analysis) => ({
  model,
  diagnostics,
  suppressed,
  runnable,
  symbols,
});

function expectSame(texts: readonly string[], name = 'test.tcsim', read = readOther): void {
  let last: Analysis | undefined;
  for (const text of texts) {
    last = analyse(text, name, read, last);
    const [incremental, fresh] = [dataOf(last), dataOf(analyse(text, name, read))];
    // Many times faster than `toEqual`, which then says what differs.
    if (!isDeepStrictEqual(incremental, fresh)) expect(incremental).toStrictEqual(fresh);
  }
}

const INSERTIONS = [
  'x',
  ' ',
  '\n',
  '5',
  '"',
  '{',
  '}',
  '/',
  '/// More.\n',
  'let other = 3s\n',
  'import "other.tcsim"\n',
  'cluster more { server m-1, m-2 }\n',
  'scenario "number 2" { at 1s crash tsa-2 }\n',
  '',
];

interface Edit {
  readonly place: number;
  readonly removed: number;
  readonly inserted: string;
}

const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(300) }),
    inserted: fc.constantFrom(...INSERTIONS),
  }),
  { minLength: 1, maxLength: 4 },
);

function applied(text: string, { place, removed, inserted }: Edit): string {
  // Half of the edits are made at the beginning of a line, where whole statements come and go.
  const at = Math.floor(place * text.length);
  const start = removed % 2 === 0 ? at : text.lastIndexOf('\n', at) + 1;
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

test('after any edits the model, the diagnostics and the symbols are those of the text alone', () => {
  fc.assert(
    fc.property(edits, fc.boolean(), (list, hasValues) => {
      const texts = [hasValues ? TEXT : TEXT.replace('let pause = 50s', '').replace('for pause', 'for 50s')];
      for (const edit of list) texts.push(applied(texts[texts.length - 1] ?? '', edit));
      expectSame([...texts, texts[0] ?? '']);
    }),
    { numRuns: 60 },
  );
});

test('after any edits it makes no difference whether lines end with CR LF', () => {
  fc.assert(
    fc.property(edits, (list) => {
      const texts = [TEXT.replaceAll('\n', '\r\n')];
      for (const edit of list) texts.push(applied(texts[texts.length - 1] ?? '', edit));
      expectSame(texts);
    }),
    { numRuns: 20 },
  );
});

const SUPPRESSED = TEXT.replace('client shop', '// tcsim-disable-next-line TCS317 -- known\nclient shop')
  .replace('  at 30s pause shop', '  // tcsim-disable-next-line TCS204 -- known\n  at 30s pause shop')
  .replace('  at 50s crash', '  at 50s crash // tcsim-disable-line TCS216\n  at 50s crash');

test.each([
  ['a line more above', `\n${SUPPRESSED}`],
  ['a suppression goes', SUPPRESSED.replace('TCS204 -- known', 'TCS205 -- known')],
  ['what is suppressed goes', SUPPRESSED.replace('pause shop for 50s', 'pause shop for 5s')],
  ['a scenario goes', SUPPRESSED.replace(scenario(0, BODIES[0] ?? ''), '')],
])('suppressions: %s', (_, text) => {
  expectSame([SUPPRESSED, text, SUPPRESSED]);
});

test.each([
  ['a scenario moves', `${TOPOLOGY}\n// A comment.\n${TEXT.slice(TOPOLOGY.length)}`],
  ['the declarations move', `// A comment.\n${TEXT}`],
  ['a setting of the declarations changes', TEXT.replace('timeout 5s', 'timeout 50s')],
  ['a server more', TEXT.replace('tsa-1, tsa-2', 'tsa-1, tsa-2, tsa-9')],
  ['a name of the declarations changes', TEXT.replace('cache sessions', 'cache session')],
  ['a client becomes smaller', TEXT.replace('shop x 2', 'shop')],
  ['the declarations move to where a scenario stood', `${'\n'.repeat(200)}${TEXT}`],
  ['the declarations move to the end', `${TEXT.slice(TOPOLOGY.length)}${TOPOLOGY}`],
  [
    'scenarios change their order',
    TOPOLOGY +
      BODIES.map((body, i) => scenario(i, body))
        .reverse()
        .join(''),
  ],
  ['a comment comes and a brace is missing', TEXT.replace('scenario "number 2" {', '// scenario "number 2"')],
  ['a scenario is copied', TEXT + scenario(7, BODIES[1] ?? '')],
  ['a title is taken by an earlier scenario', TEXT.replace('"number 0"', '"number 3"')],
  ['the documentation alone changes', TEXT.replace('/// Number 3.', '/// Number three.')],
  ['an imported file brings declarations', `import "other.tcsim"\n${TEXT}`],
  ['more mistakes than anybody reads', TEXT + scenario(8, '  at 5s crash tsa-11\n'.repeat(250))],
])('%s', (_, text) => {
  expectSame([TEXT, text, TEXT]);
  // Values keep scenarios from being taken over to other declarations.
  expectSame([TEXT, text, TEXT].map((each) => each.replace('let pause = 50s', '').replace('for pause', 'for 50s')));
});

test.each(SAMPLES)('$name, with a line more above it, in the middle and at the end', ({ name, text }) => {
  const middle = text.indexOf('\n\n', text.length / 2) + 1;
  const texts = [
    text,
    `// A comment.\n${text}`,
    text,
    `${text.slice(0, middle)}// A comment.\n${text.slice(middle)}`,
    `${text}// A comment.\n`,
  ];
  expectSame(texts, name, readSampleImport);
});

test.each(SAMPLES)('$name: rules about scenarios find the same in each scenario by itself', ({ name, text }) => {
  const { model } = analyse(text, name, readSampleImport);
  for (const rule of RULES) {
    if (rule.phase !== 'scenario') continue;
    const alone = model.scenarios.flatMap((scenario) => [...rule.check({ ...model, scenarios: [scenario] })]);
    expect([rule.id, alone]).toEqual([rule.id, [...rule.check(model)]]);
  }
});

test.each(SAMPLES)('$name: rules about settings alone look into no scenario', ({ name, text }) => {
  const { model } = analyse(text, name, readSampleImport);
  const declared = {
    ...model,
    scenarios: model.scenarios.filter(
      ({ clusters, clients }) => clusters !== model.clusters || clients !== model.clients,
    ),
  };
  for (const rule of RULES) {
    if (rule.phase !== 'static' || rule.readsScenarios) continue;
    expect([rule.id, ...rule.check(declared)]).toEqual([rule.id, ...rule.check(model)]);
  }
});

test.each(SAMPLES)('$name: a rule that reads scenarios finds the same in those that it asks for', ({ name, text }) => {
  const { model } = analyse(text, name, readSampleImport);
  for (const rule of RULES) {
    if (rule.phase !== 'static' || rule.readsScenarios === undefined) continue;
    const { readsScenarios } = rule;
    const asked = model.scenarios.filter(
      (scenario, i) =>
        i === 0 ||
        scenario.clusters !== model.clusters ||
        scenario.clients !== model.clients ||
        readsScenarios(scenario),
    );
    expect([rule.id, ...rule.check({ ...model, scenarios: asked })]).toEqual([rule.id, ...rule.check(model)]);
  }
});

test('what an edit left alone is the same object, and what it moved rests on the same topology', () => {
  const before = analyse(TEXT, 'test.tcsim');
  const after = analyse(TEXT.replace('for 50s', 'for 500s'), 'test.tcsim', undefined, before);
  const [first, second, third] = after.model.scenarios;
  expect(after.model.clients).toBe(before.model.clients);
  expect(first).toBe(before.model.scenarios[0]);
  expect(second).not.toBe(before.model.scenarios[1]);
  expect(third?.steps[0]?.at.start).toBe((before.model.scenarios[2]?.steps[0]?.at.start ?? 0) + 1);
  expect(third?.clients).toBe(after.model.clients);
  expect(checkRules(after.model)).toEqual(checkRules(analyse(TEXT.replace('for 50s', 'for 500s'), 'test.tcsim').model));
});
