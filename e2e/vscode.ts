// Starts the VS Code server of e2e/vscode or e2e/vscode-floor (set up by scripts/lib/vscode.mjs) on a free port.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Where a lane keeps its working files, by name; never committed. */
export const workFolder = (name: string): string => join(root, '.e2e', process.env.E2E_VSCODE ?? 'vscode', name);

export interface StartOptions {
  /** Emptied first; holds the user data, the extensions and the server's log. */
  readonly work: string;
  /** The folder that the window opens. */
  readonly folder: string;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** Lets the window load an extension under development; hides notification toasts. */
  readonly development?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface VSCode {
  /** The address of a window on the folder, with what the workbench calls its payload. */
  url(payload?: readonly (readonly [string, string])[]): string;
  /** A path on this machine as the window names it. */
  remote(path: string): string;
  stop(): Promise<void>;
}

/** A quiet VS Code: no welcome, no chat, no looking for updates. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'json.schemaDownload.enable': false,
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
};

/**
 * Starts the server and waits until it answers.
 *
 * @throws when VS Code is not set up, the extension cannot be installed, or the server does not answer in a minute.
 */
export async function startVSCode(options: StartOptions): Promise<VSCode> {
  const { work, folder } = options;
  const installation = join(root, 'e2e', process.env.E2E_VSCODE ?? 'vscode');
  const server = join(installation, 'node_modules/code-server/lib/vscode/out/server-main.js');
  if (!existsSync(server)) {
    throw new Error(`${server} is missing: npm test and npm run vscode set it up`);
  }
  const node = nodeFor(installation);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'user/User'), { recursive: true });
  writeFileSync(
    join(work, 'user/User/settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, null, 2),
  );

  const folders = ['--server-data-dir', 'data', '--user-data-dir', 'user', '--extensions-dir', 'extensions'];
  const common = [
    '--accept-server-license-terms',
    ...folders.map((word) => (word.startsWith('-') ? word : join(work, word))),
  ];
  const { NODE_OPTIONS: _options, ...inherited } = process.env;
  // No gallery, so that nothing is looked up there; an own HOME, so that nothing of the machine leaks in.
  const env = { ...inherited, HOME: work, EXTENSIONS_GALLERY: '{}' };
  if (options.vsix !== undefined) {
    installExtension(node, [server, ...common, '--install-extension', options.vsix, '--force'], env);
  }

  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const log = openSync(join(work, 'server.log'), 'w');
  const child = spawn(
    node,
    [
      ...[server, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', ...common],
      ...['--telemetry-level', 'off', '--disable-workspace-trust'],
      // From 1.133 on the workbench loads extensions under development only with this.
      ...(options.development ? ['--enable-smoke-test-driver'] : []),
    ],
    { stdio: ['ignore', log, log], env, detached: process.platform !== 'win32' },
  );
  const stop = stopper(child);
  await answers(child, `http://${authority}/version`).catch(async () => {
    await stop();
    throw new Error(`VS Code's server did not start, see ${work}/server.log`);
  });
  return {
    remote: (path) => `vscode-remote://${authority}${path}`,
    url: (payload = []) => {
      const query = new URLSearchParams({ folder });
      if (payload.length > 0) {
        query.set('payload', JSON.stringify(payload));
      }
      return `http://${authority}/?${query}`;
    },
    stop,
  };
}

/** The Node that a VS Code was made for, if it came along; otherwise the one we run on. */
function nodeFor(installation: string): string {
  const own = join(installation, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
  return existsSync(own) ? own : process.execPath;
}

function installExtension(node: string, args: string[], env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8', env });
  if (status !== 0 || !stdout.includes('successfully installed')) {
    throw new Error(`The extension was not installed: ${stdout}${stderr}`);
  }
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end && child.exitCode === null; ) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`no answer from ${url}`);
}

/** Stops the server with everything it started; also when this process ends early. */
function stopper(child: ChildProcess): () => Promise<void> {
  const exited = new Promise((done) => child.once('exit', done));
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(process.platform === 'win32' ? (child.pid ?? 0) : -(child.pid ?? 0), name);
    } catch {
      // Already gone.
    }
  };
  const kill = () => signal('SIGKILL');
  process.once('exit', kill);
  return async () => {
    signal('SIGTERM');
    const timer = setTimeout(kill, 5_000);
    await exited;
    clearTimeout(timer);
    kill(); // what it left behind
    process.removeListener('exit', kill);
  };
}
