/**
 * Bundles the language server and its worker as `esbuild.mjs` does, into a folder of their own: tests and benchmarks
 * never depend on how old `dist/` is.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface BundledServer {
  /** Paths. */
  readonly server: string;
  readonly worker: string;
  /** Deletes the folder. */
  dispose(): void;
}

export async function bundleServer(): Promise<BundledServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tcsim-server-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: { server: './main.node.ts', worker: './worker.node.ts' },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  return {
    server: join(folder, 'server.js'),
    worker: join(folder, 'worker.js'),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
