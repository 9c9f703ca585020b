/** *Why does this matter?* and *New Scenario from Configuration*, as an editor asks for them. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { ExplainAnswer, ImportAnswer, RunAnswer } from './protocol.ts';
import type { Session } from './testing/session.ts';
import { startedForAll } from './testing/started.ts';

const CONFIG = `<tc-config>
  <servers>
    <server name="tsa-1"/>
    <server name="tsa-2"/>
    <client-reconnect-window>5</client-reconnect-window>
  </servers>
</tc-config>
`;
const EHCACHE = '<ehcache><terracottaConfig url="a:9510,b:9510"/><cache name="k"><terracotta/></cache></ehcache>';

let session: Session;
startedForAll((started) => {
  session = started;
});

const explain = (uri: string, { code, range }: Diagnostic): Promise<ExplainAnswer> =>
  session.request('tcsim/explain', { uri, code, position: range.start });

async function problem(uri: string, text: string, code: string, language: string): Promise<Diagnostic> {
  session.open(uri, text, language);
  const found = (await session.diagnostics(uri)).find((each) => each.code === code);
  if (found === undefined) throw new Error(`${uri} has no ${code}.`);
  return found;
}

describe('why a problem matters', () => {
  it('is offered beside its fixes', async () => {
    const uri = 'file:///offer/tc-config.xml';
    const warning = await problem(uri, CONFIG, 'TCS301', 'xml');
    const actions = await session.quickFixes(uri, warning);
    expect(actions.map(({ title, command }) => [title, command?.command])).toEqual(
      expect.arrayContaining([
        ['Set client-reconnect-window to 120s', undefined],
        ['Why does this matter? Run what TCS301 leads to', 'tcsim.explain'],
      ]),
    );
  });

  it('is a scenario that runs as the configuration is, and with the fix', async () => {
    const uri = 'file:///explain/tc-config.xml';
    const { explanation } = await explain(uri, await problem(uri, CONFIG, 'TCS301', 'xml'));
    if (explanation === undefined) throw new Error('There is no explanation.');
    const { text, scenario, fixed } = explanation;
    session.open('untitled:Untitled-1', text);
    const params = { uri: 'untitled:Untitled-1', scenario, comparison: fixed, despiteRules: true };
    const { runs, problems } = await session.request<RunAnswer>('tcsim/run', params);
    expect(problems).toEqual([]);
    expect(runs.map(({ variant, verdict }) => [variant, verdict])).toEqual([
      ['as it is', 'violated'],
      ['Set client-reconnect-window to 120s', 'held'],
    ]);
    const [before, after] = runs.map(({ places }) => places.map(({ start, end }) => text.slice(start, end)));
    expect(after).toEqual(before);
    expect(session.progress.at(-1)?.text).toContain('Set client-reconnect-window');
  });

  it('is that of the gravest problem where several are', async () => {
    const uri = 'file:///gravest/tc-config.xml';
    const { range } = await problem(uri, CONFIG, 'TCS215', 'xml');
    const { explanation } = await session.request<ExplainAnswer>('tcsim/explain', { uri, position: range.start });
    expect(explanation?.code).toBe('TCS301');
  });

  it('is seen for an error that would keep other scenarios from running', async () => {
    const uri = 'file:///error/main.tcsim';
    const text = 'cluster c {\n  server a, b\n  client-reconnect-window 0s\n}\n';
    const { explanation } = await explain(uri, await problem(uri, text, 'TCS305', 'tcsim'));
    session.open('untitled:Untitled-2', explanation?.text ?? '');
    const params = { uri: 'untitled:Untitled-2', despiteRules: true };
    const { runs } = await session.request<RunAnswer>('tcsim/run', params);
    expect(runs.map(({ verdict }) => verdict)).toEqual(['violated']);
  });

  it('of a fix that changes the scenario itself has places in the scenario that is shown', async () => {
    const uri = 'file:///own/main.tcsim';
    const text = `cluster c {
  server a, b
}
client s {
  rejoin true
  cache k { nonstop true }
}
scenario "a restart" {
  duration 5min
  at 30s crash a, b
  at 60s start a losing data
  at 70s start b
}
`;
    const restartable = text.replace('server a, b', 'server a, b\n  restartable true');
    const { explanation } = await explain(uri, await problem(uri, restartable, 'TCS103', 'tcsim'));
    const shown = explanation?.text ?? '';
    session.open('untitled:Untitled-3', shown);
    const params = { uri: 'untitled:Untitled-3', scenario: 'a restart', comparison: explanation?.fixed };
    const { runs } = await session.request<RunAnswer>('tcsim/run', params);
    for (const { start, end, line } of runs.flatMap(({ places }) => places)) {
      expect(shown.slice(start, end)).toMatch(/^(at 30s crash|at 60s start a|at 70s start|expect |[a-z]$)/);
      expect(shown.slice(0, start).split('\n')).toHaveLength(line + 1);
    }
  });

  it('is said in words where there is nothing to run', async () => {
    const uri = 'file:///words/ehcache.xml';
    const text = '<ehcache><cache name="k" eternal="true" timeToLiveSeconds="5"/></ehcache>';
    const hint = await problem(uri, text, 'TCS406', 'xml');
    const actions = await session.quickFixes(uri, hint);
    expect(actions.map(({ title }) => title)).toContain('Why does this matter?');
    expect((await explain(uri, hint)).problem).toMatchInlineSnapshot(
      `"Its entries never expire, whatever else is written. Nothing to simulate: nothing fails. Entries stay for longer than somebody expected, and a run does not look at their age."`,
    );
  });

  it('is said to be missing where it is', async () => {
    const uri = 'file:///none/tc-config.xml';
    session.open(uri, CONFIG, 'xml');
    await session.diagnostics(uri);
    const nowhere = { uri, position: { line: 6, character: 0 } };
    expect(await session.request('tcsim/explain', nowhere)).toEqual({
      problem: 'There is no problem here that could be explained.',
    });
  });
});

describe('a new scenario', () => {
  it('is made of configuration files as the command makes it', async () => {
    session.disk.set('file:///new/tc-config.xml', CONFIG);
    session.disk.set('file:///new/ehcache.xml', EHCACHE);
    const uris = ['file:///new/tc-config.xml', 'file:///new/ehcache.xml'];
    const { text, problems } = await session.request<ImportAnswer>('tcsim/import', { uris });
    expect(problems).toEqual([]);
    expect(text).toContain('// From tc-config.xml.');
    expect(text).toContain('cluster tc-config {\n  client-reconnect-window 5s');
    expect(text).toContain('client ehcache {');
  });

  it('says which files are none', async () => {
    session.disk.set('file:///new/pom.xml', '<project/>');
    const uris = ['file:///new/pom.xml', 'file:///new/missing.xml'];
    expect(await session.request<ImportAnswer>('tcsim/import', { uris })).toEqual({
      problems: [
        'pom.xml is no configuration that can be imported: tc-config.xml, ehcache.xml and the dynamic configuration of a cluster can.',
        'missing.xml cannot be read.',
      ],
    });
  });
});
