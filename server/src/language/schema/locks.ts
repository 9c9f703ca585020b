/** Explicit locks of keys: what an application does around them, and the calls that expectations can name. */
import { OLDER } from '../../model/productLines.ts';
import type { Entry } from './types.ts';

const LOCKING =
  'Ehcache 2.10, explicit locking: acquireWriteLockOnKey, tryWriteLockOnKey, releaseWriteLockOnKey, and the same for ReadLock';

const AROUND = '[for <duration>] [then <operation:operation> (, <operation:operation>)*] [without finally]';

const WHAT_FOLLOWS =
  '`for` is how long the work under the lock takes, `then` what it does with the key at its end; after that the thread unlocks. `without finally`: not when one of them throws. With neither, the lock stays until an `unlock`.';

export const LOCK_WORK: readonly Entry[] = [
  {
    id: 'work.lock',
    lines: OLDER,
    contexts: ['action'],
    category: 'work',
    phrase: `<client:clients> lock [read] <cache:cache> key <key:any> ${AROUND}`,
    documentation: `A thread of the client takes the write lock of a key, or with \`read\` the read lock, which readers share; however long that takes. ${WHAT_FOLLOWS}`,
    source: LOCKING,
    repeatable: true,
  },
  {
    id: 'work.try-lock',
    lines: OLDER,
    contexts: ['action'],
    category: 'work',
    phrase: `<client:clients> tryLock [read] <cache:cache> key <key:any> [timeout <timeout:duration>] ${AROUND}`,
    documentation: `A thread of the client tries to take the write lock of a key, or with \`read\` the read lock: for so long, or only once without a timeout. Without the lock it does nothing. ${WHAT_FOLLOWS}`,
    source: LOCKING,
    repeatable: true,
  },
  {
    id: 'work.unlock',
    lines: OLDER,
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> unlock [read] <cache:cache> key <key:any>',
    documentation:
      'The thread that took the lock with `lock` or `tryLock`, and with nothing behind, gives it back; with `read` the one that took the read lock.',
    source: LOCKING,
    repeatable: true,
  },
];

/** Calls around locks, as expectations name them. They are neither reads nor writes. */
export const LOCK_OPERATIONS = [
  { name: 'lock', documentation: 'Takes the lock of a key, however long that takes.' },
  { name: 'tryLock', documentation: 'Takes the lock of a key if it gets it in time; returns false otherwise.' },
  { name: 'unlock', documentation: 'Gives the lock of a key back.' },
] as const;
