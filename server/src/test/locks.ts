/** Two clients of one mirrored stripe that take explicit locks, for tests in which the expectations of a scenario hold. */
import { expect } from 'vitest';
import { runText } from './runText.ts';

export interface LockCase {
  readonly name: string;
  /** 4.3 where it is not said. */
  readonly product?: string;
  /** Further settings of the cluster. */
  readonly cluster?: string;
  readonly rejoin?: boolean;
  /** The settings of the cache `sessions` in both clients, `shop` and `other`. */
  readonly cache: string;
  /** Steps and expectations. */
  readonly scenario: string;
}

/** Runs the case for five minutes; whatever it expects has to hold. */
export function expectLocks({ product = '4.3', cluster = '', rejoin = true, cache, scenario }: LockCase): void {
  const client = `{
  cluster orders
  rejoin ${rejoin}
  cache sessions { ${cache} }
}`;
  const { judgements } = runText(`cluster orders {
  product terracotta ${product}
  server tsa-1, tsa-2
  ${cluster}
}
client shop ${client}
client other ${client}
scenario "locks" {
  duration 5min${scenario}
}`);
  expect(judgements.length).toBeGreaterThan(0);
  expect(judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason)).toEqual([]);
}
