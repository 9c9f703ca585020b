import { defineConfig } from 'vitest/config';

// One VS Code for all files, one file at a time. E2E_EXTENSION: "dev", or the path of a .vsix.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.ui.test.ts'],
    testTimeout: 150_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    bail: 5, // one thing broken early breaks all that follows
  },
});
