/** Answers the editor's questions about a text. A question that makes a feature fail is logged and answered with nothing. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CompletionItem,
  type CompletionParams,
  type Connection,
  type Location,
  LSPErrorCodes,
  type Range as ProtocolRange,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { codeActions } from '../editor/codeActions.ts';
import { scenarioHeads } from '../editor/codeLenses.ts';
import { completions } from '../editor/completion.ts';
import { configurationHover } from '../editor/configurationHover.ts';
import { definition, importTargetAt } from '../editor/definition.ts';
import { documentSymbols } from '../editor/documentSymbols.ts';
import { isHere, overlaps } from '../editor/file.ts';
import { difference, fixAll } from '../editor/fixAll.ts';
import { folds } from '../editor/folding.ts';
import { formattingEdits } from '../editor/formatting.ts';
import { hover } from '../editor/hover.ts';
import { inlayHints } from '../editor/inlayHints.ts';
import { references } from '../editor/references.ts';
import { rename, renameRange } from '../editor/rename.ts';
import { selectionRanges } from '../editor/selectionRanges.ts';
import { configurationCompletions } from '../editor/suppressions.ts';
import { isExplained, reasonWithout } from '../explain.ts';
import type { Range } from '../language/syntax.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Analyses, Checked } from './analyses.ts';
import {
  toCodeAction,
  toCodeLens,
  toCompletionItem,
  toEdit,
  toFoldingRange,
  toHover,
  toInlayHint,
  toLocation,
  toRange,
  toSelectionRange,
  toSymbol,
  toWorkspaceEdit,
} from './convert.ts';
import { resolveImport } from './files.ts';
import { EXPLAIN_COMMAND, type ExplainCommandArguments, LANGUAGE_ID } from './protocol.ts';
import { isRuleFile } from './ruleSettings.ts';
import { scenarioReferences } from './scenarioReferences.ts';

/** For `editor.codeActionsOnSave`, and for *Fix All*. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.${LANGUAGE_ID}`;

export const CAPABILITIES: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [' ', '.', '"', ',', '-'] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  codeLensProvider: {},
  inlayHintProvider: true,
};

interface AboutText {
  readonly textDocument: { readonly uri: string };
}

/** `scenarios`: the addresses of all scenario files of the workspace; `found`: what runs of exactly this text have shown. */
export function registerFeatures(
  connection: Connection,
  analyses: Analyses,
  scenarios: () => Promise<readonly string[]>,
  found: (checked: Checked) => readonly Diagnostic[],
): void {
  /**
   * Wraps a feature: newest analysis in, answer out, null on cancel, on unknown files and on failure. `inConfigurations`
   * answers in files of the product instead; without it their own editors are left alone.
   */
  function about<Params extends AboutText, Answer>(
    name: string,
    answer: (checked: Checked, params: Params) => Answer | Promise<Answer>,
    inConfigurations?: (checked: Checked, params: Params) => Answer | Promise<Answer>,
  ) {
    return async (params: Params, token: CancellationToken): Promise<Answer | null> => {
      try {
        if (isRuleFile(params.textDocument.uri)) return null;
        const checked = await analyses.of(params.textDocument.uri);
        if (!checked || token.isCancellationRequested) return null;
        const chosen = checked.document.languageId === LANGUAGE_ID ? answer : inConfigurations;
        return (await chosen?.(checked, params)) ?? null;
      } catch (error) {
        connection.console.error(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
        return null;
      }
    };
  }

  const completing =
    (offers: typeof completions) =>
    (checked: Checked, { position }: CompletionParams): CompletionItem[] =>
      offers(checked, checked.document.offsetAt(position)).map((each, index) =>
        toCompletionItem(checked.document, each, index),
      );
  connection.onCompletion(about('Completion', completing(completions), completing(configurationCompletions)));
  connection.onHover(
    about(
      'Hover',
      (checked, { position }) => toHover(checked, hover(checked, checked.document.offsetAt(position))),
      (checked, { position }) => toHover(checked, configurationHover(checked, checked.document.offsetAt(position))),
    ),
  );
  connection.onDefinition(
    about('Go to definition', (checked, { position }) => {
      const offset = checked.document.offsetAt(position);
      return (
        importedFile(checked, offset) ??
        definition(checked, offset).flatMap((place) => toLocation(checked, place) ?? [])
      );
    }),
  );
  connection.onReferences(
    about(
      'Find references',
      (checked, { position, context }) =>
        references(checked, checked.document.offsetAt(position), context.includeDeclaration).flatMap(
          (place) => toLocation(checked, place) ?? [],
        ),
      ({ document }, { position }) =>
        scenarioReferences(document.uri, document.offsetAt(position), scenarios, analyses),
    ),
  );
  connection.onDocumentHighlight(
    about('Highlight', (checked, { position }) =>
      references(checked, checked.document.offsetAt(position), true)
        .filter(({ file }) => file === 0)
        .map((place) => ({ range: toRange(checked.document, place) })),
    ),
  );
  connection.onPrepareRename(
    about('Prepare rename', (checked, { position }) => {
      const range = renameRange(checked, checked.document.offsetAt(position));
      return range ? toRange(checked.document, range) : null;
    }),
  );
  connection.onRenameRequest(
    about('Rename', (checked, { position, newName }) => {
      const renaming = rename(checked, checked.document.offsetAt(position), newName);
      return 'refusal' in renaming
        ? new ResponseError<void>(LSPErrorCodes.RequestFailed, renaming.refusal)
        : toWorkspaceEdit(checked, renaming.edits);
    }),
  );
  connection.onDocumentSymbol(
    about('Outline', (checked) =>
      documentSymbols(checked.analysis.tree).map((each) => toSymbol(checked.document, each)),
    ),
  );
  connection.onFoldingRanges(
    about('Folding', (checked) => folds(checked.analysis.tree).flatMap((fold) => toFoldingRange(checked, fold) ?? [])),
  );
  connection.onSelectionRanges(
    about('Expand selection', (checked, { positions }) =>
      positions.map((position) =>
        toSelectionRange(checked.document, selectionRanges(checked.analysis.tree, checked.document.offsetAt(position))),
      ),
    ),
  );
  connection.onDocumentFormatting(
    about('Formatting', (checked) => formattingEdits(checked).map((edit) => toEdit(checked.document, edit))),
  );
  connection.onDocumentRangeFormatting(
    about('Formatting of a selection', (checked, { range }) =>
      formattingEdits(checked, offsets(checked, range)).map((edit) => toEdit(checked.document, edit)),
    ),
  );
  const actionsAt = (checked: Checked, params: CodeActionParams) => [
    ...(isWanted(CodeActionKind.QuickFix, params) ? fixesAt(checked, params, found(checked)) : []),
    ...(isWanted(FIX_ALL, params) ? fixAllOf(checked, analyses) : []),
    ...(isWanted(CodeActionKind.QuickFix, params) ? explanationsAt(checked, params) : []),
  ];
  connection.onCodeAction(about('Quick fix', actionsAt, actionsAt));
  connection.languages.inlayHint.on(
    about('Inlay hints', (checked, { range }) =>
      inlayHints(checked, offsets(checked, range)).map((hint) => toInlayHint(checked.document, hint)),
    ),
  );
  connection.onCodeLens(
    about('Code lens', (checked) => scenarioHeads(checked.analysis.tree).map((head) => toCodeLens(checked, head))),
  );
}

/** Whether the client asks for this kind; what changes the whole file is only there for those who name it. */
function isWanted(kind: string, { context: { only } }: CodeActionParams): boolean {
  return only === undefined ? kind === CodeActionKind.QuickFix : only.some((each) => `${kind}.`.startsWith(`${each}.`));
}

function fixAllOf(checked: Checked, analyses: Analyses): CodeAction[] {
  const before = checked.document.getText();
  const { text, count } = fixAll(checked.analysis, (next) => analyses.again(checked, next));
  if (count === 0) return [];
  const edit = { changes: { [checked.document.uri]: [toEdit(checked.document, difference(before, text))] } };
  return [{ title: count === 1 ? 'Fix a problem' : `Fix ${count} problems`, kind: FIX_ALL, edit }];
}

function fixesAt(checked: Checked, { range, context }: CodeActionParams, found: readonly Diagnostic[]): CodeAction[] {
  return codeActions(checked, offsets(checked, range), found).map((action) =>
    toCodeAction(checked, action, context.diagnostics),
  );
}

/** *Why does this matter?*, for each problem of a rule at the place: a run that shows it, or why there is none. */
function explanationsAt(checked: Checked, { range, context }: CodeActionParams): CodeAction[] {
  const { document, analysis } = checked;
  const here = analysis.diagnostics.filter(({ at }) => isHere(at) && overlaps(at, offsets(checked, range)));
  return here
    .filter(({ code }, i) => isAnswered(code) && here.findIndex((each) => each.code === code) === i)
    .map(({ code, at }) => {
      const explained: ExplainCommandArguments = [document.uri, code, document.positionAt(at.start)];
      return {
        title: isExplained(code) ? `Why does this matter? Run what ${code} leads to` : 'Why does this matter?',
        kind: CodeActionKind.QuickFix,
        diagnostics: context.diagnostics.filter((each) => each.code === code),
        command: { title: 'Why does this matter?', command: EXPLAIN_COMMAND, arguments: [...explained] },
      };
    });
}

const isAnswered = (code: string): boolean => isExplained(code) || reasonWithout(code) !== undefined;

/** The file that an import names, when the cursor stands on its name: at what it declares, where that is one thing. */
function importedFile(checked: Checked, offset: number): Location[] | undefined {
  const { document, analysis } = checked;
  const target = importTargetAt(analysis.tree, offset);
  const uri = target === undefined ? undefined : resolveImport(target, document.uri);
  if (uri === undefined) return undefined;
  const file = analysis.model.files.findIndex(({ name, format }) => name === uri && format !== undefined);
  const declared = analysis.symbols
    .flatMap(({ declarations }) => declarations)
    .filter((at) => at.file === file)
    .sort((a, b) => a.start - b.start)[0];
  const start = { line: 0, character: 0 };
  return [(declared && toLocation(checked, declared)) ?? { uri, range: { start, end: start } }];
}

function offsets({ document }: Checked, range: ProtocolRange): Range {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}
