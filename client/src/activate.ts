// Wires the parts of the extension together; the same in a Node and in a web extension host.
import { commands, type Disposable, type ExtensionContext, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  EXPLAIN_COMMAND,
  type ExplainCommandArguments,
  LANGUAGE_ID,
  RUN_COMMAND,
  type RunCommandArguments,
} from '../../server/src/lsp/protocol.ts';
import { Configurations } from './configurations.ts';
import { explainProblem } from './explain.ts';
import { configurations, prepareClient } from './languageClient.ts';
import { newScenario } from './newScenario.ts';
import { followRuleFiles } from './ruleFiles.ts';
import { Runner } from './runner.ts';
import { TimelinePanel } from './timelinePanel.ts';
import { VerdictReport } from './verdictReport.ts';

export async function activateExtension(context: ExtensionContext, client: BaseLanguageClient): Promise<void> {
  const report = new VerdictReport();
  const timeline = new TimelinePanel(context);
  const runner = new Runner(client, timeline, report, context.workspaceState);
  context.subscriptions.push(
    report,
    timeline,
    runner,
    configurations,
    commands.registerCommand(RUN_COMMAND, (...[uri, scenario]: Partial<RunCommandArguments>) =>
      typeof uri === 'string' ? runner.run({ uri, scenario }) : runner.runAtCursor(),
    ),
    commands.registerCommand('tcsim.runAll', () => runner.runFile()),
    commands.registerCommand('tcsim.showTimeline', () => timeline.show()),
    commands.registerCommand(EXPLAIN_COMMAND, (...problem: Partial<ExplainCommandArguments>) =>
      explainProblem(client, runner, problem),
    ),
    commands.registerCommand('tcsim.newScenario', (...chosen: readonly unknown[]) => newScenario(client, ...chosen)),
    timeline.onRerun(() => runner.repeat()),
    window.registerWebviewPanelSerializer(TimelinePanel.viewType, {
      deserializeWebviewPanel: async (panel) => {
        timeline.adopt(panel);
        await runner.repeat(); // runs are deterministic: the same timeline comes back
      },
    }),
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      configurations.attach(client);
      followRuleFiles(client);
    }),
  );
  prepareClient(client);
  if (isNeeded()) {
    await client.start();
  } else {
    context.subscriptions.push(startWhenNeeded(client));
  }
}

/** Any other file of their languages lets the extension load, and the server rest. */
const isNeeded = (): boolean =>
  workspace.textDocuments.some(({ languageId }) => languageId === LANGUAGE_ID) || Configurations.areOpen;

/** Commands start the client by themselves. */
function startWhenNeeded(client: BaseLanguageClient): Disposable {
  const look = () => {
    if (client.needsStart() && isNeeded()) void client.start();
  };
  const opened = workspace.onDidOpenTextDocument(look);
  const changed = workspace.onDidChangeTextDocument(
    ({ document }) => client.needsStart() && Configurations.mayBe(document) && look(),
  );
  return {
    dispose: () => {
      opened.dispose();
      changed.dispose();
    },
  };
}
