/** Every demonstration is run on the failing sample of its rule: it shows the damage, and after the fix that there is none. */
import { describe, expect, test } from 'vitest';
import { analyseConfiguration } from './configuration.ts';
import { type Explanation, explain } from './explain.ts';
import { analyse, run } from './index.ts';
import { RULES } from './rules/index.ts';
import { parseMarked } from './test/marked.ts';

/** The verdict of the scenario of a text, with the reasons. */
function verdictOf(text: string, scenario: string): string {
  const { model } = analyse(text, 'explanation.tcsim');
  const found = model.scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`There is no scenario "${scenario}".`);
  const { verdict, judgements } = run(found);
  return [verdict, ...judgements.filter((each) => each.verdict !== 'held').map(({ reason }) => reason)].join(': ');
}

function explained(text: string, code: string): Explanation[] {
  const analysis = analyse(text, 'sample.tcsim');
  const found = analysis.diagnostics.filter((each) => each.code === code);
  expect(found).not.toEqual([]);
  return found.flatMap((each) => explain(analysis, each) ?? []);
}

const shown = RULES.filter((rule) => rule.phase !== 'runtime' && rule.demonstration !== undefined);

describe.each(shown)('$id $slug', ({ id, failing }) => {
  const explanations = explained(parseMarked(failing).text, id);

  test('is shown on its failing sample', () => {
    expect(explanations).not.toEqual([]);
    for (const { text, scenario } of explanations) expect(verdictOf(text, scenario)).toMatch(/^violated: /);
  });

  test('is seen no more after its fix', () => {
    for (const { fixed, scenario } of explanations) if (fixed) expect(verdictOf(fixed.text, scenario)).toBe('held');
  });
});

/** Nothing in a configuration or a scenario makes these better; what the application does about them is its own. */
const WITHOUT_GOOD_SIDE = ['TCS119'];

test('every rule that shows the damage shows the good side, too', () => {
  const oneSided = shown.filter(({ id, failing }) =>
    explained(parseMarked(failing).text, id).some(({ fixed }) => fixed === undefined),
  );
  expect(oneSided.map(({ id }) => id)).toEqual(WITHOUT_GOOD_SIDE);
});

/** Findings on files that people have, each with the lines of its scenario that matter. */
const FILES: readonly (readonly [name: string, text: string, code: string])[] = [
  [
    'tc-config.xml',
    '<tc-config><tc-properties><property name="l2.healthcheck.l1.socketConnect" value="false"/></tc-properties><servers><server name="a"/></servers></tc-config>',
    'TCS207',
  ],
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a"/><server name="b"/><client-reconnect-window>5</client-reconnect-window></servers></tc-config>',
    'TCS301',
  ],
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a"/><server name="b"/><server name="c"/></servers></tc-config>',
    'TCS317',
  ],
  [
    'ehcache.xml',
    '<ehcache><terracottaConfig url="a:9510" rejoin="true"/><cache name="k"><terracotta/></cache></ehcache>',
    'TCS101',
  ],
  [
    'ehcache.xml',
    '<ehcache><cache name="k"><terracotta><nonstop timeoutMillis="10"><timeoutBehavior type="noop"/></nonstop></terracotta></cache></ehcache>',
    'TCS109',
  ],
  ...(
    [
      ['l2.l1reconnect.timeout.millis', '120000', 'TCS212'],
      ['l2.healthcheck.l2.socketConnectTimeout', '5000', 'TCS210'],
      ['l1.healthcheck.l2.ping.idletime', '500', 'TCS209'],
      ['l2.healthcheck.l1.ping.probes', '0', 'TCS209'],
      ['l1.healthcheck.l2.socketConnectCount', '25', 'TCS203'],
    ] as const
  ).map(
    ([name, value, code]) =>
      [
        'tc-config.xml',
        `<tc-config><tc-properties><property name="${name}" value="${value}"/></tc-properties><servers><server name="a"/><server name="b"/></servers></tc-config>`,
        code,
      ] as const,
  ),
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a" host="blade"/><server name="b" host="blade"/></servers></tc-config>',
    'TCS311',
  ],
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a" host="blade"><tsa-port>9510</tsa-port></server><server name="b" host="blade"/></servers></tc-config>',
    'TCS312',
  ],
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a" host="blade"/><server name="b" host="blade"/></servers></tc-config>',
    'TCS312',
  ],
  [
    'tc-config.xml',
    '<tc-config><servers><server name="a" host="localhost"/><server name="b" host="blade"/></servers></tc-config>',
    'TCS314',
  ],
  [
    'ehcache.xml',
    '<ehcache><terracottaConfig url="a:9510" rejoin="true"/><cache name="k"><terracotta consistency="strong"><nonstop><timeoutBehavior type="localReads"/></nonstop></terracotta></cache></ehcache>',
    'TCS112',
  ],
  [
    'ehcache.xml',
    '<ehcache><terracottaConfig url="a:9510" rejoin="true"/><cache name="k"><terracotta localCacheEnabled="false"><nonstop><timeoutBehavior type="localReads"/></nonstop></terracotta></cache></ehcache>',
    'TCS113',
  ],
  [
    'ehcache.xml',
    '<ehcache><terracottaConfig url="a:9510"/><cache name="k" transactionalMode="local"><terracotta consistency="strong"><nonstop/></terracotta></cache></ehcache>',
    'TCS120',
  ],
  [
    'ehcache.xml',
    '<ehcache><terracottaConfig url="a:9510" rejoin="true"/><defaultCache><terracotta/></defaultCache><cache name="k"><terracotta><nonstop/></terracotta></cache></ehcache>',
    'TCS102',
  ],
];

