import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandUnderTest } from './testing/command.ts';

const PAIR = 'cluster orders {\n  server tsa-1, tsa-2\n}\n';
const WINDOW = 'cluster orders {\n  client-reconnect-window 0s\n  server tsa-1, tsa-2\n}\n';
const TC_CONFIG = `<?xml version="1.0" encoding="UTF-8"?>
<tc-config xmlns="http://www.terracotta.org/config">
  <servers>
    <server host="a" name="tsa-1"/>
    <server host="b" name="tsa-2"/>
    <client-reconnect-window>0</client-reconnect-window>
  </servers>
</tc-config>
`;

const command = new CommandUnderTest();
const read = (name: string) => readFileSync(join(command.folder, name), 'utf8');

beforeAll(async () => {
  await command.build();
  command.write({
    'plain/pair.tcsim': PAIR,
    'off/tcsim.json': '{ "rules": { "TCS317": "off" } } // one rack',
    'off/pair.tcsim': PAIR,
    'off/deep/pair.tcsim': PAIR,
    'off/deep/loud/tcsim.json': '{ "rules": { "TCS317": "error" } }',
    'off/deep/loud/pair.tcsim': PAIR,
    'warn/tcsim.json': '{ "rules": { "TCS317": "warning" } }',
    'warn/pair.tcsim': PAIR,
    'typo/tcsim.json': '{\n  "rules": { "TCS3170": "off" }\n}',
    'typo/pair.tcsim': PAIR,
    'bad/tcsim.json': '{ "rules": { "TCS317": "loud" } }',
    'bad/pair.tcsim': PAIR,
    'broken.json': '{',
    'suppressed.tcsim': `// tcsim-disable-next-line TCS317 -- one "rack" <&>\n${PAIR}`,
    'wide.tcsim': `cluster orders { /* \u{1f600} */ server tsa-1, tsa-2 }\n`,
    'odd name #1.tcsim': WINDOW,
    'imported.tcsim': WINDOW,
    'a.tcsim': 'import "imported.tcsim"\n',
    'b.tcsim': 'import "imported.tcsim"\n',
    'tc-config.xml': TC_CONFIG,
  });
});

afterAll(() => command.remove());

