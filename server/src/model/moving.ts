/** What was read from a part of a file, when the part has moved with its text unchanged. */
import type { Range } from '../language/syntax.ts';
import type { Origin, Scenario } from './model.ts';

export type Move = (at: Origin) => Origin;

/** Moves the places inside a part of the edited file; all others stay. */
export function moveOf(part: Range, delta: number): Move {
  return (at) =>
    at.file === 0 && at.start >= part.start && at.end <= part.end
      ? { file: 0, start: at.start + delta, end: at.end + delta }
      : at;
}

/** A copy of plain data in which every place is moved. What holds no such place is the same object as before. */
export function moved<T>(value: T, move: Move): T {
  return movedValue(value, move) as T;
}

function movedValue(value: unknown, move: Move): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return movedArray(value, move);
  if (isOrigin(value)) return move(value);
  const before = value as Record<string, unknown>;
  let after: Record<string, unknown> | undefined;
  for (const key in before) {
    const item = before[key];
    if (typeof item !== 'object') continue;
    const other = movedValue(item, move);
    if (other === item) continue;
    after ??= { ...before };
    after[key] = other;
  }
  return after ?? value;
}

function movedArray(before: readonly unknown[], move: Move): readonly unknown[] {
  let after: unknown[] | undefined;
  for (let i = 0; i < before.length; i++) {
    const item = before[i];
    if (typeof item !== 'object') continue;
    const other = movedValue(item, move);
    if (other === item) continue;
    after ??= [...before];
    after[i] = other;
  }
  return after ?? before;
}

function isOrigin(value: object): value is Origin {
  return 'file' in value && 'start' in value && 'end' in value;
}

/** A run in its new place, on the topology that it had. */
export function moveScenario(scenario: Scenario, move: Move): Scenario {
  const { clusters, clients, voters, network, ...own } = scenario;
  return { ...moved(own, move), clusters, clients, ...(voters === undefined ? {} : { voters }), network };
}
