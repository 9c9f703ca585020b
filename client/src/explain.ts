// *Why does this matter?*: a scenario that shows what a problem leads to, run beside the same one with the fix.
import { EndOfLine, ProgressLocation, ViewColumn, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ExplainAnswer,
  type ExplainCommandArguments,
  type ExplainParams,
  explainRequest,
  LANGUAGE_ID,
} from '../../server/src/lsp/protocol.ts';
import type { Runner } from './runner.ts';
import type { VerdictCounts } from './verdictReport.ts';

/** Explains the problem that is named, or the one at the cursor. Undefined when there is none, which the user is told. */
export async function explainProblem(
  client: BaseLanguageClient,
  runner: Runner,
  [uri, code, position]: Partial<ExplainCommandArguments>,
): Promise<VerdictCounts | undefined> {
  const editor = window.activeTextEditor;
  const asked: ExplainParams | undefined =
    uri !== undefined && position !== undefined
      ? { uri, code, position }
      : editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
  if (asked === undefined) {
    void window.showInformationMessage('Put the cursor on a problem first; what it leads to can then be shown.');
    return undefined;
  }
  const options = { location: ProgressLocation.Window, title: 'tcsim: writing the scenario' };
  const { explanation, problem } = await window.withProgress(options, () =>
    client.sendRequest<ExplainAnswer>(explainRequest, asked),
  );
  if (explanation === undefined) {
    void window.showInformationMessage(problem ?? 'There is nothing to show.');
    return undefined;
  }
  const { text, scenario, fixed } = explanation;
  const document = await workspace.openTextDocument({ language: LANGUAGE_ID, content: text });
  // The first column, so that it is never hidden by the timeline or hides it.
  await window.showTextDocument(document, { preview: false, viewColumn: ViewColumn.One });
  // An editor may have line ends of its own.
  const lineEnd = document.eol === EndOfLine.CRLF ? '\r\n' : '\n';
  const comparison = fixed && { ...fixed, text: fixed.text.replaceAll('\n', lineEnd) };
  const params = { uri: document.uri.toString(), scenario, comparison, despiteRules: true };
  const counts = await runner.run(params, document.getText());
  if (counts?.violated === 0) {
    const message = `Nothing came of ${explanation.code} in this run. Other faults, or other times, may show it: the scenario is yours to change.`;
    void window.showInformationMessage(message);
  }
  return counts;
}
