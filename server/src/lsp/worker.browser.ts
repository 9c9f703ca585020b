/** The simulation worker in a browser. */
import { answerJob } from './runJob.ts';
import type { FromWorker, RunJob } from './workerMessages.ts';

self.addEventListener('message', (event: MessageEvent<RunJob>) => {
  answerJob(event.data, (message: FromWorker) => self.postMessage(message));
});
