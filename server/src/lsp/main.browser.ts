/** The language server in a Web Worker, for editors that run in a browser. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { SimulationWorker } from './runner.ts';
import { startServer } from './server.ts';
import type { FromWorker } from './workerMessages.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));

startServer(connection, { startWorker: (url) => browserWorker(url ?? new URL('worker.js', scope.location.href).href) });

function browserWorker(url: string): SimulationWorker {
  const worker = new Worker(url);
  return {
    post: (job) => worker.postMessage(job),
    listen: (onMessage, onFailure) => {
      worker.onmessage = (event: MessageEvent<FromWorker>) => onMessage(event.data);
      worker.onerror = (event) => onFailure(new Error(event.message || `${url} could not be loaded`));
    },
    terminate: () => worker.terminate(),
  };
}
