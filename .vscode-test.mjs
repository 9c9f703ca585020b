import { fileURLToPath } from 'node:url';
import { defineConfig } from '@vscode/test-cli';

// On a desktop with a display and a network, without E2E_VSCODE, vscode-test fetches a VS Code by itself.
const standIn = process.env.E2E_VSCODE !== undefined;

export default defineConfig({
  files: '.e2e/suite/*.test.cjs',
  workspaceFolder: '.e2e/suite/workspace',
  mocha: { ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false },
  ...(standIn ? { useInstallation: { fromPath: fileURLToPath(new URL('e2e/standIn.ts', import.meta.url)) } } : {}),
});
