/** Diagnostics of the edited file, as a Problems list shows them: what is wrong, why it matters, what to do. */
import type { Analysis } from '../index.ts';
import type { Range, SyntaxTree, Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { byPlace } from '../model/index.ts';
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

/**
 * The file's own, and one for each import whose file has errors, which keep the scenarios here from running. `found` are
 * those that runs have shown.
 */
export function editorDiagnostics(
  { analysis }: EditorFile,
  found: readonly Diagnostic[] = [],
): readonly EditorDiagnostic[] {
  const all = found.length === 0 ? analysis.diagnostics : [...analysis.diagnostics, ...found].sort(byPlace);
  const own = all.filter(({ at }) => isHere(at));
  const shown: EditorDiagnostic[] = [
    ...importedProblems(analysis),
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

/** Errors of every import; warnings of configuration files, too, since no editor shows them there. */
function importedProblems({ tree, model, diagnostics }: Analysis): readonly EditorDiagnostic[] {
  const nameOf = ({ at }: Diagnostic): string => model.files[at.file]?.name ?? '';
  const problems = diagnostics.filter(
    (each) =>
      !isHere(each.at) &&
      (each.severity === 'error' || (each.severity === 'warning' && model.files[each.at.file]?.format !== undefined)),
  );
  const imports = problems.length === 0 ? [] : importsOf(tree);
  const byImport = Map.groupBy(problems, (each) => importOf(nameOf(each), imports));
  return [...byImport].flatMap(([target, found]) =>
    target === undefined
      ? []
      : [
          ...summaryOf(
            target,
            found.filter(({ severity }) => severity === 'error'),
          ),
          ...summaryOf(
            target,
            found.filter(({ severity }) => severity === 'warning'),
          ),
        ],
  );
}

/** One diagnostic at the import for problems of one severity in what it imports. */
function summaryOf({ start, end }: Word, found: readonly Diagnostic[]): readonly EditorDiagnostic[] {
  const [first] = found;
  if (first === undefined) return [];
  const isError = first.severity === 'error';
  const counted = found.length === 1 ? (isError ? 'an error' : 'a warning') : `${found.length} ${first.severity}s`;
  const message = {
    message: `What is imported here has ${counted}.`,
    why: isError ? 'No scenario runs before it is repaired.' : '',
    help: `The first one: ${first.message}`,
  };
  return [
    {
      range: { start, end },
      severity: first.severity,
      code: isError ? 'TCS007' : first.code,
      message: sentences(message),
      related: found
        .slice(0, GREATEST_RELATED)
        .map(({ at, message: text }) => ({ file: at.file, range: at, message: text })),
    },
  ];
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
