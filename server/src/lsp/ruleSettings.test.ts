import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { type BundledServer, bundleServer } from './testing/bundle.ts';
import { Session } from './testing/session.ts';

const PAIR = 'cluster orders { server tsa-1, tsa-2 }\n';

const CUT_OFF = `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop true }
}

scenario "the shop is cut off" {
  duration 3min
  every 1s shop get prices
  at 10s cut shop from tsa-1, tsa-2 for 60s
}
`;

let bundle: BundledServer;
let session: Session;
let folder = '';
let folders = 0;

beforeAll(async () => {
  bundle = await bundleServer();
  ({ session } = await Session.start(bundle.server));
});

afterAll(async () => {
  expect(await session.stop()).toBe(0);
  bundle.dispose();
});

beforeEach(() => {
  folder = `file:///work%20space/${folders++}`;
  session.settings.clear();
});

/** The severity of TCS317 in what is published of the file, as soon as it is the wanted one. */
async function severityOf(uri: string, wanted: number | undefined): Promise<number | undefined> {
  const current = () => session.published(uri)?.find(({ code }) => code === 'TCS317')?.severity;
  for (let waits = 0; waits < 5; waits++) {
    if (session.published(uri) !== undefined && current() === wanted) break;
    await session.nextPublication();
  }
  return current();
}

describe('a rule speaks', () => {
  it('as the nearest tcsim.json says, and as the next one when it is gone', async () => {
    session.disk.set(`${folder}/tcsim.json`, '{ "rules": { "TCS317": "error" } }');
    session.disk.set(`${folder}/deep/tcsim.json`, '{ "rules": { "TCS317": "off" } }');
    const uri = `${folder}/deep/er/a.tcsim`;
    session.open(uri, PAIR);
    expect(await severityOf(uri, undefined)).toBeUndefined();
    session.changeOnDisk(`${folder}/deep/tcsim.json`, '{ "rules": { "TCS317": "warning" } }');
    expect(await severityOf(uri, 2)).toBe(2);
    session.changeOnDisk(`${folder}/deep/er/tcsim.json`, '{}');
    expect(await severityOf(uri, 3)).toBe(3);
    session.removeFromDisk(`${folder}/deep/er/tcsim.json`);
    expect(await severityOf(uri, 2)).toBe(2);
    session.removeFromDisk(`${folder}/deep/tcsim.json`);
    expect(await severityOf(uri, 1)).toBe(1);
  });

  it('as the settings say where the file says nothing', async () => {
    session.settings.set('tcsim.rules', { TCS317: 'hint', TCS999: 'loud' });
    const uri = `${folder}/a.tcsim`;
    session.open(uri, PAIR);
    expect(await severityOf(uri, 4)).toBe(4);
    session.changeSetting('tcsim.rules', { TCS317: 'off' });
    expect(await severityOf(uri, undefined)).toBeUndefined();
    session.changeOnDisk(`${folder}/tcsim.json`, '{ "rules": { "TCS317": "error" } }');
    expect(await severityOf(uri, 1)).toBe(1);
  });

  it('as the settings say in a file that was never saved', async () => {
    session.settings.set('tcsim.rules', { TCS317: 'hint' });
    session.open('untitled:Untitled-1', PAIR);
    expect(await severityOf('untitled:Untitled-1', 4)).toBe(4);
  });

  it('in a tc-config.xml, too', async () => {
    session.settings.set('tcsim.rules', { TCS317: 'error' });
    const uri = `${folder}/tc-config.xml`;
    session.open(
      uri,
      '<tc-config>\n  <servers>\n    <server host="a" name="a"/>\n    <server host="b" name="b"/>\n  </servers>\n</tc-config>',
      'xml',
    );
    expect(await severityOf(uri, 1)).toBe(1);
  });
});

it('mistakes in tcsim.json are reported there, until they are repaired', async () => {
  const file = `${folder}/tcsim.json`;
  session.disk.set(file, '{\n  "rules": { "TC317": "off" }\n}');
  session.open(`${folder}/a.tcsim`, PAIR);
  await session.diagnostics(`${folder}/a.tcsim`);
  expect(session.published(file)).toMatchObject([
    { code: 'TCS022', severity: 2, range: { start: { line: 1, character: 13 }, end: { line: 1, character: 20 } } },
  ]);
  session.changeOnDisk(file, '{ "rules": { "TCS317": "off" } }');
  expect(await severityOf(`${folder}/a.tcsim`, undefined)).toBeUndefined();
  expect(session.published(file)).toEqual([]);
});

