/** All safe fixes of a file at once, one after the other where they touch each other. */
import type { Analysis } from '../index.ts';
import type { Diagnostic, Fix, TextEdit } from '../model/diagnostic.ts';
import { type Edit, isHere, THIS_FILE } from './file.ts';

export interface FixedText {
  readonly text: string;
  /** How many problems were repaired. */
  readonly count: number;
}

/**
 * Codes whose fix leaves no decision to anybody. Nothing is switched on or off here that may have been meant, and no server
 * is added.
 */
const SAFE: ReadonlySet<string> = new Set([
  // What is taken out or written differently had no effect, or the product refuses it.
  ...['TCS006', 'TCS020', 'TCS213', 'TCS401', 'TCS402', 'TCS403', 'TCS417', 'TCS506', 'TCS512'],
  // Numbers that cannot work, or contradict each other where the right one can be computed.
  ...['TCS109', 'TCS201', 'TCS202', 'TCS209', 'TCS210', 'TCS301', 'TCS305', 'TCS309', 'TCS501'],
  // Addresses that the servers themselves tell.
  ...['TCS315', 'TCS316'],
]);

/**
 * The fix of a problem that may be made without asking: there is no other to choose from, it is for an error or a warning
 * and changes this file alone.
 */
export function safeFixOf(diagnostic: Diagnostic): Fix | undefined {
  const [fix, another] = diagnostic.fixes;
  return fix !== undefined && another === undefined && SAFE.has(diagnostic.code) && isSerious(diagnostic) && isOwn(fix)
    ? fix
    : undefined;
}

const isOwn = ({ edits }: Fix): boolean => edits.length > 0 && edits.every(({ at }) => isHere(at));

/**
 * Makes the safe fixes, checks the text again, and goes on until none is left; doing so twice changes nothing more.
 * `again` analyses another text in the place of the file. A fix that brings a new error or warning is not made.
 */
export function fixAll(analysis: Analysis, again: (text: string) => Analysis): FixedText {
  let current: Step = { analysis, count: 0 };
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = fixedOnce(current.analysis, again);
    if (next === undefined) break;
    current = { analysis: next.analysis, count: current.count + next.count };
  }
  return { text: textOf(current.analysis), count: current.count };
}

/** Repairs that call for repairs come to an end long before. */
const MOST_STEPS = 50;

interface Step {
  readonly analysis: Analysis;
  readonly count: number;
}

/** A problem with the fix that it is given. */
type Repair = Fix & { readonly code: string };

/** Undefined when there is nothing (more) to be made. */
function fixedOnce(analysis: Analysis, again: (text: string) => Analysis): Step | undefined {
  const together = apartFrom(repairsOf(analysis));
  const attempt = (chosen: readonly Repair[]): Step | undefined => {
    const edits = chosen.flatMap((fix) => fix.edits);
    const after = again(edited(textOf(analysis), edits));
    return isBetter(analysis, after, chosen) ? { analysis: after, count: chosen.length } : undefined;
  };
  if (together.length === 0) return undefined;
  const all = attempt(together);
  if (all !== undefined || together.length === 1) return all;
  // One of them does harm: each by itself, as far as anybody waits for it.
  for (const fix of together.slice(0, MOST_ATTEMPTS)) {
    const alone = attempt([fix]);
    if (alone !== undefined) return alone;
  }
  return undefined;
}

const MOST_ATTEMPTS = 20;

const repairsOf = ({ diagnostics }: Analysis): Repair[] =>
  diagnostics.flatMap((each) => {
    const fix = isHere(each.at) ? safeFixOf(each) : undefined;
    return fix === undefined ? [] : [{ ...fix, code: each.code }];
  });

const textOf = ({ model }: Analysis): string => model.files[THIS_FILE]?.text ?? '';

/** The fixes, in their order, that touch none of those taken before them. */
export function apartFrom<Each extends Fix>(fixes: readonly Each[]): readonly Each[] {
  const taken: TextEdit[] = [];
  return fixes.filter(({ edits }) => {
    const isFree = edits.every((edit) => taken.every((other) => areApart(edit, other)));
    if (isFree) taken.push(...edits);
    return isFree;
  });
}

function areApart(a: TextEdit, b: TextEdit): boolean {
  return a.at.file !== b.at.file || a.at.end < b.at.start || b.at.end < a.at.start;
}

/** The text after edits that do not touch each other, save those of one fix at one place, which keep their order. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const forwards = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const parts: string[] = [];
  let end = 0;
  for (const { at, text: replacement } of forwards) {
    parts.push(text.slice(end, at.start), replacement);
    end = Math.max(end, at.end);
  }
  return parts.join('') + text.slice(end);
}

/** The one replacement that makes a text of another, as small as it can be. */
export function difference(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { range: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}

/** Every fix took a problem away, and there is no other error or warning in its place. */
function isBetter(before: Analysis, after: Analysis, made: readonly Repair[]): boolean {
  const allowed = countsOf(before.diagnostics.filter(isSerious));
  for (const { code } of made) allowed.set(code, (allowed.get(code) ?? 0) - 1);
  return [...countsOf(after.diagnostics.filter(isSerious))].every(
    // Idle suppressions show only when the text has no errors any more.
    ([code, count]) => code === 'TCS020' || count <= (allowed.get(code) ?? 0),
  );
}

const isSerious = ({ severity }: Diagnostic): boolean => severity === 'error' || severity === 'warning';

function countsOf(problems: readonly { readonly code: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
