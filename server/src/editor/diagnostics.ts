/** Diagnostics of the edited file, as a Problems list shows them: what is wrong, why it matters, what to do. */
import type { Range } from '../language/syntax.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { type EditorFile, isHere } from './file.ts';

export interface EditorDiagnostic {
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Places that explain it, perhaps in other files: `file` indexes `Model.files`. */
  readonly related: readonly { readonly file: number; readonly range: Range; readonly message: string }[];
}

/** Nobody reads more, and an editor that has to draw them all becomes slow. */
const GREATEST_NUMBER = 500;

/** Sorted by place. Problems of imported files are shown where those files are open. */
export function editorDiagnostics({ analysis }: EditorFile): readonly EditorDiagnostic[] {
  const own = analysis.diagnostics.filter(({ at }) => isHere(at));
  const shown = own.slice(0, GREATEST_NUMBER).map(toEditorDiagnostic);
  const next = own[GREATEST_NUMBER];
  if (next) {
    shown.push({
      range: next.at,
      severity: own.slice(GREATEST_NUMBER).some(({ severity }) => severity === 'error') ? 'error' : next.severity,
      code: 'TCS010',
      message: `And ${own.length - GREATEST_NUMBER} more problems from here on; they appear when the first are repaired.`,
      related: [],
    });
  }
  return shown;
}

function toEditorDiagnostic(diagnostic: Diagnostic): EditorDiagnostic {
  return {
    range: diagnostic.at,
    severity: diagnostic.severity,
    code: diagnostic.code,
    message: sentences(diagnostic),
    related: diagnostic.related.map(({ at, message }) => ({ file: at.file, range: at, message })),
  };
}

/** The three parts, a line each; parts that are empty take no line. */
export function sentences({ message, why, help }: Pick<Diagnostic, 'message' | 'why' | 'help'>): string {
  return [message, why, help].filter((part) => part !== '').join('\n');
}
