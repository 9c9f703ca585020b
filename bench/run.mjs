// Runs the benchmarks: what they print is for reading, they assert nothing about time.
//
//   node bench/run.mjs                 all of them
//   node bench/run.mjs kernel lsp …    some of them
//
// That of the timeline page needs a browser and is started by itself: bench/timeline.mjs.
//
// Each is bundled to out/bench as the product is to dist, and runs in a process of its own. The C++ references need g++ or c++
// and are left out without one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = import.meta.dirname;
const output = join(folder, '../out/bench');

/** Name → what to bundle under which name, or a script that bundles for itself. */
const benchmarks = {
  kernel: {
    bundles: { kernel: 'kernel.ts', contenders: 'kernel/contenders.ts' },
    native: { storm: 'native/storm.cpp' },
  },
  language: { bundles: { language: 'language.ts' } },
  analysis: { bundles: { analysis: 'analysis.ts' } },
  lsp: { script: 'lsp.mjs' },
  scenario: { bundles: { scenario: 'scenario.ts' } },
  command: { script: 'command.mjs' },
};

/** Compiles a reference; says so when there is no compiler or it fails. */
function compile(name, source) {
  const options = ['-O3', '-march=native', '-std=c++17', '-o', join(output, name), join(folder, source)];
  for (const compiler of ['g++', 'c++']) {
    const { error, status } = spawnSync(compiler, options, { stdio: 'inherit' });
    if (error?.code === 'ENOENT') continue;
    if (status !== 0) console.log(`${compiler} could not build ${source}: its figures are missing below`);
    return;
  }
  console.log(`no C++ compiler here: the figures of ${source} are missing below`);
}

const names = process.argv.slice(2);
for (const name of names) {
  if (!(name in benchmarks)) {
    console.error(`there is no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}`);
    process.exit(2);
  }
}

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'package.json'), '{ "type": "module" }\n');
for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
  const { bundles, native, script } = benchmarks[name];
  console.log(`\n== ${name}`);
  for (const [program, source] of Object.entries(native ?? {})) compile(program, source);
  if (bundles !== undefined) {
    await build({
      absWorkingDir: folder,
      entryPoints: bundles,
      outdir: output,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      minify: true,
      logLevel: 'warning',
    });
  }
  const entry = script === undefined ? join(output, `${name}.js`) : join(folder, script);
  const { status } = spawnSync(process.execPath, ['--expose-gc', entry], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
