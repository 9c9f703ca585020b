// What a person does with a scenario in VS Code, from opening the file to looking at the timeline.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from './vscode.ts';
import { Workbench } from './workbench.ts';

const extension = process.env.E2E_EXTENSION ?? 'dev';
const lane = extension === 'dev' ? 'editor' : extension === 'web' ? 'web' : 'package';
let workbench: Workbench;
let shots = 0;

beforeAll(async () => {
  workbench = await Workbench.open({ name: lane, files: join(root, 'e2e/workspace'), extension });
});

afterAll(async () => {
  await workbench?.close();
});

afterEach(async ({ task }) => {
  shots++;
  await workbench.screenshot(`${lane}-${String(shots).padStart(2, '0')}-${task.name.replace(/\W+/g, '-')}`);
});

describe('writing a scenario', () => {
  test('a .tcsim file is in colour', async () => {
    await workbench.openFile('orders.tcsim');
    await workbench.statusBarItem(/^tcsim$/).waitFor();
    const colourOf = (text: string) =>
      workbench
        .line(text)
        .locator('span span')
        .first()
        .evaluate((span) => getComputedStyle(span).color);
    expect(await colourOf('cluster orders')).not.toBe(await colourOf('/// Two mirrored'));
  });

  test('a mistake is underlined as it is typed, and no longer when it is taken back', async () => {
    await workbench.goTo(4, 'client-reconnect-window 120s'.length + 3);
    await workbench.page.keyboard.press('Backspace');
    await workbench.errors.first().waitFor();
    await workbench.page.keyboard.type('s');
    await workbench.errors.first().waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Escape');
  });

  test('hovering a setting explains it', async () => {
    await workbench.line('client-reconnect-window').locator('span span').first().hover();
    const hover = workbench.page.locator('.monaco-hover:visible');
    await hover.getByText('120s').first().waitFor();
  });

  test('settings of the block are completed', async () => {
    await workbench.goTo(5, 'restartable true'.length + 3);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('elec');
    await workbench.page
      .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'election-time' })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+Shift+K'); // deletes the line
    await workbench.errors.first().waitFor({ state: 'detached' });
  });

  test('a quick fix repairs rejoin without nonstop', async () => {
    await workbench.openFile('rejoin-alone.tcsim');
    await workbench.warnings.first().waitFor();
    const menu = await workbench.openQuickFixes(12, 10);
    await menu.getByText('nonstop').first().waitFor();
    await workbench.screenshot(`${lane}-quick-fix-menu`);
    await menu.getByText('nonstop').first().click();
    await workbench.line('nonstop').first().waitFor();
    await workbench.warnings.first().waitFor({ state: 'detached' });
  });

  test('the Problems view lists what is wrong', async () => {
    await workbench.openFile('broken.tcsim');
    await workbench.problem(/client-reconnect-window/);
    await workbench.command('View: Toggle Panel Visibility');
  });
});

describe('running a scenario', () => {
  test('Run above a scenario draws its timeline and says the verdict', async () => {
    await workbench.openFile('orders.tcsim');
    await workbench.goTo(27);
    await workbench.clickRun();
    await workbench.timelineDrawn();
    await workbench.statusBarItem('1 held').waitFor();
  });
});
