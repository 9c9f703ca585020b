/** Quick fixes: one per fix of each diagnostic under the cursor, one that suppresses it, one that repairs all of a kind. */
import type { Range } from '../language/syntax.ts';
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';
import { suppressing } from '../rules/suppressing.ts';
import { type EditorFile, isHere, overlaps } from './file.ts';
import { apartFrom } from './fixAll.ts';

export interface EditorAction {
  readonly title: string;
  /** Perhaps in imported files, too. */
  readonly edits: readonly TextEdit[];
  /** What it repairs. */
  readonly diagnostics: readonly Diagnostic[];
  /** The one that *Auto Fix* takes. */
  readonly preferred: boolean;
}

/** `found` are the problems that runs of the text have shown. */
export function codeActions(
  { analysis }: EditorFile,
  range: Range,
  found: readonly Diagnostic[] = [],
): readonly EditorAction[] {
  const own = [...analysis.diagnostics, ...found].filter(({ at }) => isHere(at));
  const touched = own.filter(({ at }) => overlaps(at, range));
  const single = touched.flatMap((diagnostic) =>
    diagnostic.fixes.map((fix, index) => ({
      title: fix.title,
      edits: fix.edits,
      diagnostics: [diagnostic],
      preferred: index === 0,
    })),
  );
  const codes = new Set(touched.filter(({ fixes }) => fixes.length > 0).map(({ code }) => code));
  const suppressions = touched.flatMap((diagnostic) => {
    const fix = suppressing(diagnostic, analysis.model.files);
    return fix ? [{ ...fix, diagnostics: [diagnostic], preferred: false }] : [];
  });
  return [...single, ...[...codes].flatMap((code) => fixAllOf(code, own)), ...eachOnce(suppressions)];
}

/** Two findings of one rule on a line are suppressed by the same comment. */
function eachOnce(actions: readonly EditorAction[]): readonly EditorAction[] {
  const byTitle = new Map<string, EditorAction>();
  for (const action of actions) {
    const key = `${action.title} ${action.edits.map(({ at }) => at.start).join()}`;
    const diagnostics = [...(byTitle.get(key)?.diagnostics ?? []), ...action.diagnostics];
    byTitle.set(key, { ...action, diagnostics });
  }
  return [...byTitle.values()];
}

/** The first fix of every diagnostic with this code, as far as they do not touch the same text. */
function fixAllOf(code: string, diagnostics: readonly Diagnostic[]): readonly EditorAction[] {
  const repairs = diagnostics.flatMap((diagnostic) => {
    const [fix] = diagnostic.code === code ? diagnostic.fixes : [];
    return fix === undefined ? [] : [{ ...fix, diagnostic }];
  });
  const made = apartFrom(repairs);
  return made.length < 2
    ? []
    : [
        {
          title: `Fix all ${made.length} of ${code} in this file`,
          edits: made.flatMap(({ edits }) => edits),
          diagnostics: made.map(({ diagnostic }) => diagnostic),
          preferred: false,
        },
      ];
}
