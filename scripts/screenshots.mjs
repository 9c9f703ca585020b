// npm run screenshots: takes the pictures of the README again, in docs/images, from the real VS Code.
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled, packageExtension } from './lib/install.mjs';
import { root } from './lib/node.mjs';
import { runNode } from './lib/processes.mjs';
import { main } from './lib/say.mjs';
import { ensureVSCode } from './lib/vscode.mjs';

await main(async () => {
  await ensureInstalled();
  const vsix = await packageExtension();
  await ensureVSCode('vscode');
  const env = { CHROMIUM: await ensureChromium() };
  return (await runNode(join(root, 'e2e/screenshots.ts'), [vsix], { env, show: true })).code;
});
