/** An editor in a test: starts the bundled server as a process, speaks the protocol with it over stdio. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  type CancellationToken,
  type CodeAction,
  type ConfigurationParams,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type InitializationOptions,
  type ReadFileAnswer,
  type ReadFileParams,
  type RunProgress,
  readFileRequest,
  runProgress,
  type ScenarioFilesAnswer,
  scenarioFilesRequest,
} from '../protocol.ts';

export class Session {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly progress: RunProgress[] = [];
  /** What the server wrote to its log. */
  readonly log: string[] = [];
  /** Closed files that this editor can read, by uri. */
  readonly disk = new Map<string, string>();
  /** What the user set, by section. */
  readonly settings = new Map<string, unknown>();
  /** Closed files that this editor refuses to read because of their size. */
  readonly tooLarge = new Set<string>();
  private readonly documents = new Map<string, TextDocument>();
  private readonly publications = new Map<string, PublishDiagnosticsParams>();
  private waiting: (() => void)[] = [];

  private constructor(serverPath: string) {
    this.process = spawn(process.execPath, [serverPath, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    if (!stdin || !stdout) {
      throw new Error('The server has no streams.');
    }
    this.connection = createProtocolConnection(stdout, stdin);
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.publications.set(params.uri, params);
      for (const wake of this.waiting.splice(0)) {
        wake();
      }
    });
    this.connection.onNotification(runProgress, (params: RunProgress) => void this.progress.push(params));
    this.connection.onNotification(
      'window/logMessage',
      ({ message }: { message: string }) => void this.log.push(message),
    );
    this.connection.onRequest(readFileRequest, ({ uri }: ReadFileParams): ReadFileAnswer => {
      const text = this.disk.get(uri);
      if (this.tooLarge.has(uri)) return { text: '', tooLarge: true };
      return text === undefined ? null : { text };
    });
    this.connection.onRequest(
      scenarioFilesRequest,
      (): ScenarioFilesAnswer => [...this.disk.keys()].filter((uri) => uri.endsWith('.tcsim')),
    );
    this.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) =>
      items.map(({ section = '' }) => this.settings.get(section) ?? null),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  static async start(
    serverPath: string,
    options: InitializationOptions = {},
  ): Promise<{ session: Session; initialized: InitializeResult }> {
    const session = new Session(serverPath);
    const initialized = await session.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
      },
      initializationOptions: { readsFiles: true, ...options },
    });
    await session.connection.sendNotification('initialized', {});
    return { session, initialized };
  }

  open(uri: string, text: string, languageId = 'tcsim'): TextDocument {
    const document = TextDocument.create(uri, languageId, 1, text);
    this.documents.set(uri, document);
    void this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return document;
  }

  change(uri: string, ...changes: TextDocumentContentChangeEvent[]): void {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, changes, version);
    void this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  close(uri: string): void {
    this.documents.delete(uri);
    void this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** The file changed outside the editor. */
  changeOnDisk(uri: string, text: string): void {
    this.disk.set(uri, text);
    void this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  }

  removeFromDisk(uri: string): void {
    this.disk.delete(uri);
    void this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
  }

  changeSetting(section: string, value: unknown): void {
    this.settings.set(section, value);
    void this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (!document) {
      throw new Error(`${uri} is not open.`);
    }
    return document;
  }

  /** The diagnostics of the newest version, once the server has published them. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    for (;;) {
      const latest = this.publications.get(uri);
      if (latest && latest.version === this.document(uri).version) {
        return latest.diagnostics;
      }
      await this.nextPublication();
    }
  }

  /** What is published about a file now, open or not; undefined when nothing ever was. */
  published(uri: string): readonly Diagnostic[] | undefined {
    return this.publications.get(uri)?.diagnostics;
  }

  /** Resolves when the server publishes something, for whatever file. */
  nextPublication(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** A question about a place: `at` is found in the text, the cursor stands `offset` characters after its beginning. */
  ask<Answer>(method: string, uri: string, at: string, offset = 0, more: object = {}): Promise<Answer> {
    const document = this.document(uri);
    const position = document.positionAt(document.getText().indexOf(at) + offset);
    return this.connection.sendRequest(method, { textDocument: { uri }, position, ...more });
  }

  about<Answer>(method: string, uri: string, more: object = {}): Promise<Answer> {
    return this.connection.sendRequest(method, { textDocument: { uri }, ...more });
  }

  request<Answer>(method: string, params: object, token?: CancellationToken): Promise<Answer> {
    return token ? this.connection.sendRequest(method, params, token) : this.connection.sendRequest(method, params);
  }

  quickFixes(uri: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    return this.about('textDocument/codeAction', uri, {
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
  }

  /** Applies edits as an editor does: to its own text, and tells the server. */
  apply(uri: string, edits: readonly TextEdit[]): void {
    this.change(uri, { text: TextDocument.applyEdits(this.document(uri), [...edits]) });
  }

  /** Ends the server as an editor does. Resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await exited;
    this.connection.dispose();
    return code;
  }
}
