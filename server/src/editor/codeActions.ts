/** Quick fixes: one per fix of each diagnostic under the cursor, and one that repairs all of a kind in the file. */
import type { Range } from '../language/syntax.ts';
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';
import { type EditorFile, isHere, overlaps } from './file.ts';

export interface EditorAction {
  readonly title: string;
  /** Perhaps in imported files, too. */
  readonly edits: readonly TextEdit[];
  /** What it repairs. */
  readonly diagnostics: readonly Diagnostic[];
  /** The one that *Auto Fix* takes. */
  readonly preferred: boolean;
}

export function codeActions({ analysis }: EditorFile, range: Range): readonly EditorAction[] {
  const own = analysis.diagnostics.filter(({ at }) => isHere(at));
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
  return [...single, ...[...codes].flatMap((code) => fixAllOf(code, own))];
}

/** The first fix of every diagnostic with this code, as far as they do not touch the same text. */
function fixAllOf(code: string, diagnostics: readonly Diagnostic[]): readonly EditorAction[] {
  const repaired: Diagnostic[] = [];
  const edits: TextEdit[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes[0];
    if (diagnostic.code === code && fix && fix.edits.every((edit) => edits.every((other) => areApart(edit, other)))) {
      repaired.push(diagnostic);
      edits.push(...fix.edits);
    }
  }
  return repaired.length < 2
    ? []
    : [{ title: `Fix all ${repaired.length} of ${code} in this file`, edits, diagnostics: repaired, preferred: false }];
}

function areApart(a: TextEdit, b: TextEdit): boolean {
  return a.at.file !== b.at.file || a.at.end < b.at.start || b.at.end < a.at.start;
}