describe('the severity of rules', () => {
  it.each([
    [['plain'], 0, /info TCS317/],
    [['off'], 2, /loud\/pair.tcsim:1:9: error TCS317[\s\S]*3 files: 1 error\n$/],
    [['off/pair.tcsim', 'off/deep/pair.tcsim'], 0, /^2 files: nothing to report\n$/],
    [['warn'], 0, /warning TCS317/],
    [['warn', '--no-config'], 0, /info TCS317/],
    [['plain', '--config', 'warn/tcsim.json'], 0, /warning TCS317/],
    [['off', '--config', 'warn/tcsim.json'], 0, /3 warnings/],
    [['typo'], 0, /typo\/tcsim.json:2:14: warning TCS022: There is no rule `TCS3170`[\s\S]*1 file: 1 warning, 1 info/],
    [['bad'], 2, /bad\/tcsim.json:1:24: error TCS022: "loud" is no severity/],
    [['plain', '--config', 'broken.json'], 2, /broken.json:1:1: error TCS022/],
  ])('check %j ends with %d', async (args, code, message) => {
    const result = await command.run(['check', ...args]);
    expect(result.stdout).toMatch(message);
    expect([result.code, result.stderr]).toEqual([code, '']);
  });

  it.each([
    [['--config', 'no-such.json'], /no-such.json: There is no such file/],
    [['--config', 'a', '--no-config'], /exclude each other/],
    [['--max-warnings', '-1'], /--max-warnings/],
    [['--max-warnings=many'], /whole number/],
    [['--format', 'junit'], /text, json or sarif, not junit/],
  ])('check plain %j is refused', async (args, message) => {
    const { code, stderr } = await command.run(['check', 'plain', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('holds for standard input where the command is started', async () => {
    command.write({ 'tcsim.json': '{ "rules": { "TCS317": "error" } }' });
    const { stdout } = await command.run(['check', '-'], PAIR);
    writeFileSync(join(command.folder, 'tcsim.json'), '{}');
    expect(stdout).toMatch(/<stdin>:1:9: error TCS317/);
  });

  it('decides whether a scenario runs', async () => {
    const scenario = `${WINDOW}scenario "x" {\n  duration 10s\n  expect tsa-1 is active\n}\n`;
    command.write({
      'lenient/tcsim.json': '{ "rules": { "TCS305": "warning" } }',
      'lenient/a.tcsim': scenario,
      'strict.tcsim': scenario,
    });
    expect((await command.run(['run', 'lenient'])).code).toBe(0);
    expect((await command.run(['run', 'strict.tcsim'])).code).toBe(2);
  });
});

describe('--max-warnings', () => {
  it.each([
    [['warn', '--max-warnings', '1'], 0, ''],
    [['warn', '--max-warnings', '0'], 1, 'tcsim check: 1 warning, --max-warnings allows 0.\n'],
    [['warn', '--max-warnings', '0', '--format', 'json'], 1, 'tcsim check: 1 warning, --max-warnings allows 0.\n'],
    [['bad', '--max-warnings', '0'], 2, ''],
  ])('check %j ends with %d', async (args, code, stderr) => {
    expect(await command.run(['check', ...args])).toMatchObject({ code, stderr });
  });
});

describe('--fix', () => {
  it('repairs files once and for all', async () => {
    command.write({ 'fix/a.tcsim': WINDOW, 'fix/b.tcsim': PAIR });
    expect((await command.run(['check', '--fix', 'fix'])).stdout).toMatch(/2 files: .*; 1 repaired\n$/);
    expect(read('fix/a.tcsim')).toBe(WINDOW.replace('0s', '120s'));
    expect(read('fix/b.tcsim')).toBe(PAIR);
    expect((await command.run(['check', '--fix', 'fix'])).stdout).not.toContain('repaired');
  });

  it('repairs a configuration in its own language, and leaves one in another encoding alone', async () => {
    const utf16 = Buffer.from(`\ufeff${TC_CONFIG.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    command.write({ 'xml/tc-config.xml': TC_CONFIG, 'xml/wide.xml': utf16 });
    const { stderr } = await command.run(['check', '--fix', 'xml/tc-config.xml', 'xml/wide.xml']);
    expect(read('xml/tc-config.xml')).toBe(TC_CONFIG.replace('>0<', '>120<'));
    expect(stderr).toBe('tcsim check: xml/wide.xml is not in UTF-8 and was left as it is.\n');
    expect(readFileSync(join(command.folder, 'xml/wide.xml')).equals(utf16)).toBe(true);
  });

  it('has nothing to repair in standard input', async () => {
    expect(await command.run(['check', '--fix', '-'], WINDOW)).toMatchObject({ code: 2, stdout: '' });
  });
});

interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
}

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly Location[];
      readonly relatedLocations?: readonly Location[];
      readonly fixes?: readonly object[];
      readonly suppressions: readonly object[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

const NOTHING = { partialFingerprints: {}, ruleIndex: -1 };

describe('sarif', () => {
  const schemaPath = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // The schema is written in draft 4; what it uses of it is the same in later ones, save the names of these two.
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

  const log = async (...args: readonly string[]): Promise<Log['runs'][number]> => {
    const { stdout, stderr } = await command.run(['check', '--format', 'sarif', ...args]);
    expect(stderr).toBe('');
    const data: Log = JSON.parse(stdout);
    expect(validate(data), JSON.stringify(validate.errors)).toBe(true);
    const [run] = data.runs;
    if (run === undefined) throw new Error('There is no run.');
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    return run;
  };

  it('is what its schema says, for whatever is checked', async () => {
    for (const args of [
      ['plain'],
      ['bad'],
      ['no-such.tcsim'],
      ['tc-config.xml'],
      ['suppressed.tcsim'],
      ['a.tcsim', 'b.tcsim'],
    ]) {
      expect((await log(...args)).results).not.toEqual([]);
    }
  });

  it('the schema is not content with anything', () => {
    expect(validate({ version: '2.1.0' })).toBe(false);
  });

  it('describes a finding with its place, related places and fixes', async () => {
    const { results } = await log('odd name #1.tcsim');
    const {
      partialFingerprints,
      ruleIndex: _,
      ...found
    } = results.find(({ ruleId }) => ruleId === 'TCS305') ?? NOTHING;
    expect(found).toMatchInlineSnapshot(`
      {
        "fixes": [
          {
            "artifactChanges": [
              {
                "artifactLocation": {
                  "index": 0,
                  "uri": "odd%20name%20%231.tcsim",
                  "uriBaseId": "%SRCROOT%",
                },
                "replacements": [
                  {
                    "deletedRegion": {
                      "endColumn": 29,
                      "endLine": 2,
                      "startColumn": 27,
                      "startLine": 2,
                    },
                    "insertedContent": {
                      "text": "120s",
                    },
                  },
                ],
              },
            ],
            "description": {
              "text": "Set client-reconnect-window to 120s",
            },
          },
        ],
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "index": 0,
                "uri": "odd%20name%20%231.tcsim",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "endColumn": 29,
                "endLine": 2,
                "startColumn": 3,
                "startLine": 2,
              },
            },
          },
        ],
        "message": {
          "text": "With a client-reconnect-window of zero no client of orders survives a failover. The new active counts every client as dead before it can come back. They lose their identity and their locks, and only rejoin, or a restart, brings them back. Use a positive time; the default is 120s.",
        },
        "ruleId": "TCS305",
        "suppressions": [],
      }
    `);
    expect(partialFingerprints).toEqual({ 'tcsimFinding/v1': expect.stringMatching(/^[0-9a-f]{16}:1$/) });
  });

  it('counts columns as UTF-16 does', async () => {
    command.write({ 'wide.tcsim': 'let \u{1f600} = 1s cluster orders {\n' });
    const { results } = await log('wide.tcsim');
    expect(results.map(({ locations }) => locations[0]?.physicalLocation.region)).toContainEqual({
      startLine: 1,
      startColumn: 5,
      endLine: 1,
      endColumn: 7,
    });
  });

  it('keeps what is suppressed, with the reason', async () => {
    const { results } = await log('suppressed.tcsim');
    expect(results.find(({ ruleId }) => ruleId === 'TCS317')).toMatchObject({
      suppressions: [
        {
          kind: 'inSource',
          justification: 'one "rack" <&>',
          location: { physicalLocation: { region: { startLine: 1, startColumn: 1 } } },
        },
      ],
    });
  });

  it('reports what several files import once', async () => {
    const { results } = await log('a.tcsim', 'b.tcsim');
    expect(results.filter(({ ruleId }) => ruleId === 'TCS305')).toHaveLength(1);
  });

  it('names files as the working directory sees them, and others by their whole address', async () => {
    const outside = pathToFileURL(join(import.meta.dirname, 'main.ts')).href;
    const { results } = await log('./plain/../odd name #1.tcsim', join(import.meta.dirname, 'main.ts'));
    const uris = results.flatMap(({ locations }) =>
      locations.map((each) => each.physicalLocation.artifactLocation.uri),
    );
    expect([...new Set(uris)]).toEqual(['odd%20name%20%231.tcsim', outside]);
  });

  it('has the same fingerprint when lines are added above, and another for the second of a kind', async () => {
    const fingerprints = async (text: string) => {
      command.write({ 'moving.tcsim': text });
      const { results } = await log('moving.tcsim');
      return results
        .filter(({ ruleId }) => ruleId === 'TCS305')
        .map(({ partialFingerprints: each }) => each['tcsimFinding/v1']);
    };
    const [before] = await fingerprints(WINDOW);
    expect(await fingerprints(`// one\n\n${WINDOW.replace('orders', 'stock')}`)).toEqual([before]);
    const [first, second] = await fingerprints(WINDOW + WINDOW.replaceAll(/orders|tsa-/g, (name) => `b${name}`));
    expect(first).toBe(before);
    expect(second).not.toBe(before);
  });

  it('explains every rule', async () => {
    const { tool } = await log('plain');
    const rules = tool.driver.rules.filter(({ id }) => id >= 'TCS1');
    for (const rule of rules) {
      expect(rule).toMatchObject({
        name: expect.stringMatching(/^[A-Z]\w+$/),
        shortDescription: { text: expect.stringMatching(/\.$/) },
        help: { text: expect.stringMatching(/\w/), markdown: expect.stringMatching(/\w/) },
        helpUri: `https://github.com/tcsim/tcsim/blob/main/docs/rules/${rule.id}.md`,
      });
    }
  });
});

describe('json', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/result.schema.json'), 'utf8'));

  it('has what is suppressed, as its schema says', async () => {
    const { stdout } = await command.run(['check', '--format', 'json', 'suppressed.tcsim']);
    const result = JSON.parse(stdout);
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    expect(result.suppressed).toMatchObject([
      { diagnostic: { code: 'TCS317' }, place: { line: 1, column: 1 }, reason: 'one "rack" <&>' },
    ]);
  });
});

