/** Application code around explicit locks: from a matched phrase to the action of a step. */
import { type Match, slotOf } from '../language/phrases.ts';
import type { Action, LockedSection } from './model.ts';
import { replacing } from './report.ts';
import { durationOf, OPERATION_NAMES, pick, placeOf, type Site } from './resolve.ts';
import { keyOf, workTarget } from './work.ts';

/** Undefined when a part of it is wrong, which has been reported. */
export function buildLock(match: Match, site: Site): Action | undefined {
  const target = workTarget(match, site);
  const key = keyOf(match, site);
  const isTry = match.entry.id === 'work.try-lock';
  const tryMicros = isTry && slotOf(match, 'timeout') !== undefined ? durationOf(match, 'timeout', site) : 0;
  const section = sectionOf(match, site);
  if (target === undefined || key === undefined || tryMicros === undefined || section === 'wrong') return undefined;
  return { kind: 'lock', ...target, key, mode: modeOf(match), tryMicros: isTry ? tryMicros : undefined, section };
}

export function buildUnlock(match: Match, site: Site): Action | undefined {
  const target = workTarget(match, site);
  const key = keyOf(match, site);
  return target === undefined || key === undefined
    ? undefined
    : { kind: 'unlock', ...target, key, mode: modeOf(match) };
}

const modeOf = ({ literals }: Match): 'read' | 'write' => (literals.includes('read') ? 'read' : 'write');

function sectionOf(match: Match, site: Site): LockedSection | undefined | 'wrong' {
  const says = (literal: string): boolean => match.literals.includes(literal);
  const workMicros = says('for') ? durationOf(match, 'duration', site) : 0;
  const operations = match.slots
    .filter(({ label }) => label === 'operation')
    .map((slot) => pick(slot.items[0]?.word, OPERATION_NAMES, 'operation', site));
  const known = operations.filter((operation) => operation !== undefined);
  if (workMicros === undefined || known.length < operations.length) return 'wrong';
  const inFinally = !says('without');
  if (!inFinally && known.length === 0) reportNothingThrows(match, site);
  return says('for') || says('then') ? { workMicros, operations: known, inFinally } : undefined;
}

/** Only an operation of the cache throws here: without one the unlock is always reached. */
function reportNothingThrows(match: Match, site: Site): void {
  const first = site.words.findIndex((word, i) => i >= match.first && i < match.end && word.text === 'without');
  const at = placeOf(site, first, first + 2);
  site.scope.report.add({
    code: 'TCS008',
    severity: 'warning',
    at,
    message: '`without finally` changes nothing here.',
    why: 'Between the lock and the unlock nothing can throw.',
    help: 'Say what the thread does under the lock, as in `then put`, or remove it.',
    fixes: [replacing(at, '', 'Remove `without finally`')],
  });
}
