/** The language server, whatever the host: `main.node.ts` and `main.browser.ts` bring the connection and the workers. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { scenarioHeads } from '../editor/codeLenses.ts';
import { TOO_LARGE_TEXT } from '../importers/limits.ts';
import { ENGINE } from '../index.ts';
import { CONFIGURATION_FILE } from '../rules/configurationFile.ts';
import { Analyses, type Checked } from './analyses.ts';
import { runBoth } from './comparison.ts';
import { toConfigurationDiagnostics, toDiagnostics, toRange } from './convert.ts';
import { CAPABILITIES, registerFeatures } from './features.ts';
import { Files } from './files.ts';
import { explainAt, importAll } from './generated.ts';
import {
  AS_IT_IS,
  type ExplainAnswer,
  type ExplainParams,
  explainRequest,
  type ImportAnswer,
  type ImportParams,
  type InitializationOptions,
  importRequest,
  LANGUAGE_ID,
  type ReadFileAnswer,
  type ReadFileParams,
  type RunAnswer,
  type RunParams,
  type RunProgress,
  readFileRequest,
  runProgress,
  runRequest,
  type ScenarioFilesAnswer,
  type ScenariosAnswer,
  type ScenariosParams,
  scenarioFilesRequest,
  scenariosRequest,
} from './protocol.ts';
import { Publisher } from './publisher.ts';
import { isRuleFile, RULES_SETTING, RuleSettings } from './ruleSettings.ts';
import { RunFindings } from './runFindings.ts';
import { type Progress, Runner, type SimulationWorker } from './runner.ts';
import type { RunJob } from './workerMessages.ts';

export interface Host {
  /** `location`: where the client says that the bundled worker lies, if it does. */
  startWorker(location: string | undefined): SimulationWorker;
}

export function startServer(connection: Connection, host: Host): void {
  let options: InitializationOptions = {};
  let watchesFiles = false;
  let hasSettings = false;
  let tellsSettings = false;
  const open = new TextDocuments(TextDocument);
  const files = new Files(open, async (uri) => {
    const params: ReadFileParams = { uri };
    const answer = options.readsFiles ? await connection.sendRequest<ReadFileAnswer>(readFileRequest, params) : null;
    return answer?.tooLarge ? TOO_LARGE_TEXT : answer?.text;
  });
  /** An editor of JSON says what a schema can say, of the files that are open in it. */
  const isCheckedByEditor = (uri: string): boolean => options.checksJson === true && open.get(uri) !== undefined;
  const rules = new RuleSettings(
    files,
    async (uri) =>
      hasSettings ? connection.workspace.getConfiguration({ scopeUri: uri, section: RULES_SETTING }) : undefined,
    (uri, read) =>
      void connection.sendDiagnostics({
        uri,
        diagnostics: read ? toConfigurationDiagnostics(uri, read, isCheckedByEditor(uri)) : [],
      }),
  );
  const analyses = new Analyses(files, rules);
  const findings = new RunFindings();
  const found = ({ document, analysis }: Checked) => findings.of(document.uri, analysis);
  const publisher = new Publisher(
    connection,
    analyses,
    (uri) => open.get(uri) !== undefined,
    (checked) => toDiagnostics(checked, found(checked)),
  );
  const runner = new Runner(
    () => host.startWorker(options.worker),
    (text) => connection.console.error(text),
  );

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
    watchesFiles = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    hasSettings = params.capabilities.workspace?.configuration ?? false;
    tellsSettings = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration ?? false;
    return { capabilities: CAPABILITIES, serverInfo: { name: LANGUAGE_ID, version: ENGINE } };
  });
  connection.onInitialized(() => {
    if (watchesFiles) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: '**/*.{tcsim,xml,properties,cfg}' }, { globPattern: `**/${CONFIGURATION_FILE}` }],
      });
    }
    if (hasSettings && tellsSettings) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: RULES_SETTING });
    }
  });

  /** Checks a changed file again, and every open file that imports it. */
  const recheck = (uri: string): void => {
    for (const each of open.keys()) {
      const isItself = each === uri && !isRuleFile(each);
      if (isItself || analyses.dependsOn(each, uri)) publisher.schedule(each);
    }
    // What is wrong in a tcsim.json is said whether or not somebody is checked by it.
    if (isRuleFile(uri) && open.get(uri) !== undefined) void rules.look(uri);
  };
  open.onDidChangeContent(({ document }) => recheck(document.uri));
  open.onDidClose(({ document }) => {
    files.forget(document.uri);
    analyses.forget(document.uri);
    rules.forget(document.uri);
    findings.forget(document.uri);
    rules.forgetFile(document.uri);
    publisher.clear(document.uri);
    recheck(document.uri);
  });
  connection.onDidChangeConfiguration(() => {
    rules.forgetSettings();
    for (const uri of open.keys()) if (!isRuleFile(uri)) publisher.schedule(uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      files.forget(uri);
      recheck(uri);
    }
  });

  const scenarioFiles = async (): Promise<readonly string[]> => {
    const opened = open.all().filter(({ languageId }) => languageId === LANGUAGE_ID);
    const others = options.readsFiles ? await connection.sendRequest<ScenarioFilesAnswer>(scenarioFilesRequest) : [];
    return [...new Set([...opened.map(({ uri }) => uri), ...others])];
  };
  registerFeatures(connection, analyses, scenarioFiles, found);

  connection.onRequest(scenariosRequest, async ({ uri }: ScenariosParams): Promise<ScenariosAnswer> => {
    const checked = await analyses.of(uri);
    if (!checked) {
      return { scenarios: [] };
    }
    const { document, analysis } = checked;
    const scenarios = scenarioHeads(analysis.tree).map(({ name, whole, nameRange }) => ({
      name,
      range: toRange(document, whole),
      nameRange: toRange(document, nameRange),
      runnable: analysis.runnable,
    }));
    return { scenarios };
  });

  connection.onRequest(runRequest, async (params: RunParams, token): Promise<RunAnswer> => {
    const { uri, scenario, offset, despiteRules, comparison, progressToken } = params;
    // Reads what is imported; the worker has no connection to ask for it.
    const checked = await analyses.of(uri);
    if (!checked) {
      return { runs: [], problems: [`There is no file ${uri}. Save it, or open it, and run again.`] };
    }
    const report = (text: string, fraction: number) => {
      const progress: RunProgress = { uri, progressToken, text, fraction };
      void connection.sendNotification(runProgress, progress);
    };
    const job = { uri, scenario, offset, despiteRules, texts: analyses.textsOf(uri), levels: checked.levels };
    const run = (it: RunJob, on: Progress) => runner.run(it, on, token);
    const answer = await (comparison === undefined ? run(job, report) : runBoth(job, comparison, run, report));
    findings.keep(
      uri,
      checked.analysis,
      answer.runs.filter(({ variant }) => comparison === undefined || variant === AS_IT_IS),
    );
    publisher.schedule(uri);
    return answer;
  });

  connection.onRequest(explainRequest, async ({ uri, position, code }: ExplainParams): Promise<ExplainAnswer> => {
    const checked = await analyses.of(uri);
    return checked === undefined
      ? { problem: `There is no file ${uri}.` }
      : explainAt(checked.analysis, checked.document.offsetAt(position), code);
  });

  connection.onRequest(importRequest, async ({ uris }: ImportParams): Promise<ImportAnswer> => {
    const read = await Promise.all(uris.map(async (uri) => ({ uri, text: (await files.load(uri))?.getText() })));
    return importAll(read);
  });

  connection.onShutdown(() => runner.dispose());
  open.listen(connection);
  connection.listen();
}
