// npm run vscode: VS Code with the extension and the samples. Desktop if there is one, otherwise in the browser.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build, ensureInstalled } from './lib/install.mjs';
import { projectNode, root } from './lib/node.mjs';
import { projectEnvironment } from './lib/processes.mjs';
import { main } from './lib/say.mjs';
import { ensureVSCode } from './lib/vscode.mjs';

await main(async () => {
  await ensureInstalled();
  await build();
  const workspace = copyOfSamples();
  const desktop = desktopCode();
  if (desktop !== undefined) {
    console.log(`Opening ${workspace} in ${desktop}`);
    return finished(desktop, ['--new-window', `--extensionDevelopmentPath=${root}`, workspace], {
      shell: process.platform === 'win32',
    });
  }
  await ensureVSCode('vscode');
  return finished(projectNode(), [join(root, 'e2e/open.ts'), workspace]);
});

/** The samples to play with: changes there do not touch the repository, and stay until the folder is removed. */
function copyOfSamples() {
  const workspace = join(root, 'out/samples');
  mkdirSync(workspace, { recursive: true });
  cpSync(join(root, 'samples'), workspace, { recursive: true, force: false });
  return workspace;
}

/** The `code` command, unless this is root: the desktop refuses to run as root. */
function desktopCode() {
  const hasDisplay = process.platform !== 'linux' || (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) !== undefined;
  if (!hasDisplay || process.getuid?.() === 0) {
    return undefined;
  }
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return [...onPath, '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'].find(existsSync);
}

/** Runs a program in this terminal; Ctrl-C reaches it as well as us, and we wait for it to end. */
function finished(command, args, options = {}) {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: projectEnvironment(), ...options });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 0));
  });
}
