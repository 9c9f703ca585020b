#!/usr/bin/env node
// Stands in for the desktop executable of VS Code, so that the unmodified vscode-test runs where none can be
// installed: it takes the same arguments and gives the same output and exit code. Inside are the real VS Code server
// and workbench, the latter in a headless browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from './browser.ts';
import { startVSCode, workFolder } from './vscode.ts';

/** vscode-test passes `--name=value` for all that matters here, and the workspace as a bare word. */
const words = process.argv.slice(2);
const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const [folder] = words.filter((word) => !word.startsWith('-'));

const extension = option('extensionDevelopmentPath');
const tests = option('extensionTestsPath');
if (extension === undefined || tests === undefined || folder === undefined) {
  console.error(`Expected --extensionDevelopmentPath, --extensionTestsPath and a folder, got: ${words.join(' ')}`);
  process.exit(2);
}

const work = workFolder('host');
const vscode = await startVSCode({ work, folder: resolve(folder), development: true });
const output = join(work, 'output.txt');
const browser = await launchBrowser();
let shown = 0;
const show = () => {
  const text = readFileSync(output);
  process.stdout.write(text.subarray(shown));
  shown = text.length;
};
let code = 1;
writeFileSync(output, '');
const timer = setInterval(show, 200);
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const done = new Promise<number>((end, fail) => {
    void page.exposeFunction('codeAutomationExit', end); // the workbench calls it when the tests have ended
    void page.exposeFunction('codeAutomationLog', () => undefined);
    page.on('crash', () => fail(new Error('The page crashed.')));
  });
  await page.goto(
    vscode.url([
      ['extensionDevelopmentPath', vscode.remote(resolve(extension))],
      ['extensionTestsPath', vscode.remote(outputWrapper(resolve(tests)))],
    ]),
  );
  code = await done;
} finally {
  clearInterval(timer);
  await browser.close();
  await vscode.stop();
  show();
}
process.exit(code);

/** A test entry that sends the console to a file and calls the real one: the extension host has no terminal. */
function outputWrapper(entry: string): string {
  const folderOfWrapper = join(work, 'wrapper');
  mkdirSync(folderOfWrapper, { recursive: true });
  const path = join(folderOfWrapper, 'index.cjs');
  writeFileSync(
    path,
    `const { appendFileSync } = require('node:fs');
const { format } = require('node:util');
const log = (...values) => appendFileSync(${JSON.stringify(output)}, format(...values) + '\\n');
Object.defineProperty(console, 'log', { configurable: true, get: () => log }); // VS Code's own getter ignores assignment
exports.run = () => require(${JSON.stringify(entry)}).run();
`,
  );
  return path;
}
