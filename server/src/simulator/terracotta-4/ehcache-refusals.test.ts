/** Caches that Ehcache refuses: what it says, and that the rules say before that the client does not start. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../../index.ts';
import { runText } from '../../test/runText.ts';

const EVENTUAL =
  'You can fix this by either making the cache in \'strong\' consistency mode (<terracotta consistency="strong"/>) or turning off';

/** By settings of the cache: the rule, and the reason in the words of the product. */
const REFUSED: readonly (readonly [settings: string, code: string, reason: string])[] = [
  ['overflow-to-disk true', 'TCS401', "overflowToDisk isn't supported for a clustered Terracotta cache"],
  ['disk-persistent true', 'TCS402', "diskPersistent isn't supported for a clustered Terracotta cache"],
  [
    'persistence-strategy localRestartable',
    'TCS403',
    "LOCALRESTARTABLE persistence strategy isn't supported for a clustered Terracotta cache",
  ],
  [
    'max-entries-local-disk 0',
    'TCS404',
    "Cache 'prices' error: You can't set maxEntriesLocalDisk when clustering your cache with Terracotta, local disks won't be used! To control elements going in the cache cluster wide, use maxEntriesInCache instead",
  ],
  [
    'max-bytes-local-disk 1g',
    'TCS404',
    "Cache 'prices' error: You can't set maxBytesLocalDisk when clustering your cache with Terracotta",
  ],
  [
    'transactional-mode xa_strict',
    'TCS409',
    `Consistency should be STRONG when cache is configured with transactions enabled. ${EVENTUAL} transactions.`,
  ],
  [
    'consistency strong  transactional-mode xa_strict  copy-on-write false',
    'TCS409',
    'A transactional cache has to be copyOnRead and copyOnWrite!',
  ],
  [
    'consistency strong  transactional-mode xa_strict  terracotta-copy-on-read false',
    'TCS409',
    'A transactional cache has to be copyOnRead and copyOnWrite!',
  ],
  [
    'consistency strong  coherent false',
    'TCS417',
    'Coherent and consistency attribute values are conflicting. Please remove the coherent attribute as its deprecated.',
  ],
  [
    'synchronous-writes true',
    'TCS420',
    `Terracotta clustered caches with eventual consistency and synchronous writes are not supported yet. ${EVENTUAL} synchronous writes.`,
  ],
];

const TEXT = (
  cache: string,
  client = '',
): string => `// tcsim-disable TCS401, TCS402, TCS403, TCS404, TCS409, TCS410, TCS417, TCS420 -- what a run makes of it
cluster orders { server tsa-1, tsa-2 }
client shop {
  rejoin true
  ${client}
  cache prices { ${cache}  nonstop true }
}
scenario "starts" {
  duration 1min
  initially shop down
  at 20s start shop
}
`;

const started = (text: string) => {
  const ran = runText(text);
  return {
    state: ran.states('shop').at(-1),
    said: ran.events('start-up-failed', 'shop').map(({ text: said }) => said),
  };
};

const errorsOf = (text: string): string[] =>
  analyse(text.slice(text.indexOf('\n') + 1), 'test.tcsim')
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message.split(':')[0]}`);

describe('a cache with these settings', () => {
  test.each(REFUSED)('%s: %s', (settings, code, reason) => {
    const text = TEXT(settings);
    expect(started(text)).toEqual({ state: '22.0 down', said: [`InvalidConfigurationException: ${reason}`] });
    expect(errorsOf(text)).toEqual([`${code} shop does not start`]);
  });
});

test('an array of its own and the address of another', () => {
  const text = TEXT('', 'terracotta-config url-and-embedded');
  expect(started(text).said).toEqual([
    'InvalidConfigurationException: It is invalid to specify both a config url and an embedded config in the <terracottaConfig> element.',
  ]);
  expect(errorsOf(text)).toEqual(['TCS410 shop does not start']);
});

test.each([
  'clustered false  overflow-to-disk true  synchronous-writes true  max-bytes-local-disk 1g',
  'consistency strong  synchronous-writes true  transactional-mode xa_strict',
  'consistency strong  coherent true',
  'coherent true',
  'persistence-strategy distributed  overflow-to-disk false  disk-persistent false',
])('%s: it starts', (settings) => {
  expect(started(TEXT(settings))).toEqual({ state: expect.stringContaining(' online'), said: [] });
  expect(errorsOf(TEXT(settings))).toEqual([]);
});

describe('the default cache', () => {
  const withDefault = (settings: string) => TEXT('', `default-cache { ${settings}  nonstop true }`);

  test('is read with the file: what is wrong there ends the start', () => {
    expect(started(withDefault('overflow-to-disk true')).state).toBe('22.0 down');
    expect(errorsOf(withDefault('overflow-to-disk true'))).toEqual(['TCS401 shop does not start']);
  });

  test.each([
    ['synchronous-writes true', 'TCS420'],
    ['max-bytes-local-disk 1g', 'TCS404'],
    ['transactional-mode xa_strict', 'TCS409'],
  ])('%s: what is looked at later keeps its caches from being made', (settings, code) => {
    expect(started(withDefault(settings)).said).toEqual([]);
    expect(errorsOf(withDefault(settings))).toEqual([`${code} shop cannot make a cache at run time`]);
  });
});

test('Ehcache 2.6 takes a number of entries for the limit of the whole cache', () => {
  const text = TEXT('max-entries-local-disk 1000').replace('{ server', '{ product terracotta 3.7  server');
  expect(started(text).said).toEqual([]);
  expect(errorsOf(text)).toEqual([]);
});
