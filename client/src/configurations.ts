// Configuration files of the product in editors of their own language: which of them the language server gets to see.
// Their root element or their keys decide; everything else in these languages never leaves the editor, and formatting and
// completion stay with whoever does them, but for the comments that suppress a finding.
import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, Middleware } from 'vscode-languageclient';
import { XML_LIMITS } from '../../server/src/importers/limits.ts';
import { isConfiguration, LONGEST_PROLOG } from '../../server/src/importers/roots.ts';

const setting = 'tcsim.configurationFiles.enabled';
/** The context key that menus ask: `resource in tcsim.configurations`. */
const contextKey = 'tcsim.configurations';
/** VS Code takes `.cfg` for properties, too. */
const languageIds = ['xml', 'properties'];
const selector = languageIds.map((language) => ({ language }));
const incremental = 2;

/** What is asked of the server about them, in the order in which it is registered. Closing comes first: it ends with it. */
const registrations: readonly (readonly [method: string, options?: object])[] = [
  ['textDocument/didClose'],
  ['textDocument/didChange', { syncKind: incremental }],
  ['textDocument/didOpen'],
  ['textDocument/completion', { triggerCharacters: [' ', ',', '-'] }],
  ['textDocument/hover'],
  ['textDocument/references'],
  ['textDocument/codeAction', { codeActionKinds: ['quickfix'] }],
];

export class Configurations implements Disposable {
  /** By uri: the documents that the server has. */
  readonly #served = new Set<string>();
  readonly #tooLarge = languages.createDiagnosticCollection('tcsim');
  /** Listens to the setting. */
  #following: Disposable | undefined;
  #registered: (() => void)[] = [];

  /** Lets through what is about a scenario or a configuration. */
  readonly middleware: Middleware = {
    didOpen: (document, next) => (isForeign(document) && !this.#serve(document) ? Promise.resolve() : next(document)),
    didChange: (event, next) => {
      const { document } = event;
      if (!isForeign(document) || this.#isServed(document)) return next(event);
      return this.#serve(document) ? this.#open(document) : Promise.resolve();
    },
    didClose: (document, next) => (isForeign(document) && !this.#forget(document) ? Promise.resolve() : next(document)),
    provideCompletionItem: (document, position, context, token, next) =>
      this.#isAnswered(document) ? next(document, position, context, token) : undefined,
    provideHover: (document, position, token, next) =>
      this.#isAnswered(document) ? next(document, position, token) : undefined,
    provideReferences: (document, position, options, token, next) =>
      this.#isAnswered(document) ? next(document, position, options, token) : undefined,
    provideCodeActions: (document, range, context, token, next) =>
      this.#isAnswered(document) ? next(document, range, context, token) : undefined,
  };
  #open: (document: TextDocument) => Promise<void> = () => Promise.resolve();

  /** Whether some open document is a configuration, so that a server is worth its start. */
  static get areOpen(): boolean {
    return isEnabled() && workspace.textDocuments.some((document) => isForeign(document) && isOurs(document));
  }

  /** Whether what is typed into a document may make it one. */
  static mayBe(document: TextDocument): boolean {
    return isEnabled() && isForeign(document);
  }

  /** To be called whenever the client begins to run: a server that is started again knows nothing of before. */
  attach(client: BaseLanguageClient): void {
    this.#registered = [];
    this.#served.clear();
    this.#open = (document) =>
      client.sendNotification('textDocument/didOpen', client.code2ProtocolConverter.asOpenTextDocumentParams(document));
    const follow = () => (isEnabled() ? this.#register(client) : this.#unregister());
    follow();
    this.#following?.dispose();
    this.#following = workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(setting) && follow());
  }

  dispose(): void {
    this.#following?.dispose();
    this.#tooLarge.dispose();
  }

  #register(client: BaseLanguageClient): void {
    if (this.#registered.length > 0) return;
    this.#registered = registrations.map(([method, options = {}]) => {
      const feature = client.getFeature(method as 'textDocument/hover');
      const id = crypto.randomUUID();
      feature.register({ id, registerOptions: { documentSelector: selector, ...options } });
      return () => feature.unregister(id);
    });
  }

  /** The client closes at the server what only these registrations had opened there. */
  #unregister(): void {
    for (const unregister of this.#registered) unregister();
    this.#registered = [];
    this.#tooLarge.clear();
  }

  #isAnswered(document: TextDocument): boolean {
    return !isForeign(document) || this.#isServed(document);
  }

  #isServed({ uri }: TextDocument): boolean {
    return this.#served.has(uri.toString());
  }

  /** True for a document that the server may have from now on. */
  #serve(document: TextDocument): boolean {
    if (!isOurs(document)) return false;
    const isTooLarge = lengthOf(document) > XML_LIMITS.length;
    this.#tooLarge.set(document.uri, isTooLarge ? [tooLarge()] : undefined);
    if (isTooLarge) return false;
    this.#served.add(document.uri.toString());
    this.#tell();
    return true;
  }

  #forget({ uri }: TextDocument): boolean {
    this.#tooLarge.delete(uri);
    const had = this.#served.delete(uri.toString());
    if (had) this.#tell();
    return had;
  }

  #tell(): void {
    void commands.executeCommand('setContext', contextKey, [...this.#served]);
  }
}

const isEnabled = (): boolean => workspace.getConfiguration().get(setting, true);
const isForeign = ({ languageId }: TextDocument): boolean => languageIds.includes(languageId);

/** Looks at the beginning only. */
function isOurs(document: TextDocument): boolean {
  return isConfiguration(document.getText(new Range(document.positionAt(0), document.positionAt(LONGEST_PROLOG))));
}

function lengthOf(document: TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function tooLarge(): Diagnostic {
  const limit = `${XML_LIMITS.length / 1024 / 1024} MB`;
  const message = `The file is larger than ${limit}, which no configuration is.\nIt is not checked.`;
  const diagnostic = new Diagnostic(new Range(0, 0, 0, Number.MAX_SAFE_INTEGER), message, DiagnosticSeverity.Warning);
  diagnostic.source = 'tcsim';
  diagnostic.code = 'TCS010';
  return diagnostic;
}
