/** From what the editor features answer, in offsets and plain words, to the shapes of the Language Server Protocol. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type FoldingRange,
  type Hover,
  InsertTextFormat,
  type Location,
  MarkupKind,
  type InlayHint as ProtocolInlayHint,
  type Range as ProtocolRange,
  type DocumentSymbol as ProtocolSymbol,
  type TextEdit as ProtocolTextEdit,
  type SelectionRange,
  SymbolKind,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { EditorAction } from '../editor/codeActions.ts';
import type { ScenarioHead } from '../editor/codeLenses.ts';
import type { Completion, CompletionKind } from '../editor/completion.ts';
import { editorDiagnostics, sentences } from '../editor/diagnostics.ts';
import type { DocumentSymbol, SymbolKind as EditorSymbolKind } from '../editor/documentSymbols.ts';
import type { Edit } from '../editor/file.ts';
import type { Fold } from '../editor/folding.ts';
import type { Hover as EditorHover } from '../editor/hover.ts';
import type { InlayHint } from '../editor/inlayHints.ts';
import type { Origin, Range } from '../language/syntax.ts';
import type { Diagnostic as Problem, Severity, TextEdit } from '../model/diagnostic.ts';
import { hasPage, pageOf } from '../rules/addresses.ts';
import type { Checked } from './analyses.ts';
import { LANGUAGE_ID, RUN_COMMAND, type RunCommandArguments } from './protocol.ts';
import type { KnownConfiguration } from './ruleSettings.ts';

export function toRange(document: TextDocument, range: Range): ProtocolRange {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}

export function toEdit(document: TextDocument, { range, text }: Edit): ProtocolTextEdit {
  return { range: toRange(document, range), newText: text };
}

/** Undefined when nobody has the file any more. */
export function toLocation({ files }: Checked, origin: Origin): Location | undefined {
  const document = files[origin.file];
  return document && { uri: document.uri, range: toRange(document, origin) };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The mistakes of a `tcsim.json`. */
export function toConfigurationDiagnostics(
  uri: string,
  { text, configuration }: KnownConfiguration,
  withoutJson: boolean,
): Diagnostic[] {
  const document = TextDocument.create(uri, 'json', 0, text);
  const said = configuration.diagnostics.filter(({ isOfJson }) => !(withoutJson && isOfJson));
  return said.map(({ at, severity, code, ...parts }) => ({
    range: toRange(document, at),
    severity: SEVERITIES[severity],
    code,
    source: LANGUAGE_ID,
    message: sentences(parts),
  }));
}

/** The problems of a text; `found` are those that runs of it have shown. */
export function toDiagnostics(checked: Checked, found: readonly Problem[] = []): Diagnostic[] {
  return editorDiagnostics(checked, found).map(({ range, severity, code, message, related }) => ({
    range: toRange(checked.document, range),
    severity: SEVERITIES[severity],
    code,
    ...(hasPage(code) ? { codeDescription: { href: pageOf(code) } } : {}),
    source: LANGUAGE_ID,
    message,
    relatedInformation: related.flatMap((each) => {
      const location = toLocation(checked, { ...each.range, file: each.file });
      return location ? [{ location, message: each.message }] : [];
    }),
  }));
}

export function toHover({ document }: Checked, hover: EditorHover | undefined): Hover | null {
  return hover === undefined
    ? null
    : { range: toRange(document, hover.range), contents: { kind: MarkupKind.Markdown, value: hover.markdown } };
}

export function toWorkspaceEdit({ files }: Checked, edits: readonly TextEdit[]): WorkspaceEdit {
  const changes: Record<string, ProtocolTextEdit[]> = {};
  for (const { at, text } of edits) {
    const document = files[at.file];
    if (document) {
      changes[document.uri] ??= [];
      changes[document.uri]?.push(toEdit(document, { range: at, text }));
    }
  }
  return { changes };
}

/** `reported` are the client's own diagnostics: an action belongs to those that it repairs. */
export function toCodeAction(checked: Checked, action: EditorAction, reported: readonly Diagnostic[]): CodeAction {
  const repaired = reported.filter((each) =>
    action.diagnostics.some(
      ({ code, at }) => code === each.code && at.start === checked.document.offsetAt(each.range.start),
    ),
  );
  return {
    title: action.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: action.preferred,
    diagnostics: repaired,
    edit: toWorkspaceEdit(checked, action.edits),
  };
}

export function toCodeLens({ document }: Checked, { name, head }: ScenarioHead): CodeLens {
  const runArguments: RunCommandArguments = [document.uri, name];
  return {
    range: toRange(document, head),
    command: { title: '$(play) Run', command: RUN_COMMAND, arguments: [...runArguments] },
  };
}

export function toInlayHint(document: TextDocument, { offset, label, tooltip }: InlayHint): ProtocolInlayHint {
  return {
    position: document.positionAt(offset),
    label,
    tooltip: { kind: MarkupKind.Markdown, value: tooltip },
    paddingLeft: true,
  };
}

const SYMBOL_KINDS: Readonly<Record<EditorSymbolKind, SymbolKind>> = {
  import: SymbolKind.Module,
  constant: SymbolKind.Constant,
  cluster: SymbolKind.Package,
  stripe: SymbolKind.Array,
  server: SymbolKind.Object,
  client: SymbolKind.Class,
  cache: SymbolKind.Field,
  scenario: SymbolKind.Event,
};

export function toSymbol(document: TextDocument, symbol: DocumentSymbol): ProtocolSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: toRange(document, symbol.range),
    selectionRange: toRange(document, symbol.nameRange),
    children: symbol.children.map((child) => toSymbol(document, child)),
  };
}

/** The line of the closing brace stays visible. Undefined for what stands on one line. */
export function toFoldingRange({ document }: Checked, fold: Fold): FoldingRange | undefined {
  const { start, end } = toRange(document, fold);
  const endsAtBrace = fold.kind === 'block' && document.getText()[fold.end - 1] === '}';
  const endLine = endsAtBrace ? end.line - 1 : end.line;
  return endLine > start.line
    ? { startLine: start.line, endLine, ...(fold.kind === 'comment' ? { kind: 'comment' } : {}) }
    : undefined;
}

export function toSelectionRange(document: TextDocument, growing: readonly Range[]): SelectionRange {
  const outermost: SelectionRange = { range: toRange(document, { start: 0, end: document.getText().length }) };
  return growing.reduceRight<SelectionRange>(
    (parent, range) => ({ range: toRange(document, range), parent }),
    outermost,
  );
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  setting: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Variable,
  state: CompletionItemKind.Constant,
  event: CompletionItemKind.Event,
  operation: CompletionItemKind.Method,
};

export function toCompletionItem(document: TextDocument, completion: Completion, index: number): CompletionItem {
  return {
    label: completion.label,
    kind: COMPLETION_KINDS[completion.kind],
    detail: completion.detail,
    documentation: { kind: MarkupKind.Markdown, value: completion.documentation },
    insertTextFormat: completion.snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: toEdit(document, { range: completion.range, text: completion.text }),
    // Editors sort by text; the order of the answer is the order we mean.
    sortText: String(index).padStart(4, '0'),
  };
}
