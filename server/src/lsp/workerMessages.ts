/** What the protocol thread and a simulation worker say to each other; structured-clone data. */
import type { RuleLevels } from '../rules/levels.ts';
import type { RunAnswer } from './protocol.ts';

export interface RunJob {
  readonly uri: string;
  readonly scenario: string | undefined;
  readonly offset: number | undefined;
  /** Errors that rules found do not keep the scenarios from running. */
  readonly despiteRules?: boolean | undefined;
  /** The text of the file and of everything it imports, by uri. */
  readonly texts: ReadonlyMap<string, string>;
  /** Severities of rules that are not their own. */
  readonly levels?: RuleLevels | undefined;
}

export type FromWorker =
  | { readonly type: 'progress'; readonly text: string; readonly fraction: number }
  | { readonly type: 'done'; readonly answer: RunAnswer }
  /** The simulator itself failed: a defect of tcsim, with its stack for the log. */
  | { readonly type: 'failed'; readonly message: string; readonly stack: string };
