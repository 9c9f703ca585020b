// Set-up on a fresh clone: packages, then bundles. Everything here does nothing when there is nothing to do.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nodeProblem, root } from './node.mjs';
import { runNode, runNpm, toolPath } from './processes.mjs';
import { Stop, step } from './say.mjs';

/** Makes `node_modules` what package-lock.json says. */
export async function ensureInstalled(folder = root) {
  if (!isInstalled(folder)) {
    const name = relative(root, folder) || 'tcsim';
    await step(`Installing packages of ${name}`, async () => {
      // Install scripts are off: nothing here needs one, and they are what breaks on machines without compilers.
      const flags = ['--ignore-scripts', '--include=dev', '--include=optional'];
      const { code, output } = await runNpm(['ci', ...flags], { cwd: folder });
      if (code !== 0) {
        throw new Stop(
          `${output.trim()}\n\nThe packages of ${name} could not be installed: above is what npm says. Once npm reaches its registry, repeat the command.`,
        );
      }
    });
  }
  const problem = nodeProblem();
  if (problem !== undefined) {
    throw new Stop(problem);
  }
}

/** True when every package of the lock file that this machine needs is there in that version. */
function isInstalled(folder) {
  const installedLock = join(folder, 'node_modules/.package-lock.json'); // npm writes it when it has finished
  if (!existsSync(installedLock)) {
    return false;
  }
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(installedLock);
  return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' || (installed[path]?.version ?? (wanted.optional && wanted.version)) === wanted.version,
  );
}

/** Builds dist/. With `complete` a missing part is an error. */
export async function build({ complete = false } = {}) {
  await step('Building', async () => {
    const { code, output } = await runNode(join(root, 'esbuild.mjs'), complete ? ['--complete'] : []);
    if (code !== 0) {
      throw new Stop(`${output.trim()}\n\nThe build failed.`);
    }
  });
}

/** Packages the extension; returns the path of the .vsix. */
export async function packageExtension() {
  const vsix = join(root, 'out/tcsim.vsix');
  mkdirSync(join(root, 'out'), { recursive: true });
  await step('Packaging the extension', async () => {
    const args = ['package', '--no-dependencies', '--out', vsix];
    const { code, output } = await runNode(toolPath('@vscode/vsce', 'vsce'), args);
    if (code !== 0) {
      throw new Stop(`${output.trim()}\n\nThe extension could not be packaged.`);
    }
  });
  return vsix;
}
