/** Two runs that are held against each other, in a real Chromium. */
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { OpenOptions, OpenPage } from './harness.ts';
import { saved, screenshots, usePages } from './pages.ts';
import type { ThemeName } from './themes.ts';

const openPage = usePages();

/** A page that shows a run and the same with a change. */
function open(options: OpenOptions = {}): Promise<OpenPage> {
  const runs = [{ variant: 'as it is' }, { variant: 'Set client-reconnect-window to 120s', callsPerSecond: 2 }];
  return openPage({ height: 900, ...options, runs, compared: true });
}

const top = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.y ?? Number.NaN;

it('shows both, the first above the second, whichever is chosen', async () => {
  const { page, messages } = await open();
  const chosen = page.locator('.pane-caption.chosen');
  const other = page.locator('button.pane-caption');
  expect(await chosen.textContent()).toContain('as it is');
  expect(await other.textContent()).toContain('Set client-reconnect-window');
  expect(await top(chosen)).toBeLessThan(await top(other));
  await other.click();
  expect(await chosen.textContent()).toContain('Set client-reconnect-window');
  expect(await top(other)).toBeLessThan(await top(chosen));
  expect(await messages()).toContainEqual({ type: 'select-run', run: 1 });
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
  const { range } = await saved(timeline);
  expect((range?.toMicros ?? 0) - (range?.fromMicros ?? 0)).toBeLessThan(200e6);
  const after = await pictures();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

it('leaves room for a table, and is not there for a single run', async () => {
  const { page } = await open();
  await page.keyboard.press('t');
  await page.locator('.comparison').waitFor({ state: 'hidden' });
  await page.keyboard.press('t');
  await page.locator('.comparison').waitFor();
  const single = await openPage();
  expect(await single.page.locator('.comparison').isVisible()).toBe(false);
});

it.each(['light', 'dark', 'contrast'] satisfies ThemeName[])('can be looked at: %s', async (theme) => {
  const { page } = await open({ theme });
  const picture = await page.screenshot({ path: join(screenshots, `comparison-${theme}.png`) });
  expect(picture.byteLength).toBeGreaterThan(20_000); // an empty canvas compresses to less
});
