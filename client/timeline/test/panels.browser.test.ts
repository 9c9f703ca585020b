/** The table and the log beside the timeline, driven by keys. */
import { expect, it } from 'vitest';
import { usePages } from './pages.ts';
import { place } from './synthetic.ts';

const open = usePages();

it('has a table of the same events, driven by keys', async () => {
  const { page, messages } = await open();
  await page.keyboard.press('t');
  const rows = page.locator('.table tbody:last-child tr');
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('72');
  expect(await rows.first().locator('td').allTextContents()).toEqual(['0.000s', 'tsa-1', 'state', 'is active']);
  await rows.first().focus();
  for (let step = 0; step < 7; step++) {
    await page.keyboard.press('ArrowDown');
  }
  expect(await page.locator(':focus td').allTextContents()).toEqual(['30.000s', 'tsa-1', 'fault', 'crash tsa-1']);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(30);
  expect((await messages()).at(-1)).toEqual({ type: 'reveal', place: place(1) });
  await page.keyboard.press('End');
  expect(await page.locator(':focus').getAttribute('aria-rowindex')).toBe('72');
  await page.getByLabel('What the table shows').selectOption('calls');
  expect(await rows.first().locator('td').nth(3).textContent()).toMatch(/^get on \w+\.\w+: (ok|local) after/);
});

it('has the log lines of the nodes, in step with the timeline', async () => {
  const timeline = await open({ runs: [{ chatter: 400 }] });
  const { page } = timeline;
  await page.keyboard.press('l');
  const log = page.getByRole('region', { name: 'Log lines' });
  const lines = log.locator('tbody:last-child tr');
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Find in the log');
  await page.keyboard.type('PEER 4');
  const found = Number(await log.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  expect(await log.locator('.logs-count').textContent()).toBe(`${found} lines`);
  expect(new Set(await lines.locator('mark').allTextContents())).toEqual(new Set(['peer 4']));
  await page.keyboard.press('Enter');
  const first = await lines.first().locator('td').allTextContents();
  expect(await log.locator('tr[aria-selected=true] td').allTextContents()).toEqual(first);
  expect(await page.locator('.details h2').textContent()).toBe(`${first[1]} logs: ${first[2]}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('n');
  expect(await log.locator('tr[aria-selected=true]').getAttribute('aria-rowindex')).toBe('3');
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('Shift+N');
  expect(await log.locator('tr[aria-selected=true]').getAttribute('aria-rowindex')).toBe(String(found + 1));
  await log.getByLabel('Only matches').uncheck();
  expect(await log.locator('.logs-count').textContent()).toMatch(/^[\d,]+ lines, \d+ with a match$/);
  await log.getByLabel('Node').selectOption('tsa-1');
  await log.getByLabel('Find in the log').fill('no such thing');
  expect(await log.locator('.logs-count').textContent()).toContain('0 with a match');
  await log.getByLabel('Only matches').check();
  expect(await log.locator('.logs-empty').textContent()).toBe('No line of tsa-1 contains “no such thing”.');
  await page.keyboard.press('Escape');
  expect(await log.count()).toBe(0);
  expect(await page.locator(':focus').getAttribute('aria-roledescription')).toBe('timeline');
});

it('brings the line of an event into view, and copies the lines', async () => {
  const { page } = await open({ runs: [{ chatter: 4000 }] });
  await page
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write'])
    .catch(() => {});
  await page.keyboard.press('l');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('tsa-2 won');
  await page.keyboard.press('Enter');
  await page.keyboard.press('l');
  const log = page.getByRole('region', { name: 'Log lines' });
  const times = await log.locator('td.time').allTextContents();
  expect(times.some((time) => Math.abs(Number.parseFloat(time) - 40) < 1)).toBe(true);
  expect(await log.locator('tr[aria-selected=true]').count()).toBe(0); // it is no log line itself
  await log.getByRole('button', { name: 'Copy' }).click();
  await page.waitForTimeout(50);
  expect(await log.locator('.logs-count').textContent()).toMatch(/^Copied [\d,]+ lines\.$/);
});

it('says so when nothing was logged', async () => {
  const { page } = await open();
  await page.keyboard.press('l');
  expect(await page.locator('.logs-empty').textContent()).toBe('Nothing was logged in this run.');
});
