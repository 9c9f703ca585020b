/** The list of voters that each server of the 10.x line keeps. */
import { VoterRegistry } from '../../server/src/simulator/terracotta-10/stripe/voter-registry.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';

const VOTERS = `${COMMITS.core512} tc-server/src/test/java/com/tc/l2/state/ServerVoterManagerImplTest.java`;

const registryFor = (limit: number): VoterRegistry =>
  new VoterRegistry({ nowMicros: 0, limit, canBeActive: true, log: () => {} });

export const VOTE_CASES: readonly DirectCase[] = [
  {
    id: 'V10',
    title: 'while votes are counted no voter registers',
    area: 'Votes and voters',
    source: `${VOTERS} testRegisterVoterFailsWhenVotingInProgress`,
    expected: 'One place; a vote of term 5 is under way: foo is answered -1. After it: 5, the term.',
    simulate: () => {
      const registry = registryFor(1);
      registry.startVoting(5);
      const during = registry.register('foo');
      registry.stopVoting();
      return [equal('during the vote', during, -1), equal('after it', registry.register('foo'), 5)];
    },
  },
  {
    id: 'V11',
    title: 'a voter for which there is no place is refused',
    area: 'Votes and voters',
    source: `${VOTERS} testRegisterVoterWhenVotersFull`,
    expected: 'One place: foo is answered 0, bar -1.',
    simulate: () => {
      const registry = registryFor(1);
      return [equal('foo', registry.register('foo'), 0), equal('bar', registry.register('bar'), -1)];
    },
  },
];
