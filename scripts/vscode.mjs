// npm run vscode: VS Code with the extension and the samples. Desktop if there is one, otherwise in the browser.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build, ensureInstalled, packageExtension } from './lib/install.mjs';
import { projectNode, root } from './lib/node.mjs';
import { projectEnvironment } from './lib/processes.mjs';
import { main } from './lib/say.mjs';
import { ensureVSCode } from './lib/vscode.mjs';

await main(async () => {
  await ensureInstalled();
  const workspace = copyOfSamples();
  const desktop = desktopCode();
  if (desktop !== undefined) {
    await build();
    console.log(`Opening ${workspace} in ${desktop}`);
    return finished(desktop, ['--new-window', `--extensionDevelopmentPath=${root}`, workspace], {
      shell: process.platform === 'win32',
    });
  }
  const vsix = await packageExtension();
  await ensureVSCode('vscode');
  return finished(projectNode(), [join(root, 'e2e/open.ts'), workspace, vsix]);
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

/** Runs a program to its end; what would stop us stops it, and we wait for it to clean up. */
function finished(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: projectEnvironment(), ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill('SIGTERM'));
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 0));
  });
}