describe('a tcsim.json that is being edited', () => {
  const file = () => `${folder}/tcsim.json`;

  it('counts before it is saved', async () => {
    session.disk.set(file(), '{ "rules": { "TCS317": "error" } }');
    const uri = `${folder}/a.tcsim`;
    session.open(uri, PAIR);
    expect(await severityOf(uri, 1)).toBe(1);
    session.open(file(), '{ "rules": { "TCS317": "error" } }', 'jsonc');
    session.change(file(), { text: '{ "rules": { "TCS317": "hint" } }' });
    expect(await severityOf(uri, 4)).toBe(4);
    session.close(file());
    expect(await severityOf(uri, 1)).toBe(1);
  });

  it('has its mistakes marked where no scenario is open, and is no configuration of the product', async () => {
    session.open(file(), '{ "rules": { "TC317": "off" } }', 'jsonc');
    await session.nextPublication();
    expect(session.published(file())).toMatchObject([{ code: 'TCS022' }]);
    expect(await session.ask('textDocument/hover', file(), 'TC317', 0)).toBeNull();
    session.change(file(), { text: '{ "rules": { "TCS317": "off" } }' });
    await session.nextPublication();
    expect(session.published(file())).toEqual([]);
  });

  it('leaves to the editor what it says by the schema, for as long as it is open there', async () => {
    const { session: other } = await Session.start(bundle.server, { checksJson: true });
    other.disk.set(file(), '{ "rules": { "TC317": "off" } }');
    other.open(`${folder}/a.tcsim`, PAIR);
    await other.diagnostics(`${folder}/a.tcsim`);
    expect(other.published(file())).toMatchObject([{ code: 'TCS022' }]);
    other.open(file(), '{ "rules": { "TC317": "off" } }', 'jsonc');
    await other.nextPublication();
    expect(other.published(file())).toEqual([]);
    other.change(file(), { text: `{ "rules": {} }${' '.repeat(300_000)}` });
    await other.nextPublication();
    expect(other.published(file())).toMatchObject([{ code: 'TCS022' }]);
    expect(await other.stop()).toBe(0);
  });
});

describe('all safe fixes at once', () => {
  const text = `${PAIR.replace('{', '{ client-reconnect-window 0s')}// tcsim-disable TCS313 -- idle\n`;
  const actions = (uri: string, only?: readonly string[]): Promise<CodeAction[]> => {
    const start = { line: 0, character: 0 };
    return session.about('textDocument/codeAction', uri, {
      range: { start, end: start },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  };

  it.each([[['source.fixAll.tcsim']], [['source.fixAll']], [['source']]])('are made for %j', async (only) => {
    const uri = `${folder}/a.tcsim`;
    session.open(uri, text);
    const [action, ...others] = await actions(uri, only);
    expect(others).toEqual([]);
    expect(action).toMatchObject({ title: 'Fix 2 problems', kind: 'source.fixAll.tcsim' });
    session.apply(uri, action?.edit?.changes?.[uri] ?? []);
    expect(session.document(uri).getText()).toBe(PAIR.replace('{', '{ client-reconnect-window 120s'));
    expect(await actions(uri, only)).toEqual([]);
  });

  it.each([[undefined], [['quickfix']], [['source.organizeImports']], [['source.fixAll.other']]])(
    'are not for %j',
    async (only) => {
      const uri = `${folder}/a.tcsim`;
      session.open(uri, text);
      expect((await actions(uri, only)).map(({ kind }) => kind)).not.toContain('source.fixAll.tcsim');
    },
  );
});

describe('a finding is suppressed', () => {
  const suppress = async (uri: string, code: string): Promise<void> => {
    const found = (await session.diagnostics(uri)).find((each) => each.code === code);
    if (found === undefined) throw new Error(`${code} is not reported.`);
    const actions = await session.quickFixes(uri, found);
    const action = actions.find(({ title }) => title === `Suppress ${code} on this line`);
    session.apply(uri, action?.edit?.changes?.[uri] ?? []);
  };
  const codes = async (uri: string) => (await session.diagnostics(uri)).map(({ code }) => code);

  it('in a scenario', async () => {
    const uri = `${folder}/a.tcsim`;
    session.open(uri, PAIR);
    await suppress(uri, 'TCS317');
    expect(session.document(uri).getText()).toBe(`// tcsim-disable-next-line TCS317 -- why?\n${PAIR}`);
    expect(await codes(uri)).not.toContain('TCS317');
    expect(await codes(uri)).toContain('TCS021');
  });

  it('in a tc-config.xml', async () => {
    const uri = `${folder}/tc-config.xml`;
    const text =
      '<tc-config>\n  <servers>\n    <server host="a" name="a"/>\n    <server host="b" name="b"/>\n    <client-reconnect-window>0</client-reconnect-window>\n  </servers>\n</tc-config>\n';
    session.open(uri, text, 'xml');
    await suppress(uri, 'TCS305');
    expect(session.document(uri).getText()).toBe(
      text.replace('    <client', '    <!-- tcsim-disable-next-line TCS305: why? -->\n    <client'),
    );
    expect(await codes(uri)).not.toContain('TCS305');
  });

  it('that only a run has shown', async () => {
    const uri = `${folder}/run.tcsim`;
    session.open(uri, CUT_OFF);
    await session.request('tcsim/run', { uri });
    while (!(await codes(uri)).includes('TCS121')) await session.nextPublication();
    await suppress(uri, 'TCS121');
    await session.diagnostics(uri);
    const published = session.nextPublication();
    await session.request('tcsim/run', { uri });
    await published;
    expect(await codes(uri)).toContain('TCS021');
    expect(await codes(uri)).not.toContain('TCS121');
  });
});
