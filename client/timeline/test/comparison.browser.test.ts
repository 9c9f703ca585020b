/** Two runs that are held against each other, in a real Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ViewState } from '../state.ts';
import { launch, type OpenOptions, type OpenPage, openTimeline } from './harness.ts';
import type { ThemeName } from './themes.ts';

const screenshots = join(import.meta.dirname, '../../../.e2e/timeline');
let browser: Browser;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** A page that shows a run and the same with a change. */
function open(options: OpenOptions = {}): Promise<OpenPage> {
  const runs = [{ variant: 'as it is' }, { variant: 'Set client-reconnect-window to 120s', callsPerSecond: 2 }];
  return openTimeline(browser, { height: 900, ...options, runs, compared: true });
}

const top = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.y ?? Number.NaN;

it('shows both, the first above the second, whichever is chosen', async () => {
  const { page, messages, close } = await open();
  const chosen = page.locator('.pane-caption.chosen');
  const other = page.locator('button.pane-caption');
  expect(await chosen.textContent()).toContain('as it is');
  expect(await other.textContent()).toContain('Set client-reconnect-window');
  expect(await top(chosen)).toBeLessThan(await top(other));
  await other.click();
  expect(await chosen.textContent()).toContain('Set client-reconnect-window');
  expect(await top(other)).toBeLessThan(await top(chosen));
  expect(await messages()).toContainEqual({ type: 'select-run', run: 1 });
  await close();
});

it('is moved in time as one', async () => {
  const timeline = await open();
  const { page } = timeline;
  const pictures = async () => [
    (await page.locator('canvas.plot').nth(0).screenshot()).toString('base64'),
    (await page.locator('canvas.plot').nth(1).screenshot()).toString('base64'),
  ];
  const before = await pictures();
  const box = await page.locator('.comparison canvas.plot').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 120);
  await page.mouse.wheel(0, -600);
  await page.waitForTimeout(450);
  const { range } = ((await timeline.savedState()) as { state: ViewState }).state;
  expect((range?.toMicros ?? 0) - (range?.fromMicros ?? 0)).toBeLessThan(200e6);
  const after = await pictures();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  await timeline.close();
});

it('leaves room for a table, and is not there for a single run', async () => {
  const timeline = await open();
  await timeline.page.keyboard.press('t');
  await timeline.page.locator('.comparison').waitFor({ state: 'hidden' });
  await timeline.page.keyboard.press('t');
  await timeline.page.locator('.comparison').waitFor();
  expect(timeline.errors).toEqual([]);
  await timeline.close();
  const single = await openTimeline(browser, {});
  expect(await single.page.locator('.comparison').isVisible()).toBe(false);
  await single.close();
});

it.each(['light', 'dark', 'contrast'] satisfies ThemeName[])('can be looked at: %s', async (theme) => {
  const { page, errors, close } = await open({ theme });
  await page.screenshot({ path: join(screenshots, `comparison-${theme}.png`) });
  expect(errors).toEqual([]);
  await close();
});
