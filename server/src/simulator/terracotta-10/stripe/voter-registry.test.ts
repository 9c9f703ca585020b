/** Rules of the list of voters: ServerVoterManagerImplTest of terracotta-core 5.x. */
import { describe, expect, it } from 'vitest';
import { VoterRegistry } from './voter-registry.ts';

function registry(limit = 1) {
  const owner = { nowMicros: 0, limit, canBeActive: true, log: () => {} };
  return { owner, voters: new VoterRegistry(owner) };
}

describe('registration', () => {
  it('is refused during a vote, and answered with its term afterwards (testRegisterVoterFailsWhenVotingInProgress)', () => {
    const { voters } = registry();
    voters.startVoting(5);
    expect(voters.register('foo')).toBe(-1);
    voters.stopVoting();
    expect(voters.register('foo')).toBe(5);
  });

  it('is refused when all places are taken (testRegisterVoterWhenVotersFull)', () => {
    const { voters } = registry();
    expect(voters.register('foo')).toBe(0);
    expect(voters.register('bar')).toBe(-1);
  });

  it('has a place again when a voter was not heard of for 5 s', () => {
    const { owner, voters } = registry();
    voters.register('foo');
    owner.nowMicros = 4_999_999;
    expect(voters.register('bar')).toBe(-1);
    owner.nowMicros = 5_000_000;
    expect(voters.register('bar')).toBe(0);
    expect(voters.heartbeat('foo')).toBe(-1);
  });

  it('is refused by a server that cannot become active', () => {
    const { owner, voters } = registry();
    owner.canBeActive = false;
    expect(voters.register('foo')).toBe(-1);
  });
});

describe('a vote', () => {
  it('counts once for each voter and only for the current term', () => {
    const { voters } = registry(2);
    voters.register('foo');
    voters.register('bar');
    voters.startVoting(2);
    expect(voters.heartbeat('foo')).toBe(2);
    expect(voters.vote('foo', 1)).toBe(2);
    expect(voters.voteCount).toBe(0);
    expect(voters.vote('foo', 2)).toBe(0);
    expect(voters.vote('foo', 2)).toBe(0);
    expect(voters.voteCount).toBe(1);
    voters.startVoting(3);
    expect(voters.voteCount).toBe(0);
  });

  it('of the operator counts as any number, until the next vote', () => {
    const { voters } = registry();
    voters.startVoting(2);
    voters.overridden = true;
    expect(voters.voteCount).toBeGreaterThan(1000);
    voters.startVoting(3);
    expect(voters.voteCount).toBe(0);
  });
});
