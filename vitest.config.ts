import { defineConfig } from 'vitest/config';

// Units, and the command and the language server as processes. Pages in a browser: vitest.browser.config.ts.
export default defineConfig({
  test: {
    include: ['{server,client,bench,syntaxes,conformance}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
    testTimeout: 30_000,
  },
});
