/** Lists and turns of phrase in sentences. */
import type { Cluster } from '../../model/model.ts';

const SHOWN = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  if (names.length > SHOWN + 1) return `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 server`, `2 servers`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a client loses that the servers have counted as dead, and how it comes back. */
export const lostIdentity = ({ terracotta10 }: Cluster): string =>
  terracotta10 === undefined
    ? 'They lose their identity and their locks, and only rejoin, or a restart, brings them back.'
    : 'They lose their identity and their local tiers; each has to open a new connection, and until then its calls go to the resilience strategy.';
