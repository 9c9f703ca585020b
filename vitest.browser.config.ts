import { defineConfig } from 'vitest/config';

// Pages driven in a real browser through Playwright; CHROMIUM says where the browser is.
export default defineConfig({
  test: {
    include: ['{client,server}/**/*.browser.test.ts'],
    testTimeout: 60_000,
    fileParallelism: false,
  },
});
