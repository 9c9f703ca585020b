// Wires the parts of the extension together; the same in a Node and in a web extension host.
import { commands, type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { RUN_COMMAND, type RunCommandArguments } from '../../server/src/lsp/protocol.ts';
import { startClient } from './languageClient.ts';
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
    commands.registerCommand(RUN_COMMAND, (...[uri, scenario]: Partial<RunCommandArguments>) =>
      typeof uri === 'string' ? runner.run({ uri, scenario }) : runner.runAtCursor(),
    ),
    commands.registerCommand('tcsim.runAll', () => runner.runFile()),
    commands.registerCommand('tcsim.showTimeline', () => timeline.show()),
    timeline.onRerun(() => runner.repeat()),
    window.registerWebviewPanelSerializer(TimelinePanel.viewType, {
      deserializeWebviewPanel: async (panel) => {
        timeline.adopt(panel);
        await runner.repeat(); // runs are deterministic: the same timeline comes back
      },
    }),
  );
  await startClient(client);
}
