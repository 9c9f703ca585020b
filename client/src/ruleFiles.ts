// The server sees a `tcsim.json` as it is being edited, before it is saved. Nothing else is asked of it there: completion,
// formatting and what its schema says are the editor's.
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CONFIGURATION_FILE } from '../../server/src/rules/configurationFile.ts';

const documentSelector = [{ pattern: `**/${CONFIGURATION_FILE}` }];
const incremental = 2;

/** Closing comes first: it ends with it. */
const registrations: readonly (readonly [method: string, options?: object])[] = [
  ['textDocument/didClose'],
  ['textDocument/didChange', { syncKind: incremental }],
  ['textDocument/didOpen'],
];

/** To be called whenever the client begins to run: a server that is started again knows nothing of before. */
export function followRuleFiles(client: BaseLanguageClient): void {
  for (const [method, options = {}] of registrations) {
    const feature = client.getFeature(method as 'textDocument/didOpen');
    feature.register({ id: crypto.randomUUID(), registerOptions: { documentSelector, ...options } });
  }
}
