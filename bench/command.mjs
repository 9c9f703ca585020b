// What somebody waits for who types `tcsim check` or `tcsim run`: from the start of a cold process to its end, the
// package as it is shipped, against a process that does nothing. Prints medians; asserts nothing about time. The first
// round, which compiles what Node then keeps, does not count.
//
//   node bench/command.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const rounds = Number(process.argv[2] ?? 9);
const root = join(import.meta.dirname, '..');
const output = join(root, 'out/bench');
const command = join(output, 'tcsim.js');
const nothing = join(output, 'nothing.js');
const sample = join(root, 'samples/01-the-active-dies.tcsim');

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'package.json'), '{ "type": "module" }\n');
writeFileSync(nothing, '');
await build({
  absWorkingDir: root,
  entryPoints: ['server/src/cli/tcsim.ts'],
  outdir: output,
  splitting: true,
  chunkNames: '[name]-[hash]',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
});

const processes = {
  'a process that does nothing': [nothing],
  'tcsim --version': [command, '--version'],
  'tcsim check': [command, 'check', sample],
  'tcsim run': [command, 'run', sample],
};
const times = Object.fromEntries(Object.keys(processes).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, args] of Object.entries(processes)) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const millis = performance.now() - start;
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    if (round > 0) times[name].push(millis); // the first one fills the caches
  }
}
const median = (samples) => samples.toSorted((x, y) => x - y)[samples.length >> 1];
for (const [name, samples] of Object.entries(times)) {
  console.log(`  ${name.padEnd(28)}${median(samples).toFixed(0).padStart(6)} ms`);
}
