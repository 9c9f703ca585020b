/** Locks of the 4.x line by themselves: what a client keeps greedily, and whom the server serves. */
import { ClientLocks, type LockChannel } from '../../server/src/simulator/terracotta-4/client-locks.ts';
import type { LockMode } from '../../server/src/simulator/terracotta-4/lock-messages.ts';
import { LockTable } from '../../server/src/simulator/terracotta-4/lock-table.ts';
import type { Message } from '../../server/src/simulator/terracotta-4/messages.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';
import { worldOf } from './rig.ts';

const AREA = 'Locks';
const CLIENT = `${COMMITS.core43} dso-l1/src/test/java/com/tc/object/locks/ClientLockTest.java`;
const MANAGER = `${COMMITS.core43} dso-l1/src/test/java/com/tc/object/locks/ClientLockManagerTest.java`;
const SERVER = `${COMMITS.core43} dso-l2/src/test/java/com/tc/objectserver/locks/LockTest.java`;
const GREEDINESS = `${COMMITS.core43} dso-l1/src/main/java/com/tc/object/locks/ClientGreediness.java`;
const SERVER_LOCK = `${COMMITS.core43} dso-l2/src/main/java/com/tc/objectserver/locks/ServerLockImpl.java`;

const LOCK = 7;
const LEASE_MILLIS = 50;

/** A client with one lock. `waits`: how many of its threads wait; `writes`: whether one writes under it. */
class ClientRig {
  readonly world = worldOf();
  readonly sent: string[] = [];
  readonly pending = new Set<number>();
  waits = 0;
  writes = false;
  readonly #channel: LockChannel = {
    stripe: 0,
    pending: this.pending,
    send: (message: Message) => this.sent.push(message.type === 'recall-commit' ? this.#commit(message) : message.type),
  };
  readonly #locks = new ClientLocks(1, {
    isWritten: () => this.writes,
    isWaitedFor: () => this.waits > 0,
    givingUp: () => ({ readers: [], waiting: [] }),
    keptForReading: () => {},
    leasedAtAward: () => {},
    after: (delayMicros, run) => this.world.after(undefined, delayMicros, run),
  });

  /** Whether a thread gets it without the server. */
  locally(mode: LockMode): boolean {
    return this.#locks.allows(0, LOCK, mode);
  }

  granted(mode: LockMode): void {
    this.#locks.granted(0, LOCK, mode);
  }

  wrote(write: number): void {
    this.pending.add(write);
    this.#locks.written(0, LOCK, write);
  }

  recalled(mode: LockMode, leaseMillis: number): void {
    const message = { type: 'recall', lock: LOCK, mode, leaseMicros: leaseMillis * 1000, atOnce: false } as const;
    this.#locks.recalled(this.#channel, message);
  }

  wanted(): void {
    this.#locks.wanted(this.#channel, LOCK);
  }

  confirmed(write: number): void {
    this.pending.delete(write);
    this.#locks.flushed(this.#channel);
  }

  unlocked(): void {
    this.writes = false;
    this.#locks.flushed(this.#channel);
  }

  #commit({ commit }: Extract<Message, { readonly type: 'recall-commit' }>): string {
    return commit.keeps === undefined ? 'recall commit' : 'recall commit, keeps reading';
  }
}

/** A server with one lock, and what it tells the clients. */
class ServerRig {
  readonly told: string[] = [];
  readonly #table = new LockTable({
    grant: (client, _lock, mode) => this.told.push(`award ${mode} to ${client}`),
    refuse: (client) => this.told.push(`refuse ${client}`),
    recall: (client, _lock, mode, atOnce) => this.told.push(`recall ${client} for ${mode}${atOnce ? ' at once' : ''}`),
    after: () => ({ cancel: () => {} }),
  });
  #calls = 0;

  wants(client: number, mode: LockMode, waitMicros?: number): void {
    const attempt = waitMicros === undefined ? undefined : { waitMicros };
    this.#table.request(client, LOCK, { call: ++this.#calls, mode, attempt }, -1);
  }

  /** Threads that read, of a client that does not keep the lock greedily. */
  reads(client: number, ...threads: string[]): void {
    this.#table.reestablish(
      client,
      threads.map((thread) => ({ lock: LOCK, mode: 'read', thread })),
    );
  }

  unlocks(client: number, thread: string): void {
    this.#table.unlock(client, LOCK, thread);
  }

  /** `tries`: threads of the client that come with it, by a tryLock without time for writing. */
  commits(client: number, keeps?: 'read', tries = 0): void {
    const waiting = Array.from({ length: tries }, () => ({
      call: ++this.#calls,
      mode: 'write' as const,
      attempt: { waitMicros: 0 },
    }));
    this.#table.commit(client, LOCK, { keeps, readers: [], waiting }, -1);
  }
}

