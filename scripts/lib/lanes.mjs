// The lanes of `npm test`, in the order in which they run: cheap first, real VS Code last.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { packageExtension } from './install.mjs';
import { root } from './node.mjs';
import { run, runNode, toolPath } from './processes.mjs';
import { Stop } from './say.mjs';
import { ensureVSCode } from './vscode.mjs';

/**
 * @typedef {{ passed: number, failed: number, output: string }} LaneResult
 * @type {{ name: string, what: string, run: () => Promise<LaneResult> }[]}
 */
export const lanes = [
  { name: 'types', what: 'tsc', run: () => check(toolPath('typescript', 'bin/tsc'), ['--noEmit', '-p', root]) },
  {
    name: 'style',
    what: 'biome: format, lint, folder imports',
    run: () => check(toolPath('@biomejs/biome', 'bin/biome'), ['check']),
  },
  {
    name: 'units',
    what: 'vitest: rooms, command and language server as processes',
    run: () => vitest('units', 'vitest.config.ts'),
  },
  { name: 'browser', what: 'the timeline page, and the engine, in a real browser', run: inBrowser },
  {
    name: 'host',
    what: 'mocha inside the extension host of VS Code, by vscode-test',
    run: () => extensionHost('vscode'),
  },
  { name: 'editor', what: 'VS Code, driven like a person would', run: () => workbench('editor', 'vscode', 'dev') },
  { name: 'package', what: 'the packaged .vsix, installed', run: packagedExtension },
  { name: 'web', what: 'the browser build, in VS Code for the web', run: () => workbench('web', 'vscode', 'web') },
  {
    name: 'oldest',
    what: 'the extension host of the oldest VS Code supported',
    run: () => extensionHost('vscode-floor'),
  },
];

/** A tool that says yes or no counts as one test. */
async function check(tool, args) {
  const { code, output } = await runNode(tool, args, { timeoutSeconds: 300 });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

async function vitest(name, config, env = {}) {
  const report = join(root, `.e2e/results/${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--config', join(root, config), ...reporters];
  const { code, output } = await runNode(toolPath('vitest', 'vitest.mjs'), args, { env, timeoutSeconds: 600 });
  if (!existsSync(report)) {
    return { passed: 0, failed: 1, output };
  }
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that cannot be loaded fails without a failed test.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output };
}

async function inBrowser() {
  const env = { CHROMIUM: await ensureChromium() };
  return vitest('browser', 'vitest.browser.config.ts', env);
}

async function extensionHost(folder) {
  const chromium = await ensureChromium();
  await ensureVSCode(folder);
  await buildExtensionTests();
  const env = { CHROMIUM: chromium, E2E_VSCODE: folder };
  const { code, output } = await runNode(toolPath('@vscode/test-cli', 'out/bin.mjs'), [], { env, timeoutSeconds: 300 });
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('failing');
  return { passed: count('passing'), failed: failed === 0 && code !== 0 ? 1 : failed, output };
}

const buildExtensionTests = async () => {
  const { code, output } = await runNode(join(root, 'e2e/suite/build.mjs'));
  if (code !== 0) {
    throw new Stop(output);
  }
};

async function workbench(name, folder, extension) {
  const env = { CHROMIUM: await ensureChromium(), E2E_VSCODE: folder, E2E_EXTENSION: extension };
  await ensureVSCode(folder);
  return vitest(name, 'e2e/vitest.config.ts', env);
}

async function packagedExtension() {
  return workbench('package', 'vscode', await packageExtension());
}
