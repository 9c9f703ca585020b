import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandUnderTest } from './testing/command.ts';

const TOPOLOGY = `cluster orders {
  server tsa-1
  server tsa-2
}

client shop {
  cluster orders

  cache sessions {
    nonstop {
      timeout 60s
    }
  }
}
`;

/** The passive takes over after 10 s: 5 s until the connection is given up, 5 s of election. */
function scenario(name: string, ...expectations: string[]): string {
  const lines = ['duration 90s', 'every 1s shop put sessions', 'at 30s crash tsa-1', ...expectations];
  return `\nscenario "${name}" {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

const HOLDS = scenario('failover', 'expect tsa-2 becomes active within 12s after 30s');
const IS_VIOLATED = scenario('too fast', 'expect tsa-2 becomes active within 2s after 30s');
const IS_OPEN = scenario('nothing to judge', 'expect every get on shop.sessions succeeds');

const command = new CommandUnderTest();

beforeAll(async () => {
  await command.build();
  command.write({
    'good.tcsim': TOPOLOGY + HOLDS,
    'bad.tcsim': TOPOLOGY + IS_VIOLATED,
    'open.tcsim': TOPOLOGY + IS_OPEN,
    'all.tcsim': TOPOLOGY + HOLDS + IS_VIOLATED + IS_OPEN,
    'broken.tcsim': `${TOPOLOGY}\nscenario "x" {\n  at 30 crash tsa-3\n  at 5s crash nobody\n}\n`,
    'topology.tcsim': TOPOLOGY,
    'variants.tcsim':
      TOPOLOGY +
      HOLDS.replace('duration 90s', 'duration 90s\n  for wait in [5s, 15s]\n  with orders { election-time wait }'),
    'mixed/a.tcsim': 'cluster {{{',
    'mixed/deep/b.tcsim': TOPOLOGY + HOLDS,
    'mixed/node_modules/c.tcsim': '{{{',
    'empty/readme.txt': '',
    'binary.tcsim': new Uint8Array([0, 1, 2, 255]),
    'huge.tcsim': new Uint8Array(17 * 1024 * 1024).fill(0x20),
    'zero.tcsim': '',
    'imports.tcsim': `import "topology.tcsim"\n${HOLDS}`,
  });
});

afterAll(() => command.remove());

describe('exit codes of run', () => {
  it.each([
    [['good.tcsim'], 0],
    [['imports.tcsim'], 0],
    [['bad.tcsim'], 1],
    [['broken.tcsim'], 2],
    [['open.tcsim'], 3],
    [['bad.tcsim', 'open.tcsim'], 1],
    [['good.tcsim', 'open.tcsim'], 3],
    [['bad.tcsim', 'broken.tcsim'], 2],
    [['no-such.tcsim'], 2],
    [['topology.tcsim'], 2],
    [['--scenario', 'failover', 'all.tcsim'], 0],
    [['--scenario', 'no such', 'all.tcsim'], 2],
    [['--seed', '1.5', 'good.tcsim'], 2],
    [['--frobnicate', 'good.tcsim'], 2],
    [['--format', 'xml', 'good.tcsim'], 2],
    [['--logs', 'good.tcsim'], 0],
    [['--logs=nobody', 'good.tcsim'], 2],
    [['--logs', '--format', 'json', 'good.tcsim'], 2],
    [[], 2],
  ])('run %j ends with %d', async (args, code) => {
    const result = await command.run(['run', ...args]);
    expect(result.code).toBe(code);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('run', () => {
  it('tells the verdict, why, and what happened', async () => {
    const { stdout } = await command.run(['run', 'bad.tcsim']);
    expect(stdout).toMatch(/^✗ too fast {2}90s, seed \d+, bad.tcsim:16\n/);
    expect(stdout).toContain('tsa-2 became active only at 40.00');
    expect(stdout).toContain('2s were allowed.');
    expect(stdout).toMatch(/← +30\.000s +fault: crash tsa-1/);
    expect(stdout).toMatch(/^ +30\.000s +tsa-1 +is down {2}← crash tsa-1$/m);
    expect(stdout).not.toContain('\u001b');
  });

  it('prints the log lines of the nodes that are asked for', async () => {
    const [all, one, none] = await Promise.all(
      ['--logs', '--logs=tsa-2,shop', '--quiet'].map((option) => command.run(['run', option, 'bad.tcsim'])),
    );
    expect(all?.stdout).toMatch(/^ +\d+\.\d{3}s {2}tsa-2 {2}Becoming State\[ ACTIVE-COORDINATOR \]$/m);
    expect(one?.stdout).toContain('Becoming State[ ACTIVE-COORDINATOR ]');
    expect(none?.stdout).not.toContain('Logged:');
    expect((await command.run(['run', '--logs=tsa-9', 'bad.tcsim'])).stderr).toContain(
      'there is no node tsa-9. There is: tsa-1, tsa-2, shop.',
    );
  });

  it('compares the runs of a scenario with for', async () => {
    const { stdout, code } = await command.run(['run', 'variants.tcsim']);
    expect(code).toBe(1);
    expect(stdout.slice(stdout.indexOf('failover, compared'))).toMatchInlineSnapshot(`
      "failover, compared
          variant     verdicts    longest stall  calls failed  writes lost  time to active
        ✓ wait = 5s   1 held      5s             0             0            11s
        ✗ wait = 15s  1 violated  15s            0             0            21s

      2 runs: 1 violated, 1 held
      "
    `);
    expect((await command.run(['run', '--quiet', 'variants.tcsim'])).stdout).not.toContain('compared');
  });

  it('is silent with --quiet when all is well', async () => {
    expect(await command.run(['run', '--quiet', 'good.tcsim'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await command.run(['run', '--quiet', 'bad.tcsim'])).stdout).toContain('becomes active within 2s');
  });

  it('prints the same bytes every time, and others for another seed', async () => {
    const [first, second, seeded] = await Promise.all([
      command.run(['run', '--format', 'json', 'good.tcsim']),
      command.run(['run', '--format', 'json', 'good.tcsim']),
      command.run(['run', '--format', 'json', '--seed', '77', 'good.tcsim']),
    ]);
    expect(first.stdout).toBe(second.stdout);
    expect(JSON.parse(seeded.stdout).runs[0].seed).toBe(77);
  });

  it('runs the other files although one has errors', async () => {
    const { stdout, stderr, code } = await command.run(['run', 'mixed']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^mixed\/a\.tcsim:1:\d+: error TCS001: /m);
    expect(stdout).toMatch(/^✓ failover/);
  });

  it('sums up several runs', async () => {
    const { stdout } = await command.run(['run', 'all.tcsim']);
    expect(stdout).toMatch(/3 runs: 1 violated, 1 inconclusive, 1 held\n$/);
  });

  it('colours where it is asked to', async () => {
    expect((await command.run(['run', '--color', 'good.tcsim'])).stdout).toContain('\u001b[32m');
  });

  it('writes a page that allows only its own script', async () => {
    expect((await command.run(['run', 'all.tcsim', '--html', 'out.html', '--quiet'])).code).toBe(1);
    const html = readFileSync(join(command.folder, 'out.html'), 'utf8');
    expect(html).toMatch(/content="default-src 'none'; .*script-src 'sha256-[\w+/=]+'"/);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).toContain('<h1>too fast: violated</h1>');
    const data = JSON.parse(/id="tcsim-data">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
    expect(data.runs.map(({ title }: { title: string }) => title)).toEqual([
      'failover',
      'too fast',
      'nothing to judge',
    ]);
  });

  it('writes a picture per run', async () => {
    await command.run(['run', 'good.tcsim', '--svg', 'one.svg']);
    await command.run(['run', 'all.tcsim', '--svg', 'many.svg']);
    expect(readFileSync(join(command.folder, 'one.svg'), 'utf8')).toContain('crash tsa-1');
    expect(readFileSync(join(command.folder, 'many-3.svg'), 'utf8')).toContain('nothing to judge');
  });

  it('writes the result into a file', async () => {
    const { stdout, code } = await command.run(['run', 'good.tcsim', '--output', 'result.txt']);
    expect([stdout, code]).toEqual(['', 0]);
    expect(readFileSync(join(command.folder, 'result.txt'), 'utf8')).toMatch(/^✓ failover/);
    const failed = await command.run(['run', 'good.tcsim', '--output', 'no/such/folder/result.txt']);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain('no/such/folder/result.txt: There is no such file or folder.');
  });

  it('reads standard input', async () => {
    expect((await command.run(['run', '-', '--quiet'], TOPOLOGY + IS_VIOLATED)).code).toBe(1);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = command.start(['run', '--format', 'json', 'good.tcsim']);
    let stderr = '';
    child.stderr?.on('data', (data) => {
      stderr += data;
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).not.toContain('EPIPE');
  });
});

describe('json', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/result.schema.json'), 'utf8'));
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

  it.each([
    ['run', 'good.tcsim', 'held'],
    ['run', 'bad.tcsim', 'violated'],
    ['run', 'open.tcsim', 'inconclusive'],
    ['run', 'broken.tcsim', 'invalid'],
    ['run', 'mixed', 'invalid'],
    ['check', 'good.tcsim', 'held'],
    ['check', 'broken.tcsim', 'invalid'],
    ['check', 'binary.tcsim', 'invalid'],
  ])('%s %s is as its schema says: %s', async (name, file, verdict) => {
    const { stdout } = await command.run([name, '--format', 'json', file]);
    const result = JSON.parse(stdout);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    expect(result.verdict).toBe(verdict);
  });

  it('has causes, states and statistics', async () => {
    const { stdout } = await command.run(['run', '--format', 'json', 'bad.tcsim']);
    const [run] = JSON.parse(stdout).runs;
    const [{ causes, atMicros }] = run.expectations;
    expect(causes.at(-1)).toMatchObject({ kind: 'fault', text: 'crash tsa-1', timeMicros: 30_000_000 });
    expect(atMicros).toBeGreaterThan(40_000_000);
    const states = run.nodes.find(({ name }: { name: string }) => name === 'tsa-1').states;
    expect(states.map(({ state }: { state: string }) => state)).toEqual(['active', 'down']);
    const [put] = run.operations;
    expect(put).toMatchObject({ cache: 'shop.sessions', operation: 'put', lostWrites: 0 });
    expect(put.waitMicros.max).toBeGreaterThan(5_000_000);
    expect(put.waitMicros.p50).toBeLessThan(1_000_000);
    expect(run.network.sent).toBe(run.network.delivered + run.network.dropped + run.network.inFlight);
  });
});

describe('what the rules find in a run', () => {
  const OFTEN = `${TOPOLOGY.replace('cluster orders\n', 'cluster orders\n  rejoin true\n')}
scenario "cut off again and again" {
  duration 1h
  every 9min cut shop from tsa-1, tsa-2 for 1min
}
`;

  it('is a warning beside the verdict, at the line that caused it', async () => {
    command.write({ 'often.tcsim': OFTEN });
    const { stderr } = await command.run(['run', 'often.tcsim']);
    expect(stderr).toMatch(/^often\.tcsim:\d+:3: warning TCS122: shop rejoins for the 6th time within an hour/m);
    const checked = await command.run(['check', 'often.tcsim']);
    expect(checked.stdout + checked.stderr).not.toContain('TCS122');
  });

  it('is among the diagnostics of the JSON', async () => {
    const { stdout } = await command.run(['run', '--format', 'json', 'often.tcsim']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; severity: string }[] };
    const found = diagnostics.filter(({ code }) => code === 'TCS121' || code === 'TCS122');
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info TCS121', 'warning TCS122']);
  });
});

describe('check', () => {
  it('prints what compilers print', async () => {
    const { code, stdout } = await command.run(['check', 'broken.tcsim']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^broken\.tcsim:17:6: error TCS004: /m);
    expect(stdout).toMatch(/^broken\.tcsim:17:15: error TCS002: .*tsa-3/m);
    expect(stdout).toMatch(/^broken\.tcsim:18:\d+: error TCS002: .*nobody/m);
    expect(stdout).toMatch(/1 file: \d+ errors/);
  });

  it.each([
    ['binary.tcsim', 2, /binary\.tcsim:1:1: error TCS001: This is not a text file\./],
    ['huge.tcsim', 2, /huge\.tcsim:1:1: error TCS010: The file is larger than 16 MB\./],
    ['no-such.tcsim', 2, /no-such\.tcsim:1:1: error TCS007: There is no such file or folder\./],
    ['empty', 2, /empty:1:1: error TCS007: There is no \.tcsim file in this folder/],
    ['zero.tcsim', 0, /zero\.tcsim:1:1: info TCS011: /],
    ['good.tcsim', 0, /1 file: /],
  ])('%s ends with %d and says so', async (file, code, message) => {
    const result = await command.run(['check', file]);
    expect(result.code).toBe(code);
    expect(result.stdout).toMatch(message);
    expect(result.stderr).toBe('');
  });

  it('looks into folders, but not into node_modules', async () => {
    const { stdout } = await command.run(['check', 'mixed']);
    expect(stdout).toContain('2 files: ');
    expect(stdout).not.toContain('node_modules');
  });

  it('says with --quiet only what is an error', async () => {
    expect(await command.run(['check', '--quiet', 'good.tcsim'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('fmt', () => {
  const untidy = `cluster   orders {\nserver tsa-1 // first\n}\n`;
  const tidy = `cluster orders {\n  server tsa-1  // first\n}\n`;

  it('formats standard input to standard output', async () => {
    expect(await command.run(['fmt', '-'], untidy)).toEqual({ code: 0, stdout: tidy, stderr: '' });
  });

  it('lists with --check, then rewrites, then has nothing to do', async () => {
    command.write({ 'untidy.tcsim': untidy });
    const path = join(command.folder, 'untidy.tcsim');
    expect(await command.run(['fmt', '--check', 'untidy.tcsim'])).toMatchObject({ code: 1, stdout: 'untidy.tcsim\n' });
    expect(readFileSync(path, 'utf8')).toBe(untidy);
    expect(await command.run(['fmt', 'untidy.tcsim'])).toMatchObject({ code: 0, stdout: 'untidy.tcsim\n' });
    expect(readFileSync(path, 'utf8')).toBe(tidy);
    expect(await command.run(['fmt', '--check', 'untidy.tcsim'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('leaves a file alone whose structure is in doubt', async () => {
    command.write({ 'open-brace.tcsim': 'cluster   orders {\n' });
    const { code, stderr } = await command.run(['fmt', 'open-brace.tcsim']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/open-brace\.tcsim:1:\d+: error TCS001: .*open-brace\.tcsim was left as it is\./s);
    expect(readFileSync(join(command.folder, 'open-brace.tcsim'), 'utf8')).toBe('cluster   orders {\n');
  });
});

describe('the command itself', () => {
  it('helps', async () => {
    expect(await command.run(['--help'])).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['check', 'run', 'fmt']) {
      expect((await command.run([name, '--help'])).stdout).toMatch(new RegExp(`^Usage: tcsim ${name} `));
    }
    expect(await command.run([])).toMatchObject({ code: 2, stdout: '' });
    expect((await command.run(['frobnicate'])).stderr).toContain('there is no command frobnicate');
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(await command.run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
