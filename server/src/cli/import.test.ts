import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandUnderTest } from './testing/command.ts';

const TC_CONFIG = `<?xml version="1.0" encoding="UTF-16"?>
<tc:tc-config xmlns:tc="http://www.terracotta.org/config">
  <servers>
    <server host="tc1" name="tsa-1"><tsa-port>9510</tsa-port></server>
    <server host="tc2" name="tsa-2"/>
    <client-reconnect-window>5</client-reconnect-window>
  </servers>
</tc:tc-config>
`;
const EHCACHE = `<ehcache>
  <terracottaConfig url="tc1:9510,tc2:9510" rejoin="true"/>
  <cache name="sessions"><terracotta consistency="strong"><nonstop timeoutMillis="5000"/></terracotta></cache>
</ehcache>
`;
const SCENARIO = `
scenario "failover" {
  duration 3min
  every 1s shop put sessions
  at 30s crash tsa-1
  expect tsa-2 becomes active within 12s after 30s
}
`;

const command = new CommandUnderTest();

beforeAll(async () => {
  await command.build();
  command.write({
    'conf/tc-config.xml': Buffer.from(`\ufeff${TC_CONFIG}`, 'utf16le'),
    'conf/ehcache.xml': EHCACHE,
    'web/ehcache.xml': EHCACHE,
    'broken.xml': '<tc-config><servers><server name="tsa-1"/></tc-config>',
    'beans.xml': '<beans/>',
    'huge.xml': new Uint8Array(50 * 1024 * 1024).fill(0x20),
    'scenario.tcsim': `import "conf/tc-config.xml" as orders\nimport "conf/ehcache.xml" as shop\n${SCENARIO}`,
  });
});

afterAll(() => command.remove());

it('writes what a person would have written, and says what is wrong in the files', async () => {
  const { stdout, stderr, code } = await command.run(['import', 'orders=conf/tc-config.xml', 'shop=conf/ehcache.xml']);
  expect(code).toBe(0);
  expect(stdout).toBe(`// From tc-config.xml.
cluster orders {
  client-reconnect-window 5s
  server tsa-1 {
    host tc1
    tsa-port 9510
  }
  server tsa-2 {
    host tc2
  }
}

// From ehcache.xml.
client shop {
  rejoin true
  url "tc1:9510,tc2:9510"
  cache sessions {
    consistency strong
    nonstop {
      timeout 5s
    }
  }
}
`);
  expect(stderr).toMatch(/^conf\/tc-config\.xml:6:5: warning TCS301: client-reconnect-window 5s is too short/m);
});

it('writes a file that can be checked, and never over another', async () => {
  const args = ['import', 'conf/ehcache.xml', 'web/ehcache.xml', '-o', 'out.tcsim'];
  expect(await command.run(args)).toMatchObject({ code: 0, stdout: 'out.tcsim is written.\n' });
  const text = readFileSync(join(command.folder, 'out.tcsim'), 'utf8');
  expect(text.match(/^(cluster|client) \S+|^ {2}server .*/gm)).toEqual([
    'cluster array',
    '  server tc1, tc2',
    'client ehcache',
    'client ehcache-2',
  ]);
  expect((await command.run(['check', 'out.tcsim'])).code).toBe(0);
  expect(await command.run(args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('out.tcsim exists already'),
  });
});

it.each([
  [['import', 'broken.xml'], 'broken.xml:1:54: error TCS001: The XML is broken'],
  [['import', 'beans.xml'], 'beans.xml:1:2: error TCS007: A file with the root `<beans>`'],
  [['import', 'huge.xml'], 'huge.xml:1:1: error TCS010: The file is larger than 2 MB'],
  [['import', 'nowhere.xml'], 'nowhere.xml: There is no such file or folder.'],
  [['import'], 'Name at least one tc-config.xml or ehcache.xml.'],
])('%j ends with 2', async (args, message) => {
  const result = await command.run(args);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
});

it('gives what it could read of a broken file', async () => {
  expect((await command.run(['import', 'orders=broken.xml'])).stdout).toContain(
    'cluster orders {\n  server tsa-1\n}\n',
  );
});

it('checks a configuration that is named, at its own places', async () => {
  const { stdout, code } = await command.run(['check', 'conf/tc-config.xml', 'conf/ehcache.xml']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^conf\/tc-config\.xml:6:5: warning TCS301:/m);
  expect(stdout).toContain('2 files: 1 warning');
});

it('runs a scenario on real files', async () => {
  const { stdout, stderr, code } = await command.run(['run', 'scenario.tcsim']);
  expect(stderr).toMatch(/^conf\/tc-config\.xml:6:5: warning TCS301:/m);
  expect(stdout).toMatch(/^✓ failover/);
  expect(code).toBe(0);
});
