/** The simulation worker under Node. */
import { parentPort } from 'node:worker_threads';
import { answerJob } from './runJob.ts';
import type { FromWorker, RunJob } from './workerMessages.ts';

parentPort?.on('message', (job: RunJob) => {
  answerJob(job, (message: FromWorker) => parentPort?.postMessage(message));
});
