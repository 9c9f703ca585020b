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

  test('a hover explains a setting, with its default', async () => {
    const hover = await workbench.openHover(4, 5);
    await hover.getByText('120s').first().waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  test('a mistake is underlined as it is typed, and no longer when it is taken back', async () => {
    await workbench.goTo(4, 'client-reconnect-window 120s'.length + 3);
    await workbench.page.keyboard.press('Backspace');
    await workbench.errors.first().waitFor();
    await workbench.page.keyboard.type('s');
    await workbench.errors.first().waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Escape');
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
    await workbench.timeline.locator('h1', { hasText: 'the active dies' }).waitFor();
    await workbench.statusBarItem('1 held').waitFor();
  });

  test('the key runs the scenario at the cursor, and a violation is said without a notification', async () => {
    await workbench.goTo(39);
    await workbench.page.keyboard.press('Control+Alt+R');
    await workbench.timeline.locator('h1', { hasText: 'a promise nobody can keep' }).waitFor();
    await workbench.statusBarItem('1 violated').waitFor();
  });

  test('a click on an event jumps to the source', async () => {
    await workbench.goTo(1);
    await workbench.clickOnTimeline('crash tsa-1');
    await workbench.cursorLine(39).waitFor();
  });

  test('the cursor on an `at` line highlights its events', async () => {
    await workbench.goTo(2);
    const plain = await workbench.timelinePicture();
    await workbench.goTo(39);
    const isPlain = async () => (await workbench.timelinePicture()).equals(plain);
    await expect.poll(isPlain, { timeout: 45_000 }).toBe(false);
    await workbench.goTo(2);
    await expect.poll(isPlain, { timeout: 45_000 }).toBe(true);
  });

  test('the timeline is as it was after its panel was hidden', async () => {
    await workbench.timeline.getByRole('button', { name: /table/i }).click();
    const table = workbench.timeline.getByRole('grid');
    await table.waitFor();
    const tab = workbench.page.locator('.tab', { hasText: 'Timeline:' });
    await tab.click();
    await workbench.command('File: New Untitled Text File'); // in the same group, in front of it
    await table.waitFor({ state: 'hidden' });
    await tab.click();
    await table.waitFor();
  });

  test('the timeline comes back with the window', async () => {
    const afterReload = { timeout: 120_000 }; // the window, the extension and the run begin anew
    await workbench.reopen('tcsim.timeline', 'a promise nobody can keep');
    await workbench.timeline.locator('h1', { hasText: 'a promise nobody can keep' }).waitFor(afterReload);
    await workbench.statusBarItem('1 violated').waitFor();
  });

  test('a scenario runs on a cluster that it imports from a file that is not open', async () => {
    await workbench.openFile('imports.tcsim');
    await workbench.clickRun();
    await workbench.timeline.locator('h1', { hasText: 'the cluster comes from another file' }).waitFor();
    await workbench.statusBarItem('1 held').waitFor();
  });

  test('a file with errors is not run, and the reason is said', async () => {
    await workbench.openFile('broken.tcsim');
    await workbench.command('tcsim: Run All Scenarios in File');
    await workbench.notification(/Nothing was run/);
    await workbench.openFile('empty.tcsim');
    await workbench.command('tcsim: Run Scenario');
    await workbench.notification(/empty\.tcsim is empty/);
  });

  test('a run can be cancelled', async () => {
    await workbench.openFile('long.tcsim');
    await workbench.command('tcsim: Run All Scenarios in File');
    const notification = await workbench.notification(/a long hour/);
    await notification.getByText('Cancel').click();
    await workbench.statusBarItem('run cancelled').waitFor();
  });
});

describe('a configuration file of the product', () => {
  const themes = [
    { name: 'dark', theme: 'Default Dark Modern', colour: 'vs-dark' },
    { name: 'high-contrast', theme: 'Default High Contrast', colour: 'hc-black' },
    { name: 'light', theme: 'Default Light Modern', colour: 'vs' },
  ];

  test('is underlined where a window is shorter than the detection', async () => {
    await workbench.openFile('tc-config.xml');
    await workbench.warnings.first().waitFor();
    const hover = await workbench.openHover(7, 10);
    await hover.getByText(/client-reconnect-window 5s is too short/).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  test('explains by a run what this leads to, beside the run with the fix', async () => {
    const menu = await workbench.openQuickFixes(7, 10);
    await workbench.screenshot(`${lane}-xml-quick-fix-menu`);
    await menu.getByText('Run what TCS301 leads to').click();
    await workbench.timeline.locator('.comparison').waitFor();
    await workbench.timeline.locator('.pane-caption.chosen', { hasText: 'as it is' }).waitFor();
    await workbench.timeline
      .locator('button.pane-caption', { hasText: 'Set client-reconnect-window to 120s' })
      .waitFor();
    await workbench.statusBarItem('1 violated, 1 held').waitFor();
    await workbench.line('// TCS301: client-reconnect-window 5s').waitFor();
    for (const { name, theme, colour } of extension === 'web' ? [] : themes) {
      workbench.changeSettings({ 'workbench.colorTheme': theme });
      await workbench.page.locator(`.monaco-workbench.${colour}`).waitFor();
      await workbench.settled();
      await workbench.screenshot(`${lane}-explained-${name}`);
    }
  });

  test('is mended by the quick fix, which keeps its comments', async () => {
    await workbench.openFile('tc-config.xml');
    const menu = await workbench.openQuickFixes(7, 10);
    await menu.getByText('Set client-reconnect-window to 120s').click();
    await workbench.line('<client-reconnect-window>120</client-reconnect-window>').waitFor();
    await workbench.line('<!-- Nobody waits for clients. -->').waitFor();
    await workbench.warnings.first().waitFor({ state: 'detached' });
  });

  test('becomes a new scenario', async () => {
    await workbench.command('tcsim: New Scenario from Configuration');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'tc-config.xml' });
    await list.first().waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.line('// From tc-config.xml.').waitFor();
    await workbench.line('cluster tc-config {').waitFor();
  });
});
