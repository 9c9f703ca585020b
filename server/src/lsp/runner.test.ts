import { describe, expect, it } from 'vitest';
import { CancellationToken, CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { Runner, type SimulationWorker } from './runner.ts';
import type { FromWorker, RunJob } from './workerMessages.ts';

const ANSWER = { runs: [], problems: ['none'] };
const JOB: RunJob = { uri: 'file:///a.tcsim', scenario: undefined, offset: undefined, texts: new Map() };

/** A worker that does what the test says. */
class FakeWorker implements SimulationWorker {
  jobs = 0;
  ended = false;
  say: (message: FromWorker) => void = () => {};
  fail: (error: Error) => void = () => {};

  post(): void {
    this.jobs++;
  }

  listen(onMessage: (message: FromWorker) => void, onFailure: (error: Error) => void): void {
    this.say = onMessage;
    this.fail = onFailure;
  }

  terminate(): void {
    this.ended = true;
  }

  finish(): void {
    this.say({ type: 'done', answer: ANSWER });
  }
}

function fakes() {
  const workers: FakeWorker[] = [];
  const log: string[] = [];
  const startWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const runner = new Runner(startWorker, (text) => void log.push(text));
  return { runner, workers, log };
}

/** Lets everything run that was only waiting for its turn. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const run = (runner: Runner, token = CancellationToken.None) => runner.run(JOB, () => {}, token);

describe('the runner', () => {
  it('keeps one worker warm and uses it again', async () => {
    const { runner, workers } = fakes();
    for (let round = 1; round <= 3; round++) {
      const answer = run(runner);
      await settled();
      workers[0]?.finish();
      expect(await answer).toBe(ANSWER);
    }
    expect(workers.map(({ jobs }) => jobs)).toEqual([3]);
  });

  it('lets at most two run at a time; the third waits', async () => {
    const { runner, workers } = fakes();
    const answers = [run(runner), run(runner), run(runner)];
    await settled();
    expect(workers).toHaveLength(2);
    workers[1]?.finish();
    await answers[1];
    await settled();
    expect(workers[1]?.jobs).toBe(2);
    workers.forEach((worker) => {
      worker.finish();
    });
    expect(await Promise.all(answers)).toEqual([ANSWER, ANSWER, ANSWER]);
    expect(workers.filter(({ ended }) => ended)).toHaveLength(1);
  });

  it('never starts what was cancelled while it waited', async () => {
    const { runner, workers } = fakes();
    const source = new CancellationTokenSource();
    const running = [run(runner), run(runner)];
    const waiting = run(runner, source.token);
    await settled();
    source.cancel();
    workers[0]?.finish();
    await expect(waiting).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    workers[1]?.finish();
    await Promise.all(running);
    expect(workers.map(({ jobs }) => jobs)).toEqual([1, 1]);
  });

  it('ends the worker of a cancelled run, and starts a new one for the next', async () => {
    const { runner, workers } = fakes();
    const source = new CancellationTokenSource();
    const answer = run(runner, source.token);
    await settled();
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(workers[0]?.ended).toBe(true);
    const next = run(runner);
    await settled();
    workers[1]?.finish();
    expect(await next).toBe(ANSWER);
  });

  it('tells a defect of the simulator from a cancelled run, and logs it', async () => {
    const { runner, workers, log } = fakes();
    const answer = run(runner);
    await settled();
    workers[0]?.say({ type: 'failed', message: 'heap is broken.', stack: 'at heap.ts' });
    await expect(answer).rejects.toMatchObject({
      code: LSPErrorCodes.RequestFailed,
      message: expect.stringContaining('failed: heap is broken. This'),
    });
    expect(log).toEqual(['A run of file:///a.tcsim failed: heap is broken.\nat heap.ts']);
  });

  it('does not give work to a warm worker that died', async () => {
    const { runner, workers } = fakes();
    const first = run(runner);
    await settled();
    workers[0]?.finish();
    await first;
    workers[0]?.fail(new Error('out of memory'));
    const second = run(runner);
    await settled();
    workers[1]?.finish();
    expect(await second).toBe(ANSWER);
  });
});
