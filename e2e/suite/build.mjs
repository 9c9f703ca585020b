// Bundles the tests that run inside the extension host, and gives them a workspace of their own.
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const out = join(root, '.e2e/suite');
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: globSync('*.test.ts', { cwd: import.meta.dirname }).map((name) => join(import.meta.dirname, name)),
  outdir: out,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
  logLevel: 'warning',
});
cpSync(join(root, 'e2e/workspace'), join(out, 'workspace'), { recursive: true });
