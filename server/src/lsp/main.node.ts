/** The language server under Node: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as the protocol library reads them. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { SimulationWorker } from './runner.ts';
import { startServer } from './server.ts';
import type { FromWorker } from './workerMessages.ts';

const connection = createConnection(ProposedFeatures.all);

// The library takes the console away from the protocol stream; a failure that nobody awaits must not end the server.
process.on('unhandledRejection', (reason) => connection.console.error(describe(reason)));
process.on('uncaughtException', (error) => connection.console.error(describe(error)));

startServer(connection, {
  startWorker: (path) => nodeWorker(path ?? fileURLToPath(new URL('worker.js', import.meta.url))),
});

function nodeWorker(path: string): SimulationWorker {
  const worker = new Worker(path);
  // An idle worker does not keep the server alive after the client is gone.
  worker.unref();
  return {
    post: (job) => worker.postMessage(job),
    listen: (onMessage, onFailure) => {
      worker.removeAllListeners();
      worker.on('message', (message: FromWorker) => onMessage(message));
      worker.on('error', onFailure);
      worker.on('exit', (code) => onFailure(new Error(`the worker ended with code ${code}`)));
    },
    terminate: () => {
      worker.removeAllListeners();
      void worker.terminate();
    },
  };
}

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
