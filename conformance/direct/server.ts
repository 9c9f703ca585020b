/** Parts of a server by themselves: the order of resent transactions, weights, identities. */
import { ResentTransactions } from '../../server/src/simulator/terracotta-4/resent.ts';
import { Store } from '../../server/src/simulator/terracotta-4/store.ts';
import { compareWeights, type Weights } from '../../server/src/simulator/terracotta-4/weights.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';

const SEQUENCER = `${COMMITS.core43} dso-l2/src/test/java/com/tc/objectserver/tx/ResentTransactionSequencerTest.java`;
const WEIGHTS = `${COMMITS.core43} dso-l2/src/test/java/com/tc/l2/ha/ZapNodeProcessorWeightGeneratorFactoryTest.java`;
const IDS = `${COMMITS.core43} dso-l2/src/test/java/com/tc/objectserver/impl/ConnectionIDFactoryImplTest.java`;

/** Which of two servers stays when these are their clients, last transaction and number of transactions. */
function stays(one: readonly [number, number, number], two: readonly [number, number, number]): number {
  const first: Weights = [...one, 1000, 0];
  const second: Weights = [...two, 2000, 0];
  return compareWeights(first, second) > 0 ? 1 : 2;
}

export const SERVER_CASES: readonly DirectCase[] = [
  {
    id: 'RW-08',
    title: 'a client that dies while it sends again holds nobody up',
    area: 'Reconnect window',
    source: `${SEQUENCER} testClientDisconnect`,
    expected:
      'The batch of client 1 arrives, client 1 dies, then those of clients 2 and 0 arrive: applied in the order 0, 1, 2; then whoever waited for that is called back.',
    simulate: () => {
      const resent = new ResentTransactions(false);
      const applied: string[] = [];
      // Two transactions of each client; clients in the global order.
      for (const client of [0, 1, 2]) resent.expect(client, [client * 2, client * 2 + 1]);
      resent.start();
      const drain = (): void => resent.drain((write) => applied.push(`client ${Math.floor(write / 2)}`));
      resent.afterwards(() => applied.push('call back'));
      resent.arrive([2, 3]);
      drain();
      resent.clientGone(1);
      drain();
      resent.arrive([4, 5]);
      drain();
      const before = [...applied];
      resent.arrive([0, 1]);
      drain();
      return [
        equal('applied before the first client sent', before, []),
        equal('applied', [...new Set(applied)], ['client 0', 'client 1', 'client 2', 'call back']),
      ];
    },
  },
  {
    id: 'RW-09',
    title: 'after the start nobody may announce resent transactions',
    area: 'Reconnect window',
    source: `${SEQUENCER} testAddResentAfterStarted`,
    expected: 'An IllegalStateException.',
    simulate: () => {
      const resent = new ResentTransactions(false);
      resent.start();
      try {
        resent.expect(1, [1]);
        return [equal('announced after the start', 'accepted', 'IllegalStateException')];
      } catch (error) {
        return [equal('announced after the start', (error as Error).message.split(':')[0], 'IllegalStateException')];
      }
    },
  },
  {
    id: 'RW-108',
    title: 'new transactions wait for those that are sent again',
    area: 'Reconnect window',
    source: `${SEQUENCER} testOrderedIncoming, testCallbackOnResentComplete`,
    expected:
      'Batches 1 and 2 are announced, 2 first. New batches 3 and 4 arrive, then 2, then 1: applied 1, 2, 3, 4. Who waits for the end of it is not called back before.',
    simulate: () => {
      const resent = new ResentTransactions(false);
      const applied: string[] = [];
      const drain = (): void => resent.drain((write) => applied.push(write < 2 ? 'batch 1' : 'batch 2'));
      resent.afterwards(() => applied.push('call back'));
      resent.expect(1, [2, 3]);
      resent.expect(0, [0, 1]);
      resent.start();
      drain();
      resent.afterwards(() => applied.push('batch 3'));
      resent.afterwards(() => applied.push('batch 4'));
      resent.arrive([2, 3]);
      drain();
      const before = [...applied];
      resent.arrive([0, 1]);
      drain();
      return [
        equal('applied before batch 1', before, []),
        equal('applied', [...new Set(applied)], ['batch 1', 'batch 2', 'call back', 'batch 3', 'batch 4']),
      ];
    },
  },
  {
    id: 'RW-109',
    title: 'a batch is cut where transactions of another client come between',
    area: 'Reconnect window',
    source: `${SEQUENCER} testDiscontinuousGIDInOrder`,
    expected:
      'Client 0 sends transactions 1 and 3 of the global order in one batch, client 1 sends 2: applied in three pieces, 1, 2, 3.',
    simulate: () => {
      const resent = new ResentTransactions(false);
      const applied: number[] = [];
      const drain = (): void => resent.drain((write) => applied.push(write));
      resent.expect(0, [1, 3]);
      resent.expect(1, [2]);
      resent.start();
      resent.arrive([1, 3]);
      drain();
      const first = [...applied];
      resent.arrive([2]);
      drain();
      return [equal('applied with the batch of client 0', first, [1]), equal('applied', applied, [1, 2, 3])];
    },
  },
  {
    id: 'EL-05',
    title: 'what weighs most when two actives meet',
    area: 'Elections and zaps',
    source: `${WEIGHTS} testZapNodeProcessorWeightGeneratorFactory`,
    expected:
      'More clients first, then the later transaction, then more transactions, then the higher address: server 2, 1, 2, 1, 2, 2, 1 stays, step by step.',
    simulate: () => {
      const winners = [
        stays([0, 0, 0], [0, 0, 0]),
        stays([0, 0, 10], [0, 0, 5]),
        stays([0, 0, 10], [0, 0, 55]),
        stays([0, 1, 10], [0, 0, 55]),
        stays([0, 1, 10], [0, 2, 55]),
        stays([2, 1, 10], [3, 2, 55]),
        stays([5, 1, 10], [3, 2, 55]),
      ];
      return [equal('stays', winners, [2, 1, 2, 1, 2, 2, 1])];
    },
  },
  {
    id: 'RC-06',
    title: 'a connection id is given once',
    area: 'Reconnecting clients',
    source: `${IDS} testCreateExistingID`,
    expected: 'An id that the server knows is not given to a second client: a TCRuntimeException.',
    simulate: () => {
      const store = new Store();
      store.addClient(7, 0);
      try {
        store.addClient(7, 1);
        return [equal('given again', 'accepted', 'TCRuntimeException')];
      } catch (error) {
        return [equal('given again', (error as Error).message.split(':')[0], 'TCRuntimeException')];
      }
    },
  },
];
