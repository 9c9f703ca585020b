// The page tests in a real Chromium; the last line says `N passed, N failed`. CHROMIUM names another browser.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const results = join(root, '.e2e/timeline/results.json');
rmSync(results, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config=vitest.browser.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    'client/timeline',
  ],
  { cwd: root, stdio: 'inherit' },
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exitCode = status ?? 1;
