// Which Node the project runs on.
//
// Chevrotain, the tests in TypeScript and VS Code 1.139 want a newer Node than many machines have. So the
// package brings one along as an optional dependency; a machine without a matching package uses its own.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
const platformName = process.platform === 'win32' ? 'win' : process.platform;

/** The Node that came with the packages in `folder`, if they are installed and one fits this machine. */
export function packagedNode(folder) {
  const path = join(folder, 'node_modules', `node-${platformName}-${process.arch}`, executable);
  return existsSync(path) ? path : undefined;
}

/** The Node for everything after installation: the one that npm brought, otherwise the running one. */
export const projectNode = () => packagedNode(root) ?? process.execPath;

/** What to do about a Node that is too old, or undefined when all is well. Call after installation. */
export function nodeProblem() {
  if (packagedNode(root) !== undefined) {
    return undefined;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const strips = major > 22 || (major === 22 && minor >= 18); // runs TypeScript without a flag
  return strips
    ? undefined
    : `Node ${process.versions.node} is too old here and no packaged one fits ${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org, then repeat the command.`;
}
