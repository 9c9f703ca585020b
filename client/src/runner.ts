// Running scenarios: which one, how far it is, how to stop it, and what becomes of the result.
import {
  CancellationTokenSource,
  commands,
  type Disposable,
  type Memento,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  LANGUAGE_ID,
  type RunAnswer,
  type RunParams,
  type RunProgress,
  runProgress,
  runRequest,
  type ScenarioPlace,
  type ScenariosAnswer,
  scenariosRequest,
} from '../../server/src/lsp/protocol.ts';
import { decodeTrace } from '../../server/src/trace/codec.ts';
import type { TimelineRun } from '../timeline/protocol.ts';
import { RunNotice } from './runNotice.ts';
import type { TimelinePanel } from './timelinePanel.ts';
import type { VerdictCounts, VerdictReport } from './verdictReport.ts';

/** Where the last run is remembered, for a window that is opened again. */
const lastRunKey = 'tcsim.lastRun';

interface LastRun extends RunParams {
  /** The text to which the comparison belongs. */
  readonly explained?: string | undefined;
}

export class Runner implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #timeline: TimelinePanel;
  readonly #report: VerdictReport;
  readonly #memory: Memento;
  readonly #notices = new Map<string, RunNotice>();
  readonly #listener: Disposable;
  /** The run that is going on; a new one takes its place. */
  #current: CancellationTokenSource | undefined;
  #count = 0;

  constructor(client: BaseLanguageClient, timeline: TimelinePanel, report: VerdictReport, memory: Memento) {
    this.#client = client;
    this.#timeline = timeline;
    this.#report = report;
    this.#memory = memory;
    this.#listener = client.onNotification(runProgress, (progress: RunProgress) => {
      const notice = this.#notices.get(progress.progressToken ?? '');
      notice?.progress(progress);
      if (notice?.isShown) {
        this.#timeline.progress(progress.text, progress.fraction);
      }
    });
  }

  /** Runs the scenario that the cursor of the active editor is in, or one that the user picks. */
  async runAtCursor(): Promise<VerdictCounts | undefined> {
    const editor = window.activeTextEditor;
    const document = this.#scenarioFile(editor?.document);
    if (document === undefined || editor === undefined) {
      return undefined;
    }
    const uri = document.uri.toString();
    const { scenarios } = await this.#client.sendRequest<ScenariosAnswer>(scenariosRequest, { uri });
    const { line } = editor.selection.active;
    const scenario =
      scenarios.find(({ range }) => range.start.line <= line && line <= range.end.line)?.name ??
      (await pick(scenarios));
    // A file without scenarios is run all the same: the answer says what is missing.
    return scenario === undefined && scenarios.length > 0 ? undefined : this.run({ uri, scenario });
  }

  /** Runs every scenario of the active editor's file. */
  runFile(): Promise<VerdictCounts | undefined> {
    const document = this.#scenarioFile(window.activeTextEditor?.document);
    return document === undefined ? Promise.resolve(undefined) : this.run({ uri: document.uri.toString() });
  }

  /** Runs again what was run last, also in a window that was closed in the meantime. */
  async repeat(): Promise<VerdictCounts | undefined> {
    const last = this.#memory.get<LastRun>(lastRunKey);
    if (last === undefined) {
      this.#timeline.idle();
      return undefined;
    }
    const { explained, comparison, ...params } = last;
    // The server knows the files that are open in the window.
    const opened = Promise.resolve(workspace.openTextDocument(Uri.parse(last.uri, true)));
    const text = (await opened.catch(() => undefined))?.getText();
    // What was never saved is not there any more in a window that comes back.
    if (text === '' && last.uri.startsWith('untitled:')) {
      this.#timeline.idle();
      return undefined;
    }
    return text === explained ? this.run({ ...params, comparison }, explained) : this.run(params);
  }

  /**
   * Runs and shows the result; undefined when nothing was run, which the user has then been told.
   *
   * @param explained the text with which the runs are compared, for as long as nobody changes it
   */
  async run(params: RunParams, explained?: string): Promise<VerdictCounts | undefined> {
    this.#current?.cancel();
    const source = new CancellationTokenSource();
    this.#current = source;
    const progressToken = `run-${++this.#count}`;
    const notice = new RunNotice(source);
    this.#notices.set(progressToken, notice);
    try {
      this.#timeline.runBegins();
      const request = { ...params, progressToken };
      const answer = await this.#client.sendRequest<RunAnswer>(runRequest, request, source.token);
      return source.token.isCancellationRequested
        ? this.#cancelled(source)
        : await this.#show({ ...params, explained }, answer);
    } catch (error) {
      if (source.token.isCancellationRequested) {
        return this.#cancelled(source);
      }
      this.#timeline.idle();
      void window.showErrorMessage(`The run broke off. ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    } finally {
      notice.dispose();
      this.#notices.delete(progressToken);
      if (this.#current === source) {
        this.#current = undefined;
      }
      source.dispose();
    }
  }

  dispose(): void {
    this.#current?.cancel();
    this.#listener.dispose();
  }

  /** A run that the user stopped is reported; one that a newer run replaced is not. */
  #cancelled(source: CancellationTokenSource): undefined {
    if (this.#current === source) {
      this.#timeline.idle();
      this.#report.cancelled();
    }
    return undefined;
  }

  async #show(params: LastRun, answer: RunAnswer): Promise<VerdictCounts | undefined> {
    if (answer.problems.length > 0) {
      void tellProblems(answer.problems);
    }
    if (answer.runs.length === 0) {
      this.#timeline.idle();
      if (answer.problems.length === 0) {
        void tellProblems([`${nameOf(params.uri)} has no scenario to run. Write one: scenario "what happens" { … }`]);
      }
      return undefined;
    }
    const runs = answer.runs.map((run): TimelineRun => ({ ...run, trace: decodeTrace(run.trace) }));
    await this.#memory.update(lastRunKey, params);
    this.#timeline.showRuns(params.uri, runs, params.comparison !== undefined && runs.length === 2);
    return this.#report.finished(runs);
  }

  /** The document, if scenarios can be run from it; otherwise the user is told why not. */
  #scenarioFile(document: TextDocument | undefined): TextDocument | undefined {
    if (document?.languageId !== LANGUAGE_ID) {
      void window.showInformationMessage('Open a .tcsim file first; its scenarios can then be run.');
      return undefined;
    }
    if (document.getText().trim() === '') {
      void window.showInformationMessage(
        `${nameOf(document.uri.toString())} is empty. Type "cluster" or "scenario" and take the snippet to start.`,
      );
      return undefined;
    }
    return document;
  }
}

/** The only scenario, or the one that the user chooses; undefined when there is none or the choice was dismissed. */
async function pick(scenarios: readonly ScenarioPlace[]): Promise<string | undefined> {
  const names = scenarios.map(({ name }) => name);
  return names.length < 2 ? names[0] : window.showQuickPick(names, { placeHolder: 'Run which scenario?' });
}

async function tellProblems(problems: readonly string[]): Promise<void> {
  const open = 'Show Problems';
  if ((await window.showWarningMessage(problems.join(' '), open)) === open) {
    await commands.executeCommand('workbench.actions.view.problems');
  }
}

const nameOf = (uri: string) => Uri.parse(uri).path.split('/').at(-1) ?? uri;
