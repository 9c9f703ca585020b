/** What voters do: terracotta-platform 5.x, VotingGroup, and its tests Voter1x2IT, AttachCommandWithVoter1x3IT. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../../test/runText.ts';
import { type StripeCase, stripeText } from '../../../test/stripeText.ts';

const ran = (stripe: Omit<StripeCase, 'servers' | 'priority'> & Partial<StripeCase>) =>
  runText(stripeText({ servers: 2, priority: 'consistency:1', voters: 1, ...stripe }));
const lastState = (states: readonly string[]): string => states.at(-1)?.split(' ')[1] ?? '';

describe('a voter that sees both sides', () => {
  it('votes for the active with which it registered, and not for the other one', () => {
    const run = ran({ steps: 'at 30s partition tsa-1 | tsa-2 for 60s' });
    expect(run.states('tsa-1').map((state) => state.split(' ')[1])).toEqual(['active', 'active-suspended', 'active']);
    expect(run.events('voter-voted').map(({ a }) => run.trace.lanes[a]?.name)).toEqual(['tsa-1']);
    expect(new Set(run.events('voter-declined').map(({ a }) => run.trace.lanes[a]?.name))).toEqual(new Set(['tsa-2']));
    expect(run.events('state', 'tsa-2').map(({ text }) => text)).not.toContain('active');
  });
});

describe('a voter whose owner is gone', () => {
  const steps = 'at 30s crash tsa-1\n  at 60s start tsa-1\n  at 150s crash tsa-2';

  it('moves to the server that asks, and again when that one is gone', () => {
    const run = ran({ steps });
    expect(run.events('voter-voted').map(({ a }) => run.trace.lanes[a]?.name)).toEqual(['tsa-2', 'tsa-1']);
    expect(lastState(run.states('tsa-1'))).toBe('active');
  });

  it('does so once when terms do not travel: the known defect', () => {
    const run = ran({ steps: `anomaly voter-cannot-move-twice\n  ${steps}` });
    expect(run.events('voter-voted').map(({ a }) => run.trace.lanes[a]?.name)).toEqual(['tsa-2']);
    expect(lastState(run.states('tsa-1'))).toBe('passive-suspended');
    expect(run.events('log', 'voter-1').map(({ text }) => text.split(' from ')[0])).toContain(
      'Failed to steal the vote',
    );
  });

  it('finds the owner gone after the time-out of a request when it answers nothing', () => {
    const run = ran({ steps: 'at 30s partition tsa-1 | tsa-2, voter-1 for 2min' });
    const [voted] = run.events('voter-voted');
    expect(voted?.seconds).toBeGreaterThan(45);
    expect(voted?.seconds).toBeLessThan(56);
    expect(lastState(run.states('tsa-2'))).toBe('active');
  });
});

describe('registration', () => {
  it('of a voter beyond N waits until a place is free', () => {
    const run = ran({ voters: 2, steps: 'at 30s crash voter-1' });
    expect(run.states('voter-1')).toEqual(['0.0 registered', '30.0 down']);
    expect(run.states('voter-2').map((state) => state.split(' ')[1])).toEqual(['registering', 'registered']);
    const registered = Number.parseFloat(run.states('voter-2')[1] as string);
    expect(registered).toBeGreaterThanOrEqual(34);
    expect(registered).toBeLessThanOrEqual(41);
  });

  it('begins again when the voter is restarted', () => {
    const run = ran({ steps: 'at 30s crash voter-1\n  at 60s start voter-1\n  at 120s crash tsa-1' });
    expect(run.states('voter-1').map((state) => state.split(' ')[1])).toEqual([
      'registered',
      'down',
      'registering',
      'registered',
    ]);
    expect(lastState(run.states('tsa-2'))).toBe('active');
  });

  it('with a server that answered nothing at first is made up for', () => {
    const steps = [
      '20s power-off tsa-2',
      '25s crash voter-1',
      '30s start voter-1',
      '60s start tsa-2',
      '150s crash tsa-1',
    ];
    const run = ran({ steps: steps.map((step) => `at ${step}`).join('\n  ') });
    expect(lastState(run.states('tsa-2'))).toBe('active');
  });

  it('follows the topology: a server that is attached gets its votes within 30 s (AttachCommandWithVoter1x3IT)', () => {
    const run = ran({
      servers: 3,
      steps: 'initially tsa-3 detached\n  at 30s attach tsa-3\n  at 120s crash tsa-2\n  at 122s crash tsa-1',
    });
    expect(run.events('log', 'tsa-3').map(({ text }) => text)).toContain(
      'Registration of voter id: voter-1 confirmed.',
    );
  });
});
