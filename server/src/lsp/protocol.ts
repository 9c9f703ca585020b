/**
 * What client and server say to each other beyond the Language Server Protocol. Names and plain data only, so that
 * both sides, whatever copy of the protocol library they carry, and a test that carries none can use it:
 * `client.sendRequest<RunAnswer>(runRequest, params, token)`.
 */
import type { TimelineRun } from '../../../client/timeline/protocol.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EncodedTrace } from '../trace/codec.ts';

/** The id of the language in every editor. */
export const LANGUAGE_ID = 'tcsim';

/** The command of the *Run* code lens. Arguments: the uri of the file and, for one scenario, its name. The client has it. */
export const RUN_COMMAND = 'tcsim.run';
export type RunCommandArguments = readonly [uri: string, scenario?: string];

/**
 * client → server. Runs scenarios of an open or saved file in a worker. Cancelling the request ends the worker at once
 * and answers with the error RequestCancelled. The file's newest text is run, saved or not.
 */
export const runRequest = 'tcsim/run';

export interface RunParams {
  readonly uri: string;
  /** The name in quotes after `scenario`; absent: every scenario of the file. */
  readonly scenario?: string | undefined;
  /** Instead of a name: a place in the file, UTF-16 code units; the scenario that stands there. */
  readonly offset?: number | undefined;
  readonly comparison?: Comparison | undefined;
  /** Errors that rules found do not keep the scenarios from running: what they lead to is what is to be seen. */
  readonly despiteRules?: boolean | undefined;
  /** Echoed in every `RunProgress`, so that two runs can be told apart. */
  readonly progressToken?: string | undefined;
}

/** Another text in the place of the file's, which is run after it, so that the two can be held against each other. */
export interface Comparison {
  readonly text: string;
  /** What is different in it; the variant of its runs. */
  readonly title: string;
}

/** The variant of the runs with which those of a comparison are compared. */
export const AS_IT_IS = 'as it is';

export interface RunAnswer {
  /** One per scenario and value of its `for`, in the order of the file. */
  readonly runs: readonly SerializedRun[];
  /** Sentences for the user that say why something was not run: errors in the file, no such scenario, a trace too large. */
  readonly problems: readonly string[];
}

/** A `TimelineRun` whose trace survives JSON: `{ ...run, trace: decodeTrace(run.trace) }` (`trace/codec.ts`) gives it back. */
export type SerializedRun = Omit<TimelineRun, 'trace'> & {
  readonly scenario: string;
  readonly trace: EncodedTrace;
  /** What the rules found in it. The server publishes them with the other problems of the text that was run. */
  readonly findings: readonly Diagnostic[];
};

/** The command *Why does this matter?*. Arguments: the uri of the file, the code and the place of the problem. The client has it. */
export const EXPLAIN_COMMAND = 'tcsim.explain';
export type ExplainCommandArguments = readonly [uri: string, code: string, position: ProtocolPosition];

/** client → server: a scenario that shows what a problem leads to. */
export const explainRequest = 'tcsim/explain';

export interface ExplainParams {
  readonly uri: string;
  readonly position: ProtocolPosition;
  /** Absent: the first problem at the place that can be explained. */
  readonly code?: string | undefined;
}

export interface ExplainAnswer {
  readonly explanation?: ProblemExplanation | undefined;
  /** Why there is none, for the user. */
  readonly problem?: string | undefined;
}

export interface ProblemExplanation {
  /** The code of the problem. */
  readonly code: string;
  /** The name of the scenario in the text. */
  readonly scenario: string;
  /** A whole program without imports. */
  readonly text: string;
  /** The same with the first fix of the problem. */
  readonly fixed?: Comparison | undefined;
}

/** client → server: configuration files as a scenario file, as `tcsim import` writes it. */
export const importRequest = 'tcsim/import';

export interface ImportParams {
  readonly uris: readonly string[];
}

export interface ImportAnswer {
  /** Undefined when none of the files is a configuration. */
  readonly text: string | undefined;
  /** Sentences for the user about files that could not be read. */
  readonly problems: readonly string[];
}

/** server → client, a notification while a run goes on; at most ten a second. */
export const runProgress = 'tcsim/progress';

export interface RunProgress {
  readonly uri: string;
  readonly progressToken: string | undefined;
  /** As in *the active dies (2 of 5)*. */
  readonly text: string;
  /** Of all the runs of the request, 0 … 1. */
  readonly fraction: number;
}

/** client → server: the scenarios of a file, for pickers, test trees and the run key. */
export const scenariosRequest = 'tcsim/scenarios';

export interface ScenariosParams {
  readonly uri: string;
}

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}

export interface ScenarioPlace {
  readonly name: string;
  /** The whole block. */
  readonly range: ProtocolRange;
  /** The name with its quotes. */
  readonly nameRange: ProtocolRange;
  /** The file has no error that would keep the scenario from running. */
  readonly runnable: boolean;
}

export interface ScenariosAnswer {
  readonly scenarios: readonly ScenarioPlace[];
}

/**
 * server → client: the text of a file that no editor has open, for imports. The client reads it through
 * `workspace.fs`, so that virtual workspaces work; null when there is none.
 */
export const readFileRequest = 'tcsim/readFile';

export interface ReadFileParams {
  readonly uri: string;
}

/** `tooLarge`: there is such a file, and the client did not read it, because none of ours is that large. */
export type ReadFileAnswer = { readonly text: string; readonly tooLarge?: boolean } | null;

/** server → client: the addresses of the scenario files of the workspace, to find those that import a configuration. */
export const scenarioFilesRequest = 'tcsim/scenarioFiles';

export type ScenarioFilesAnswer = readonly string[];

/** Passed as `initializationOptions`. A client that cannot answer `tcsim/readFile` leaves it out: imports of closed files then stay unknown. */
export interface InitializationOptions {
  readonly readsFiles?: boolean | undefined;
  /** Whether the editor checks a `tcsim.json` that is open in it by its schema, so that the server leaves that to it. */
  readonly checksJson?: boolean | undefined;
  /** Where the bundled worker lies: a path for Node, a URL for a browser. Default: beside the server's bundle. */
  readonly worker?: string | undefined;
}
