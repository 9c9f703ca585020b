// npm test: everything, from nothing. Ends with one line, "N passed, N failed", the sum of all lanes.
//
//   npm test                    all lanes
//   npm test -- units editor    only these
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, ensureInstalled } from './lib/install.mjs';
import { lanes } from './lib/lanes.mjs';
import { root } from './lib/node.mjs';
import { bold, dim, green, main, red, Stop, seconds } from './lib/say.mjs';

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !lanes.some((lane) => lane.name === name));
  if (unknown.length > 0) {
    throw new Stop(`No such lane: ${unknown.join(', ')}. There are: ${lanes.map((lane) => lane.name).join(', ')}.`);
  }
  const start = performance.now();
  await ensureInstalled();
  await build({ complete: true });
  rmSync(join(root, '.e2e/results'), { recursive: true, force: true });
  mkdirSync(join(root, '.e2e/results'), { recursive: true });

  const total = { passed: 0, failed: 0 };
  for (const lane of lanes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const { passed, failed } = await runLane(lane);
    total.passed += passed;
    total.failed += failed;
  }
  const shots = join(root, '.e2e/screenshots');
  console.log(`\n${dim(`${seconds(start)} in all${existsSync(shots) ? `, screenshots in ${shots}` : ''}`)}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

/** Runs one lane and prints its line; what the lane's tools said is shown only when something failed. */
async function runLane({ name, what, run }) {
  const start = performance.now();
  console.log(`${bold(name)} ${dim(what)}`);
  let result;
  try {
    result = await run();
  } catch (error) {
    result = { passed: 0, failed: 1, output: error instanceof Stop ? error.message : error.stack };
  }
  if (result.passed === 0 && result.failed === 0) {
    result = { ...result, failed: 1, output: `${result.output}\nThis lane ran no test.` };
  }
  if (result.failed > 0) {
    // Indented, so that a tool's own closing line is never taken for ours.
    console.log(shortened(result.output).replaceAll(/^/gm, '  │ '));
  }
  const verdict =
    result.failed > 0 ? red(`✗ ${result.passed} ok, ${result.failed} not`) : green(`✓ ${result.passed} ok`);
  console.log(`  ${verdict} ${dim(seconds(start))}`);
  return result;
}

/** The beginning and the end of what a tool said. */
function shortened(output) {
  const lines = output.trimEnd().split('\n');
  const most = 300;
  return lines.length <= most
    ? lines.join('\n')
    : [...lines.slice(0, most / 2), `… ${lines.length - most} lines …`, ...lines.slice(-most / 2)].join('\n');
}
