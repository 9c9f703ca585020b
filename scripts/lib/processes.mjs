// Starting other programs from the project's scripts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { projectNode, root } from './node.mjs';

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: boolean, timeoutSeconds?: number }} [options]
 *   `show`: the program writes straight to the terminal; otherwise its output is collected.
 *   `timeoutSeconds`: after that the program and its children are ended, and the code is 124.
 * @returns {Promise<{ code: number, output: string }>} exit code (127 when it could not be started) and collected output
 */
export function run(command, args, { cwd = root, env = {}, show = false, timeoutSeconds } = {}) {
  return new Promise((done) => {
    let output = '';
    const child = spawn(command, args, {
      cwd,
      env: { ...projectEnvironment(), ...(show ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }), ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      detached: timeoutSeconds !== undefined && process.platform !== 'win32',
    });
    const timer =
      timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            output += `\n${basename(command)} did not end within ${timeoutSeconds} s and was stopped.\n`;
            killTree(child);
          }, timeoutSeconds * 1000);
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      done({ code: 127, output: `${command}: ${error.message}` });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      done({ code: code ?? 124, output });
    });
  });
}

/** Ends a child started as a group leader (`detached`) together with everything it started. */
function killTree(child) {
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    } else {
      process.kill(-child.pid, 'SIGKILL');
    }
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Runs a script with the project's Node (see node.mjs). */
export const runNode = (script, args = [], options = {}) => run(projectNode(), [script, ...args], options);

/** The entry script of an installed package's command, e.g. `toolPath('vitest', 'vitest')`. */
export const toolPath = (packageName, file) => join(root, 'node_modules', packageName, file);

/** Runs npm quietly: errors only, no advertisements, no engine warnings. */
export function runNpm(args, options = {}) {
  const quiet = [...args, '--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
  const cli = npmCli();
  return cli === undefined
    ? run('npm', quiet, { timeoutSeconds: 600, ...options })
    : run(process.execPath, [cli, ...quiet], { timeoutSeconds: 600, ...options });
}

/** npm's own script: the one that started us, or the one beside the running Node. */
function npmCli() {
  const started = process.env.npm_execpath;
  const bin = dirname(process.execPath);
  return [
    ...(started !== undefined && basename(started) === 'npm-cli.js' ? [started] : []),
    resolve(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    resolve(bin, 'node_modules/npm/bin/npm-cli.js'),
  ].find(existsSync);
}

/** The environment of our children: the project's Node and tools come first on the path. */
export function projectEnvironment() {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const pathName = Object.keys(env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  const path = [join(root, 'node_modules/.bin'), dirname(projectNode()), env[pathName] ?? ''].join(delimiter);
  return { ...env, [pathName]: path };
}
