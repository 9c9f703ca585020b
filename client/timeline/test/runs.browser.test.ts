/** Which runs the page shows and how it comes back: hidden, run again, with variants, in a report. */
import { expect, it } from 'vitest';
import { encodeTrace } from '../../../server/src/trace/codec.ts';
import type { ReportData } from '../protocol.ts';
import { saved, usePages } from './pages.ts';
import { syntheticRun } from './synthetic.ts';

const open = usePages();

it('comes back as it was left', async () => {
  const first = await open();
  await first.page.locator('.view').focus();
  await first.page.keyboard.press('+');
  await first.page.keyboard.press('Enter');
  await first.page.locator('.search').fill('tsa');
  const left = await saved(first);
  const second = await open({ state: await first.savedState() });
  expect(await second.page.locator('.search').inputValue()).toBe('tsa');
  await second.page.locator('.details').waitFor();
  await second.page.locator('.view').focus();
  await second.page.keyboard.press('?');
  expect(await saved(second)).toEqual({ ...left, legend: true });
});

it('keeps its place when the scenario runs again, and starts anew with another one', async () => {
  const timeline = await open();
  const { page } = timeline;
  await page.locator('.view').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  const before = await saved(timeline);
  await page.evaluate(() => globalThis.showSynthetic([{ callsPerSecond: 5 }]));
  expect(await saved(timeline)).toEqual({ ...before, selection: undefined });
  await page.evaluate(() => globalThis.showSynthetic([{ variant: 'another', duration: 120 }]));
  expect((await saved(timeline)).range).toBeUndefined();
});

it('tells its host which run it shows after it was hidden', async () => {
  const runs = [{ variant: 'window 60s' }, { variant: 'window 120s' }];
  const first = await open({ runs });
  await first.page.getByRole('tab', { name: 'window 120s' }).click();
  await saved(first);
  const second = await open({ runs, state: await first.savedState() });
  expect(await second.messages()).toEqual([{ type: 'ready' }, { type: 'select-run', run: 1 }]);
});

it('shows variants side by side and changes between them with the keys, at the same place', async () => {
  const timeline = await open({
    runs: [{ variant: 'window 60s' }, { variant: 'window 120s' }, { variant: 'window 180s', clients: 1 }],
  });
  const { page, messages } = timeline;
  const tabs = page.getByRole('tab');
  expect(await tabs.locator('.variant-name').allTextContents()).toEqual([
    'window 60s: violated.',
    'window 120s: violated.',
    'window 180s: violated.',
  ]);
  // What is the same everywhere is left to the tooltip.
  expect(await tabs.last().locator('.figure').allTextContents()).toEqual([
    expect.stringMatching(/^calls failed \d+ of \d+$/),
    'time to active 12s',
  ]);
  expect(await tabs.first().getAttribute('title')).toContain('longest stall: 5s\n');
  expect(await page.getByLabel('Run', { exact: true }).isVisible()).toBe(false);
  await page.locator('.finding').first().click();
  await page.keyboard.press('+');
  const before = await saved(timeline);
  await page.keyboard.press(']');
  const after = await saved(timeline);
  expect(after).toEqual({ ...before, run: 1 });
  expect((await messages()).at(-1)).toEqual({ type: 'select-run', run: 1 });
  expect(await page.locator('.name-label').allTextContents()).toContain('billing');
  await tabs.nth(1).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator(':focus').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press(']');
  expect((await saved(timeline)).run).toBe(2);
  expect(await page.locator('.name-label').allTextContents()).not.toContain('billing');
});

it('chooses among scenarios, one of them with variants', async () => {
  const { page } = await open({ runs: [{ variant: 'window 60s' }, { variant: 'window 120s' }, {}] });
  expect(await page.getByRole('tab').count()).toBe(2);
  await page.getByLabel('Run', { exact: true }).selectOption({ index: 2 });
  expect(await page.getByRole('tab').count()).toBe(0);
});

it('shows progress, a message, and an empty page', async () => {
  const { page, send } = await open({ runs: [] });
  expect(await page.locator('.message').textContent()).toBe('Waiting for a run.');
  await send({ type: 'progress', text: 'Simulating 2min 30s of 4min', fraction: 0.6 });
  await page.waitForTimeout(30);
  expect(await page.locator('.message').textContent()).toBe('Simulating 2min 30s of 4min');
  expect(await page.locator('progress').getAttribute('value')).toBe('0.6');
  await send({ type: 'runs', runs: [], selected: 0 });
  await page.waitForTimeout(30);
  expect(await page.locator('.message').textContent()).toBe('There is no run to show.');
});

it('works in a report, without a host', async () => {
  const run = syntheticRun();
  const report: ReportData = { runs: [{ ...run, trace: encodeTrace(run.trace) }], selected: 0 };
  const { page } = await open({ report: JSON.stringify(report), theme: 'report' });
  expect(await page.locator('.verdict').textContent()).toBe('violated');
  expect(await page.getByRole('button', { name: 'Run again' }).count()).toBe(0);
  await page.locator('.finding').first().click();
  expect(await page.locator('.place').textContent()).toBe('failover.tcsim:29');
});
