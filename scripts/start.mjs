// npm start: install, build, run the flagship sample, show its verdicts and timeline.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, ensureInstalled } from './lib/install.mjs';
import { root } from './lib/node.mjs';
import { runNode } from './lib/processes.mjs';
import { bold, main, Stop } from './lib/say.mjs';

/** Path of the first sample by name: samples are numbered, and the flagship is 01. */
function flagship() {
  const folder = join(root, 'samples');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tcsim')) : [];
  const [first] = names.sort();
  if (first === undefined) {
    throw new Stop('There is no scenario in samples/.');
  }
  return join('samples', first);
}

await main(async () => {
  await ensureInstalled();
  await build();
  const sample = flagship();
  const html = join(root, 'out/timeline.html');
  mkdirSync(join(root, 'out'), { recursive: true });
  console.log(`\n${bold(`tcsim run ${sample}`)}\n`);
  const { code } = await runNode(join(root, 'dist/cli/tcsim.js'), ['run', sample, '--html', html], { show: true });
  if (existsSync(html)) {
    console.log(`\nThe timeline as a page: ${bold(html)}`);
    console.log('Next: npm run vscode opens the samples in VS Code.');
  }
  return code;
});
