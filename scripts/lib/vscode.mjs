// A real VS Code from npm: the package code-server carries VS Code's own server and web workbench, already built.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root } from './node.mjs';
import { runNpm } from './processes.mjs';
import { Stop, step } from './say.mjs';

/**
 * Makes e2e/`name` runnable, without the package's install scripts: those compile for minutes and need system
 * libraries, for things the tests and the samples do not use (terminals on old versions, log files, Kerberos).
 *
 * @param {'vscode' | 'vscode-floor'} name
 */
export async function ensureVSCode(name) {
  const folder = join(root, 'e2e', name);
  await ensureInstalled(folder);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  for (const part of [vscode, join(vscode, 'extensions')]) {
    if (existsSync(join(part, 'node_modules/.package-lock.json'))) {
      continue;
    }
    const { version } = JSON.parse(readFileSync(join(vscode, 'package.json'), 'utf8'));
    const what = part === vscode ? `VS Code ${version}` : 'its built-in extensions';
    await step(`Installing packages of ${what}`, async () => {
      // Not `npm ci`: the shrinkwrap in the package does not match its package.json, and npm ci refuses that.
      const { code, output } = await runNpm(['install', '--omit=dev', '--ignore-scripts', '--no-save'], { cwd: part });
      if (code !== 0) {
        throw new Stop(`${output.trim()}\n\nVS Code could not be set up in e2e/${name}.`);
      }
    });
  }
  linkRipgrep(vscode);
}

/** VS Code up to 1.117 downloads ripgrep in an install script; without it file search finds nothing, silently. */
function linkRipgrep(vscode) {
  const target = join(vscode, 'node_modules/@vscode/ripgrep/bin/rg');
  const newer = join(root, 'e2e/vscode/node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep-universal/bin');
  const source = join(newer, `${process.platform}-${process.arch}/rg`);
  if (existsSync(join(vscode, 'node_modules/@vscode/ripgrep')) && !existsSync(target) && existsSync(source)) {
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(source, target);
  }
}
