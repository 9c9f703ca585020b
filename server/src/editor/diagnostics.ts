/** Diagnostics of the edited file, as a Problems list shows them: what is wrong, why it matters, what to do. */
import type { Analysis } from '../index.ts';
import type { Range, SyntaxTree, Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { groupedBy } from '../rules/support/groups.ts';
import { baseName, type EditorFile, isHere, shownName } from './file.ts';

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
const GREATEST_RELATED = 10;

/** The file's own, and one for each import whose file has errors: they keep the scenarios here from running. */
export function editorDiagnostics({ analysis }: EditorFile): readonly EditorDiagnostic[] {
  const own = analysis.diagnostics.filter(({ at }) => isHere(at));
  const shown: EditorDiagnostic[] = [
    ...importedErrors(analysis),
    ...own.slice(0, GREATEST_NUMBER).map(toEditorDiagnostic),
  ];
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

function importedErrors({ tree, model, diagnostics }: Analysis): readonly EditorDiagnostic[] {
  const errors = diagnostics.filter(({ at, severity }) => !isHere(at) && severity === 'error');
  const imports = errors.length === 0 ? [] : importsOf(tree);
  const byImport = groupedBy(errors, ({ at }) => importOf(model.files[at.file]?.name ?? '', imports));
  return [...byImport].flatMap(([target, found]) => {
    const [first] = found;
    return target && first
      ? [
          {
            range: { start: target.start, end: target.end },
            severity: 'error',
            code: 'TCS007',
            message: sentences({
              message: `What is imported here has ${found.length === 1 ? 'an error' : `${found.length} errors`}.`,
              why: 'No scenario runs before it is repaired.',
              help: `The first one: ${first.message}`,
            }),
            related: found.slice(0, GREATEST_RELATED).map(({ at, message }) => ({ file: at.file, range: at, message })),
          },
        ]
      : [];
  });
}

function importsOf(tree: SyntaxTree): readonly Word[] {
  return tree.statements.flatMap(({ words: [keyword, target] }) =>
    keyword?.text === 'import' && target?.kind === 'string' ? [target] : [],
  );
}

/** The import that names the file; the first one for a file that is imported by an imported one. */
function importOf(file: string, imports: readonly Word[]): Word | undefined {
  return imports.find(({ text }) => baseName(unquote(text)) === shownName(file)) ?? imports[0];
}
