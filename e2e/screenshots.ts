// Takes the pictures of the README. Used by `npm run screenshots`.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './vscode.ts';
import { Workbench } from './workbench.ts';

const images = join(root, 'docs/images');
const [vsix = join(root, 'out/tcsim.vsix')] = process.argv.slice(2);

/** Nothing on the picture that is not ours. */
const bare = {
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.editor.editorActionsLocation': 'default',
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
  'editor.fontSize': 13,
  'editor.lineNumbers': 'on',
  'editor.stickyScroll.enabled': false,
  'editor.wordWrap': 'on',
};

const themes = [
  { name: 'light', theme: 'Default Light Modern' },
  { name: 'dark', theme: 'Default Dark Modern' },
  { name: 'high-contrast', theme: 'Default High Contrast' },
] as const;

const files = join(root, '.e2e/pictured');
rmSync(files, { recursive: true, force: true });
mkdirSync(files, { recursive: true });
mkdirSync(images, { recursive: true });
const [flagship = 'none'] = readdirSync(join(root, 'samples'))
  .filter((name) => name.endsWith('.tcsim'))
  .sort();
copyFileSync(join(root, 'samples', flagship), join(files, flagship));
copyFileSync(join(root, 'e2e/workspace/rejoin-alone.tcsim'), join(files, 'shop.tcsim'));

for (const { name, theme } of themes) {
  await inWindow(flagship, theme, { width: 1440, height: 860 }, async (workbench) => {
    await workbench.command('tcsim: Run All Scenarios in File');
    await workbench.timeline.locator('h1').waitFor();
    await save(workbench, `timeline-${name}`);
  });
}
await inWindow('shop.tcsim', 'Default Light Modern', { width: 980, height: 620 }, async (workbench) => {
  await workbench.warnings.first().waitFor();
  await workbench.openHover(12, 10);
  await save(workbench, 'editor-warning');
  await workbench.page.keyboard.press('Escape');
  await workbench.openQuickFixes(12, 10);
  await save(workbench, 'quick-fix');
});

async function inWindow(
  file: string,
  theme: string,
  size: { width: number; height: number },
  work: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const settings = { ...bare, 'workbench.colorTheme': theme };
  const workbench = await Workbench.open({ name: 'pictures', files, extension: vsix, settings, size });
  try {
    await workbench.openFile(file);
    await workbench.command('View: Close Primary Side Bar');
    await work(workbench);
  } finally {
    await workbench.close();
  }
}

async function save(workbench: Workbench, name: string): Promise<void> {
  await workbench.settled();
  await workbench.page.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