test.each(FILES)('a finding in a file is shown: %s %s %s', (name, text, code) => {
  const analysis = analyseConfiguration(text, `file:///some%20folder/${name}`);
  const finding = analysis.diagnostics.find((each) => each.code === code);
  const shown = finding && explain(analysis, finding);
  if (shown === undefined) throw new Error(`${code} is not shown.`);
  expect(verdictOf(shown.text, shown.scenario)).toMatch(/^violated: /);
  if (shown.fixed) expect(verdictOf(shown.fixed.text, shown.scenario)).toBe('held');
  expect(shown.text).toContain(`// From ${name}.`);
});

test('an explanation is a whole program, formatted, with the story first', () => {
  const text =
    '<tc-config><servers><server name="a"/><server name="b"/><client-reconnect-window>5</client-reconnect-window></servers></tc-config>';
  const analysis = analyseConfiguration(text, 'tc-config.xml');
  const finding = analysis.diagnostics.find(({ code }) => code === 'TCS301');
  expect(finding && explain(analysis, finding)?.text).toMatchInlineSnapshot(`
    "// TCS301: client-reconnect-window 5s is too short: if the active is paused, a
    // client leaves at 57 s and is back by 58 s; takeover is ready at 50 s; the
    // window closes at 55 s.
    //
    // a hangs. Its clients notice later than b: when they come to it, its window
    // has closed, and healthy clients are refused.
    scenario "a stands still" {
      duration 360s
      every 1s some-app put some-data
      at 30s   pause a for 180s

      expect some-app never sees reconnection-rejected
    }

    client some-app {
      cluster tc-config
      rejoin true
      cache some-data { nonstop { timeout 10s } }
    }

    // From tc-config.xml.

    cluster tc-config {
      client-reconnect-window 5s
      server a, b
    }
    "
  `);
});

test('a name that the configuration has is not declared a second time', () => {
  const sample = 'cluster c {\n  server a, b\n  client-reconnect-window 5s\n}\nclient some-app {\n}\n';
  const [shown] = explained(sample, 'TCS301');
  expect(shown?.text).toContain('client some-app-2 {');
  expect(shown && verdictOf(shown.text, shown.scenario)).toMatch(/^violated: /);
});