describe('junit', () => {
  it('has a case per expectation, and errors where nothing was judged', async () => {
    command.write({
      'junit/a & b.tcsim': `${PAIR}
scenario "the <active> dies" {
  duration 60s
  at 10s crash tsa-1
  expect tsa-2 becomes active
  expect tsa-2 becomes active within 1s after 10s
  expect no put on nobody fails
}
scenario "quiet" { duration 1s }
`,
    });
    const broken = await command.run(['run', '--format', 'junit', 'junit']);
    expect(broken.stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="tcsim" tests="1" failures="0" errors="1" skipped="0" time="0">
        <testsuite name="junit/a &amp; b.tcsim" tests="1" failures="0" errors="1" skipped="0" time="0">
          <testcase classname="junit/a &amp; b.tcsim" name="TCS002 junit/a &amp; b.tcsim:10" time="0">
            <error message="There is no cache or client named \`nobody\`.">junit/a &amp; b.tcsim:10: TCS002
      Declare it first.</error>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
    command.write({ 'junit/a & b.tcsim': read('junit/a & b.tcsim').replace(/.*nobody.*\n/, '') });
    const { code, stdout } = await command.run(['run', '--format', 'junit', 'junit']);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="tcsim" tests="3" failures="1" errors="0" skipped="0" time="0">
        <testsuite name="junit/a &amp; b.tcsim" tests="3" failures="1" errors="0" skipped="0" time="0">
          <testcase classname="junit/a &amp; b.tcsim.the &lt;active&gt; dies" name="tsa-2 becomes active" time="0"/>
          <testcase classname="junit/a &amp; b.tcsim.the &lt;active&gt; dies" name="tsa-2 becomes active within 1s after 10s" time="0">
            <failure message="tsa-2 became active only at 20.001s, 10.001s after 10s; 1s were allowed.">junit/a &amp; b.tcsim:9
      tsa-2 became active only at 20.001s, 10.001s after 10s; 1s were allowed.
      20.001s  tsa-2 is active
      20.001s  tsa-2 won the election
      15.001s  tsa-2 is electing
      15.001s  tsa-2 starts an election (the active tsa-1 is gone)
      15.001s  tsa-2 sees that tsa-1 left the group
      15.001s  tsa-2 gave up restoring the connection to tsa-1
      10.001s  tsa-2 lost the connection to tsa-1
      10.000s  crash tsa-1</failure>
          </testcase>
          <testcase classname="junit/a &amp; b.tcsim.quiet" name="runs" time="0"/>
        </testsuite>
      </testsuites>
      "
    `);
  });
});
