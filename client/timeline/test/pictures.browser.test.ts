/** What the page looks like: with a million rows, in every theme, in colours that the system forces. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { OpenOptions } from './harness.ts';
import { screenshots, usePages } from './pages.ts';

const open = usePages();

it('shows a million rows', async () => {
  const timeline = await open({
    width: 1500,
    height: 900,
    runs: [{ clients: 8, callsPerSecond: 130, chatter: 500_000 }],
  });
  const { page } = timeline;
  await page.screenshot({ path: join(screenshots, 'million.png') });
  await page.keyboard.press('t');
  await page.locator('.table tbody:last-child tr[tabindex="0"]').focus();
  await page.keyboard.press('End');
  expect(Number(await page.locator(':focus').getAttribute('aria-rowindex'))).toBeGreaterThan(500_000);
  await page.keyboard.press('l');
  await page.keyboard.type('peer 7');
  await page.getByLabel('Only matches').uncheck();
  const lines = Number(await page.locator('.logs [role=grid]').getAttribute('aria-rowcount'));
  expect(lines).toBeGreaterThan(30_000);
  expect(await page.locator('.logs tbody:last-child tr').count()).toBeLessThan(60);
  await page.locator('.logs tbody:last-child tr[tabindex="0"]').focus();
  await page.keyboard.press('End');
  expect(await page.locator(':focus').getAttribute('aria-rowindex')).toBe(String(lines));
});

it('redraws when the theme changes', async () => {
  const { page } = await open({ theme: 'light' });
  const colourOf = () =>
    page.locator('canvas.plot').evaluate((canvas: HTMLCanvasElement) => {
      const copy = document.createElement('canvas');
      copy.width = 1;
      copy.height = 1;
      const context = copy.getContext('2d') as CanvasRenderingContext2D;
      context.drawImage(canvas, 60, canvas.height - 4, 1, 1, 0, 0, 1, 1);
      return Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3));
    });
  for (const client of ['shop', 'billing', 'search']) {
    await page.locator('.fold', { hasText: client }).click(); // so that there is empty space below
  }
  await page.waitForTimeout(100);
  expect(await colourOf()).toEqual([255, 255, 255]);
  await page.evaluate(() => {
    document.documentElement.style.setProperty('--vscode-editor-background', '#102030');
    document.body.className = 'vscode-body vscode-dark';
  });
  await page.waitForTimeout(100);
  expect(await colourOf()).toEqual([16, 32, 48]);
});

it('keeps tones and selection apart where the system forces its colours', async () => {
  const { page } = await open({ theme: 'report', forcedColors: true });
  const tones = await page.locator('canvas.plot').evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const isGrey = (pixel: number) => (pixel & 0xff) === ((pixel >> 8) & 0xff);
    return new Set(pixels.filter((pixel) => !isGrey(pixel))).size;
  });
  expect(tones).toBeGreaterThan(4);
  const backgroundOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((each) => getComputedStyle(each).backgroundColor);
  await page.locator('.finding').first().click();
  expect(await backgroundOf('.finding[aria-pressed=true]')).not.toBe(
    await backgroundOf('.finding[aria-pressed=false]'),
  );
  await page.keyboard.press('t');
  await page.locator('.table tbody:last-child tr').nth(3).click();
  expect(await backgroundOf('.table tr[aria-selected=true]')).not.toBe(
    await backgroundOf('.table tr[aria-selected=false]'),
  );
  await page.screenshot({ path: join(screenshots, 'forced-colors-table.png') });
});

const pictures: readonly (readonly [string, OpenOptions])[] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['high-contrast', { theme: 'contrast' }],
  ['high-contrast-light', { theme: 'contrast-light' }],
  ['report', { theme: 'report' }],
  ['report-dark', { theme: 'report', dark: true }],
  ['narrow', { theme: 'light', width: 480, height: 760 }],
  ['wide', { theme: 'dark', width: 1800, height: 900, runs: [{ clients: 20 }], ratio: 2 }],
  ['forced-colors', { theme: 'report', forcedColors: true }],
  ['log', { theme: 'contrast-light', width: 560, height: 820, runs: [{ chatter: 300 }] }],
  ['variants', { theme: 'contrast', runs: [{ variant: 'window = 60s' }, { variant: 'window = 120s', clients: 1 }] }],
  ['few', { theme: 'light', width: 900, height: 420, runs: [{ clients: 0 }] }],
];
it.each(pictures)('draws %s', async (name, options) => {
  const { page } = await open(options);
  if (name !== 'few' && name !== 'wide') {
    await page.locator('.finding').first().click();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(300);
  }
  if (name === 'log') {
    await page.keyboard.press('l');
    await page.keyboard.type('peer');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
  }
  const picture = await page.screenshot({ path: join(screenshots, `${name}.png`) });
  expect(picture.byteLength).toBeGreaterThan(20_000); // an empty canvas compresses to less
});
