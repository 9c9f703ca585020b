// VS Code in the browser with the packaged extension, until Ctrl-C. Used by `npm run vscode`.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, startVSCode } from './vscode.ts';

const [folder = join(root, 'samples'), vsix = join(root, 'out/tcsim.vsix')] = process.argv.slice(2);
const vscode = await startVSCode({ work: join(root, '.e2e/open'), folder, vsix });
const [first] = readdirSync(folder)
  .filter((name) => name.endsWith('.tcsim'))
  .sort();
const url = vscode.url(first === undefined ? [] : [['openFile', vscode.remote(join(folder, first))]]);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Not `once`: a second signal must not leave the server behind.
  process.on(signal, () => void vscode.stop().then(() => process.exit(0)));
}
console.log(
  `\nVS Code with tcsim and the samples:\n\n  ${url}\n\nOpen the address in a browser on this machine. Ctrl-C stops it.`,
);
openBrowser(url);

/** Opens the address where there is a display to open it on. */
function openBrowser(address: string): void {
  const linux = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  const command = { darwin: 'open', win32: 'explorer', linux: linux === undefined ? undefined : 'xdg-open' }[
    process.platform as string
  ];
  if (command !== undefined) {
    spawn(command, [address], { stdio: 'ignore', detached: true })
      .once('error', () => undefined) // the address is printed, that is enough
      .unref();
  }
}