export const LOCK_CASES: readonly DirectCase[] = [
  {
    id: 'LK-211',
    title: 'a greedy read lock serves all readers until it is recalled; a writer gives it up',
    area: AREA,
    source: `${CLIENT} testGreedyReadFunctionality`,
    expected:
      'The first read asks the server, the others do not. A recall with a lease of 0 is committed; the next read asks again. A write then commits a recall of its own instead of asking.',
    simulate: () => {
      const client = new ClientRig();
      const first = client.locally('read');
      client.granted('read');
      const others = [client.locally('read'), client.locally('read')];
      client.recalled('write', 0);
      const recalled = [...client.sent];
      const again = client.locally('read');
      client.granted('read');
      client.wanted();
      return [
        equal('the first reader is served locally', first, false),
        equal('the other readers are served locally', others, [true, true]),
        equal('sent at the recall', recalled, ['recall commit']),
        equal('the next reader is served locally', again, false),
        equal('sent when a thread wants to write', client.sent.slice(1), ['recall commit']),
      ];
    },
  },
  {
    id: 'LK-212',
    title: 'a greedy write lock serves readers and writers until it is recalled',
    area: AREA,
    source: `${CLIENT} testGreedyWriteFunctionality; ${MANAGER} testGreedyLockRequest`,
    expected:
      'After the award no read or write of any thread asks the server. A recall with a lease of 0 is committed; the next write asks again.',
    simulate: () => {
      const client = new ClientRig();
      client.granted('write');
      const served = [client.locally('read'), client.locally('write')];
      client.recalled('write', 0);
      return [
        equal('served locally', served, [true, true]),
        equal('sent at the recall', client.sent, ['recall commit']),
        equal('the next writer is served locally', client.locally('write'), false),
      ];
    },
  },
  {
    id: 'LK-213',
    title: 'a client whose threads wait keeps a recalled write lock for the lease',
    area: AREA,
    source: `${GREEDINESS} GREEDY_WRITE.recalled; ClientLockManagerImpl.LeaseTask; LockResponseContextFactory`,
    expected:
      'Every recall brings the lease of 50 ms. With a thread that waits the lock stays greedy and is recalled again after the lease, for good; with none it goes back at once. A read lock is never leased.',
    simulate: () => {
      const busy = new ClientRig();
      busy.granted('write');
      busy.waits = 1;
      busy.recalled('write', LEASE_MILLIS);
      const during = [...busy.sent, busy.locally('write')];
      busy.world.run(LEASE_MILLIS * 1000, () => true);
      const idle = new ClientRig();
      idle.granted('write');
      idle.recalled('write', LEASE_MILLIS);
      const reader = new ClientRig();
      reader.granted('read');
      reader.waits = 1;
      reader.recalled('write', LEASE_MILLIS);
      return [
        equal('during the lease', during, [true]),
        equal('after it', [...busy.sent, busy.locally('write')], ['recall commit', false]),
        equal('where nobody waits', idle.sent, ['recall commit']),
        equal('a lock for reading', reader.sent, ['recall commit']),
      ];
    },
  },
  {
    id: 'LK-214',
    title: 'a recall waits for the thread that writes, and for what was written under the lock',
    area: AREA,
    source: `${COMMITS.core43} dso-l1/src/main/java/com/tc/object/locks/ClientLockImpl.java doRecall, canRecallNow, RecallCallback`,
    expected:
      'Nothing is sent while a thread holds it for writing, nor while a transaction under it is not confirmed; meanwhile no other thread gets it.',
    simulate: () => {
      const client = new ClientRig();
      client.granted('write');
      client.writes = true;
      client.wrote(1);
      client.pending.add(2);
      client.recalled('write', LEASE_MILLIS);
      const held = [...client.sent, client.locally('read')];
      client.unlocked();
      const unlocked = [...client.sent];
      client.confirmed(1);
      return [
        equal('while a thread holds it', held, [false]),
        equal('unlocked, not confirmed', unlocked, []),
        equal('confirmed, with another write pending', client.sent, ['recall commit']),
      ];
    },
  },
  {
    id: 'LK-215',
    title: 'a writer that is recalled for readers goes on reading',
    area: AREA,
    source: `${GREEDINESS} RECALLED_WRITE_FOR_READ; ${SERVER_LOCK} recallCommit`,
    expected:
      'The client becomes a greedy reader and says so; the server awards the read to whoever waits, and takes nothing from the first.',
    simulate: () => {
      const client = new ClientRig();
      client.granted('write');
      client.recalled('read', LEASE_MILLIS);
      const server = new ServerRig();
      server.wants(1, 'write');
      server.wants(2, 'read');
      server.commits(1, 'read');
      return [
        equal('sent', client.sent, ['recall commit, keeps reading']),
        equal('served locally: read, write', [client.locally('read'), client.locally('write')], [true, false]),
        equal('the server', server.told, ['award write to 1', 'recall 1 for read', 'award read to 2']),
      ];
    },
  },
  {
    id: 'LK-216',
    title: 'a write lock waits until the last of the threads that read has unlocked',
    area: AREA,
    source: `${SERVER} testUpgrade`,
    expected: 'Threads 1 and 2 of the client read, thread 3 wants to write: it is pending until both have unlocked.',
    simulate: () => {
      const server = new ServerRig();
      server.reads(1, 'thread 1', 'thread 2');
      server.wants(1, 'write');
      const pending = [...server.told];
      server.unlocks(1, 'thread 1');
      const one = [...server.told];
      server.unlocks(1, 'thread 2');
      return [
        equal('while both read', pending, []),
        equal('while one reads', one, []),
        equal('when nobody reads', server.told, ['award write to 1']),
      ];
    },
  },
  {
    id: 'LK-217',
    title: 'who gets a lock while others wait is asked for it back at once',
    area: AREA,
    source: `${SERVER_LOCK} processPendingRequests, awardAllReadsGreedily`,
    expected:
      'Three clients want to write: each is awarded and recalled in one go, but the last. Readers are all served together, also those behind a writer, which recalls them all.',
    simulate: () => {
      const writers = new ServerRig();
      for (const client of [1, 2, 3]) writers.wants(client, 'write');
      for (const client of [1, 2]) writers.commits(client);
      const readers = new ServerRig();
      readers.wants(1, 'write');
      readers.wants(2, 'read');
      readers.wants(3, 'write');
      readers.wants(4, 'read');
      readers.commits(1);
      for (const client of [2, 4]) readers.commits(client);
      return [
        equal('writers', writers.told, [
          'award write to 1',
          'recall 1 for write',
          'award write to 2',
          'recall 2 for write at once',
          'award write to 3',
        ]),
        equal('readers', readers.told, [
          'award write to 1',
          'recall 1 for read',
          'award read to 2',
          'award read to 4',
          'recall 2 for write',
          'recall 4 for write',
          'award write to 3',
        ]),
      ];
    },
  },
  {
    id: 'LK-218',
    title: 'a tryLock without time is refused, and recalls the lock for the next one',
    area: AREA,
    source: `${SERVER_LOCK} refuseTryRequestWithNoTimeout, recallCommit`,
    expected:
      'Another client keeps the lock greedily: refused, and recalled. When it has come back the next attempt is awarded. An attempt that comes with a recall of its own client is refused without a look.',
    simulate: () => {
      const server = new ServerRig();
      server.wants(1, 'write');
      server.wants(2, 'write', 0);
      server.commits(1);
      server.wants(2, 'write', 0);
      const own = new ServerRig();
      own.wants(1, 'read');
      own.commits(1, undefined, 1);
      return [
        equal('of another client', server.told, [
          'award write to 1',
          'recall 1 for write',
          'refuse 2',
          'award write to 2',
        ]),
        equal('of the client itself', own.told, ['award read to 1', 'refuse 1']),
      ];
    },
  },
];
