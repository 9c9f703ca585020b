// Key press → published diagnostics over real stdio, and completion and hover, against the bundled server. For
// comparison, the same key press against a server of the same library that does nothing but answer. Prints medians, what
// 95 % are faster than, and the ratio of the medians, for the time that passed and for the time that the main thread of
// the server took of the processor, which says more on a busy machine; asserts nothing about time.
//
//   node bench/lsp.mjs [rounds]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createProtocolConnection } from 'vscode-languageserver/node';
import { bundleServer } from '../server/src/lsp/testing/bundle.ts';

const rounds = Number(process.argv[2] ?? 20);
/** Between two keys of somebody who types fast. */
const pauseMillis = 150;
const sizes = [1_000, 10_000];

/** A topology, and scenarios until the text has so many lines. */
function textOf(lines) {
  const topology = [
    'cluster orders {',
    '  product terracotta 4.3',
    '  stripe { server tsa-1, tsa-2 }',
    '  health-check l2-l1 { socket-connect-count 5 }',
    '}',
    'client shop {',
    '  rejoin true',
    '  cache sessions { nonstop { timeout 5s  timeout-behavior localReads } }',
    '}',
  ];
  const scenario = (index) => [
    '',
    `scenario "number ${index}" {`,
    '  duration 10min',
    '  every 100ms shop get sessions',
    '  every 1s    shop put sessions   // work',
    '  at 20s   pause shop for 20s',
    '  at 60s   crash tsa-1',
    '  at 4min  restart tsa-1',
    '  expect tsa-2 becomes active within 60s after 60s',
    '  expect no get on shop.sessions takes longer than 5s',
    '}',
  ];
  const text = [...topology];
  for (let index = 0; text.length < lines; index++) {
    text.push(...scenario(index));
  }
  return `${text.join('\n')}\n`;
}

async function start(server) {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(child.stdout, child.stdin);
  const arrivals = new Map();
  connection.onNotification('textDocument/publishDiagnostics', ({ version }) => arrivals.get(version)?.());
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const published = (version) => new Promise((resolve) => arrivals.set(version, resolve));
  return {
    connection,
    published,
    cpuMillis: () => cpuMillis(child.pid),
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
  };
}

/** What the main thread of a process has computed; only Linux tells. */
function cpuMillis(pid) {
  const file = `/proc/${pid}/task/${pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : Number.NaN;
}

/**
 * One letter typed and deleted again in the middle of the text, round after round, in one server after the other, so that all
 * of them meet the same load of the machine.
 */
async function keysToDiagnostics(servers, uri, text) {
  for (const { connection, published } of servers) {
    const first = published(1);
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'tcsim', version: 1, text },
    });
    await first;
  }
  const line = Math.floor(text.split('\n').length / 2);
  const measured = servers.map(() => ({ wall: [], cpu: [] }));
  for (let version = 2; version < rounds * 2 + 2; version++) {
    const types = version % 2 === 0;
    for (const [i, { connection, published, cpuMillis }] of servers.entries()) {
      const arrival = published(version);
      const cpuBefore = cpuMillis();
      const begin = performance.now();
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [
          {
            range: { start: { line, character: 0 }, end: { line, character: types ? 0 : 1 } },
            text: types ? ' ' : '',
          },
        ],
      });
      await arrival;
      measured[i].wall.push(performance.now() - begin);
      measured[i].cpu.push(cpuMillis() - cpuBefore);
      await new Promise((resolve) => setTimeout(resolve, pauseMillis / servers.length));
    }
  }
  return measured;
}

async function request({ connection }, method, uri, line) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    await connection.sendRequest(method, { textDocument: { uri }, position: { line, character: 4 } });
    times.push(performance.now() - begin);
  }
  return times;
}

function quantile(numbers, share) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;
}

function shown(millis) {
  return `${quantile(millis, 0.5).toFixed(1)} ms (95 % ${quantile(millis, 0.95).toFixed(1)})`;
}

async function bundleIdleServer() {
  const folder = mkdtempSync(join(tmpdir(), 'tcsim-idle-'));
  const source = `
    import { createConnection, TextDocuments } from 'vscode-languageserver/node';
    import { TextDocument } from 'vscode-languageserver-textdocument';
    const connection = createConnection();
    const documents = new TextDocuments(TextDocument);
    connection.onInitialize(() => ({ capabilities: { textDocumentSync: 2 } }));
    documents.onDidChangeContent(({ document: { uri, version } }) => connection.sendDiagnostics({ uri, version, diagnostics: [] }));
    documents.listen(connection);
    connection.listen();
  `;
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    outfile: join(folder, 'idle.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  return { server: join(folder, 'idle.js'), dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

const bundled = await bundleServer();
const idleBundle = await bundleIdleServer();
const server = await start(bundled.server);
const idle = await start(idleBundle.server);
for (const lines of sizes) {
  const text = textOf(lines);
  const uri = `file:///bench-${lines}.tcsim`;
  const [nothing, key] = await keysToDiagnostics([idle, server], uri, text);
  const middle = Math.floor(lines / 2);
  const completion = await request(server, 'textDocument/completion', uri, middle);
  const hover = await request(server, 'textDocument/hover', uri, middle);
  const ratio = (of) => (quantile(key[of], 0.5) / quantile(nothing[of], 0.5)).toFixed(1);
  console.log(
    `${String(lines).padStart(6)} lines: key → diagnostics ${shown(key.wall)}, a server that does nothing ${shown(nothing.wall)}: ×${ratio('wall')}; of the processor ${shown(key.cpu)} and ${shown(nothing.cpu)}: ×${ratio('cpu')}; completion ${shown(completion)}, hover ${shown(hover)}`,
  );
}
await server.stop();
await idle.stop();
bundled.dispose();
idleBundle.dispose();
