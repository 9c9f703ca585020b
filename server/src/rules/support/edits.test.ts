import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../model/index.ts';
import { addToBlock, type Edit, setSetting } from './edits.ts';
import { setOnEdge } from './healthCheck.ts';
import { enableNonstop, setNonstop } from './nonstop.ts';

/** The text after an edit that is asked for with the model of the text. */
function edited(text: string, edit: (model: ReturnType<typeof buildProgram>['model']) => Edit): string {
  const [wanted] = [edit(buildProgram('test.tcsim', text).model)].flat();
  if (wanted === undefined) return 'no edit';
  return text.slice(0, wanted.at.start) + wanted.text + text.slice(wanted.at.end);
}

const client = (text: string): string =>
  edited(text, (model) => setSetting(model, at(model.clients[0]), 'rejoin', 'true'));
const cache = (text: string): string =>
  edited(text, (model) => enableNonstop(model, present(model.clients[0]?.caches[0])));

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The text declares nothing of this kind.');
  return value;
}

function at<T extends { readonly at: unknown }>(value: T | undefined): T['at'] {
  return present(value).at;
}

const CLUSTER = 'cluster orders { server tsa-1, tsa-2 }\n';

describe('a setting is added to a declaration', () => {
  test('below the settings that stand on lines of their own, before nested blocks', () => {
    expect(client(`${CLUSTER}client shop {\n  cluster orders // ours\n  cache sessions {\n  }\n}\n`)).toBe(
      `${CLUSTER}client shop {\n  cluster orders // ours\n  rejoin true\n  cache sessions {\n  }\n}\n`,
    );
  });

  test('at the top where there is no setting yet, also behind a comment', () => {
    expect(client(`${CLUSTER}client shop { // ours\n    cache sessions\n}\n`)).toBe(
      `${CLUSTER}client shop { // ours\n  rejoin true\n    cache sessions\n}\n`,
    );
  });

  test('in one line, an empty block and no block', () => {
    expect(client(`${CLUSTER}client shop { cache a }`)).toBe(`${CLUSTER}client shop { rejoin true  cache a }`);
    expect(client(`${CLUSTER}client shop {}`)).toBe(`${CLUSTER}client shop { rejoin true }`);
    expect(client(`${CLUSTER}client shop x 3`)).toBe(`${CLUSTER}client shop x 3 { rejoin true }`);
  });

  test('and changed where it is written', () => {
    expect(client(`${CLUSTER}client shop { cluster orders  rejoin   false }`)).toBe(
      `${CLUSTER}client shop { cluster orders  rejoin   true }`,
    );
  });
});

describe('nonstop is switched on', () => {
  test.each([
    ['cache a', 'cache a { nonstop true }'],
    ['cache a, b', 'cache a, b { nonstop true }'],
    ['cache a { role session }', 'cache a { role session  nonstop true }'],
    ['cache a { role session  nonstop false }', 'cache a { role session  nonstop true }'],
    ['cache a { nonstop { enabled false } }', 'cache a { nonstop { enabled true } }'],
    ['cache a {\n    role session\n  }', 'cache a {\n    role session\n    nonstop true\n  }'],
  ])('%j becomes %j', (before, after) => {
    expect(cache(`${CLUSTER}client shop {\n  ${before}\n}`)).toBe(`${CLUSTER}client shop {\n  ${after}\n}`);
  });

  test('but not where the fix would hit another cache of the line', () => {
    expect(cache(`${CLUSTER}client shop {\n  cache a  cache b\n}`)).toBe('no edit');
  });

  test('and a setting of it goes into its block', () => {
    const timeout = (text: string): string =>
      edited(text, (model) => setNonstop(model, present(model.clients[0]?.caches[0]), 'timeout', '5s'));
    expect(timeout(`${CLUSTER}client shop { cache a { nonstop true } }`)).toBe(
      `${CLUSTER}client shop { cache a { nonstop { timeout 5s } } }`,
    );
    expect(timeout(`${CLUSTER}client shop { cache a { nonstop { timeout 1ms } } }`)).toBe(
      `${CLUSTER}client shop { cache a { nonstop { timeout 5s } } }`,
    );
  });
});

test('a setting is not added to a block inside the block', () => {
  const window = (text: string): string =>
    edited(text, (model) => setSetting(model, at(model.clusters[0]), 'client-reconnect-window', '5s'));
  expect(window('cluster c {\n  server a\n  l1reconnect {\n    timeout 9s\n  }\n}')).toBe(
    'cluster c {\n  server a\n  client-reconnect-window 5s\n  l1reconnect {\n    timeout 9s\n  }\n}',
  );
});

describe('a health check is changed', () => {
  const count = (text: string): string =>
    edited(text, (model) => setOnEdge(model, present(model.clusters[0]), 'l1-l2', 'socket-connect-count', '20'));

  test('in its block or in a new one', () => {
    expect(count('cluster orders {\n  server tsa-1\n}\n')).toBe(
      'cluster orders {\n  server tsa-1\n  health-check l1-l2 { socket-connect-count 20 }\n}\n',
    );
    expect(count('cluster orders {\n  server tsa-1\n  health-check l1-l2 { ping-probes 2 }\n}\n')).toBe(
      'cluster orders {\n  server tsa-1\n  health-check l1-l2 { socket-connect-count 20  ping-probes 2 }\n}\n',
    );
  });

  test('where it stands in tc-properties', () => {
    const text = (value: number): string =>
      `cluster orders {\n  server tsa-1\n  tc-properties {\n    l1.healthcheck.l2.socketConnectCount ${value}\n  }\n}\n`;
    expect(count(text(5))).toBe(text(20));
  });
});

test('nothing of the language is written into configuration files', () => {
  const { model } = buildProgram('test.tcsim', 'cluster orders { server tsa-1 }');
  const imported = {
    ...model,
    files: [{ name: 'tc-config.xml', text: model.files[0]?.text ?? '', format: 'xml' as const }],
  };
  expect(addToBlock(imported, at(imported.clusters[0]), 'restartable true')).toBeUndefined();
});
