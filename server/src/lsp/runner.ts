/**
 * Runs go to workers, so that typing is never blocked. One idle worker is kept warm; a cancelled run ends its worker,
 * because a simulation in full flight reads no messages.
 */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { RunAnswer } from './protocol.ts';
import type { FromWorker, RunJob } from './workerMessages.ts';

/** A worker of whatever host: `node:worker_threads` or a Web Worker. */
export interface SimulationWorker {
  post(job: RunJob): void;
  /** The worker says nothing after `onFailure`. */
  listen(onMessage: (message: FromWorker) => void, onFailure: (error: Error) => void): void;
  terminate(): void;
}

export type Progress = (text: string, fraction: number) => void;

/** More runs than this wait for their turn; a simulation keeps one core busy. */
const GREATEST_PARALLEL_RUNS = 2;

export class Runner {
  private readonly startWorker: () => SimulationWorker;
  private readonly log: (text: string) => void;
  private idle: SimulationWorker | undefined;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** `log` gets what helps to find a defect of the simulator. */
  constructor(startWorker: () => SimulationWorker, log: (text: string) => void) {
    this.startWorker = startWorker;
    this.log = log;
  }

  /**
   * @throws ResponseError RequestCancelled when the token was cancelled; InternalError when the simulator failed, with a
   * message for the user.
   */
  async run(job: RunJob, progress: Progress, token: CancellationToken): Promise<RunAnswer> {
    await this.turn();
    try {
      if (token.isCancellationRequested) {
        throw cancelled();
      }
      return await this.runNow(job, progress, token);
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  dispose(): void {
    this.idle?.terminate();
    this.idle = undefined;
  }

  private async turn(): Promise<void> {
    if (this.running >= GREATEST_PARALLEL_RUNS) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
  }

  private runNow(job: RunJob, progress: Progress, token: CancellationToken): Promise<RunAnswer> {
    const worker = this.idle ?? this.startWorker();
    this.idle = undefined;
    return new Promise((resolve, reject) => {
      const cancellation = token.onCancellationRequested(() => end(() => reject(cancelled())));
      const end = (answer: () => void) => {
        cancellation.dispose();
        worker.terminate();
        answer();
      };
      const fail = (message: string, stack: string) => {
        this.log(`A run of ${job.uri} failed: ${message}\n${stack}`);
        end(() => reject(failed(message)));
      };
      const keep = (answer: RunAnswer) => {
        cancellation.dispose();
        if (this.idle === undefined) {
          this.idle = worker;
          worker.listen(
            () => {},
            () => {
              this.idle = this.idle === worker ? undefined : this.idle;
            },
          );
        } else {
          worker.terminate();
        }
        resolve(answer);
      };
      worker.listen(
        (message) => {
          if (message.type === 'progress') {
            progress(message.text, message.fraction);
          } else if (message.type === 'done') {
            keep(message.answer);
          } else {
            fail(message.message, message.stack);
          }
        },
        (error) => fail(error.message, error.stack ?? ''),
      );
      worker.post(job);
    });
  }
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The run was cancelled.');
}

function failed(message: string): ResponseError<void> {
  return new ResponseError(
    LSPErrorCodes.RequestFailed,
    `The simulator failed: ${message.replace(/\.$/, '')}. This is a defect of tcsim; the log of the language server has the details.`,
  );
}
