/** The timeline page in a real Chromium: what a person does with wheel, mouse and keys, and what the host hears of it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeTrace } from '../../../server/src/trace/codec.ts';
import type { ReportData } from '../protocol.ts';
import type { ViewState } from '../state.ts';
import { launch, type OpenOptions, type OpenPage, openTimeline } from './harness.ts';
import { place, syntheticRun } from './synthetic.ts';

const screenshots = join(import.meta.dirname, '../../../.e2e/timeline');
const opened: OpenPage[] = [];
let browser: Browser;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

async function open(options: OpenOptions = {}): Promise<OpenPage> {
  const page = await openTimeline(browser, options);
  opened.push(page);
  return page;
}

/** What the page saved for the time it is hidden. */
async function saved(timeline: OpenPage): Promise<ViewState> {
  await timeline.page.waitForTimeout(450); // longer than a glide and the delay of saving
  return ((await timeline.savedState()) as { state: ViewState }).state;
}

/** A point on the canvas: share of the visible width, pixels below its top. */
async function point(page: Page, share: number, down: number): Promise<[number, number]> {
  const box = await page.locator('.view').boundingBox();
  if (box === null) {
    throw new Error('the timeline is not visible');
  }
  return [box.x + box.width * share, box.y + down];
}

/** The middle of a lane, by the name in the column on the left. */
async function laneMiddle(page: Page, name: string): Promise<number> {
  const box = await page.locator('.name', { hasText: name }).first().boundingBox();
  return (box?.y ?? 0) + (box?.height ?? 0) / 2;
}

/** Where a moment of the 240 s long run is while the whole run is visible. */
function shareOf(seconds: number): number {
  return (seconds + 240 * 0.015) / (240 * 1.03);
}

describe('the timeline page', () => {
  it('says that it is ready and shows the run that it gets', async () => {
    const { page, messages } = await open();
    expect(await messages()).toEqual([{ type: 'ready' }]);
    expect(await page.locator('h1').textContent()).toBe('the active dies while a client is in a long GC');
    expect(await page.locator('.verdict').textContent()).toBe('violated');
    expect(await page.locator('.name-label').allTextContents()).toEqual([
      'orders',
      'tsa-1',
      'tsa-2',
      'shop',
      'sessions',
      'prices',
      'billing',
      'sessions',
      'prices',
      'search',
      'sessions',
      'prices',
    ]);
  });

  it('tells in words what was violated, and goes there', async () => {
    const timeline = await open();
    const { page } = timeline;
    expect(await page.locator('.summary-line').textContent()).toBe(
      'Of 4 expectations: 1 violated, 1 inconclusive, 2 held.',
    );
    await page.locator('.finding').first().click();
    expect((await saved(timeline)).selection).toEqual({ kind: 'expectation', index: 1 });
    const steps = await page.locator('.details .step').allTextContents();
    expect(steps[0]).toContain('pause billing for 70s');
    expect(steps.at(-1)).toContain('is served again');
  });

  it('zooms with the wheel so that the moment under the pointer stays there', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.mouse.move(...(await point(page, shareOf(60), 300)));
    for (let turn = 0; turn < 8; turn++) {
      await page.mouse.wheel(0, -200);
    }
    const { range } = await saved(timeline);
    const length = (range?.toMicros ?? 0) - (range?.fromMicros ?? 0);
    expect(length).toBeLessThan(20e6);
    expect(((range?.fromMicros ?? 0) + length * shareOf(60)) / 1e6).toBeCloseTo(60, 0);
  });

  it('pans by dragging and by shift and wheel, and never leaves the run', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.mouse.move(...(await point(page, 0.5, 300)));
    await page.mouse.wheel(0, -600);
    const before = (await saved(timeline)).range?.fromMicros ?? 0;
    await page.mouse.down();
    await page.mouse.move(...(await point(page, 0.3, 300)), { steps: 5 });
    await page.mouse.up();
    const dragged = (await saved(timeline)).range?.fromMicros ?? 0;
    expect(dragged).toBeGreaterThan(before);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 100_000);
    await page.keyboard.up('Shift');
    const end = (await saved(timeline)).range;
    expect(end?.toMicros).toBeCloseTo(240e6 * 1.015, -3);
    expect(await timeline.messages()).toHaveLength(1); // a drag is not a click
  });

  it('zooms in on a double click and shows the whole run on f', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.mouse.dblclick(...(await point(page, 0.9, 570)));
    expect((await saved(timeline)).range).toBeDefined();
    await page.keyboard.press('f');
    expect((await saved(timeline)).range).toBeUndefined();
  });

  it('moves with the arrow keys and zooms with plus and minus', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.locator('.view').focus();
    await page.keyboard.press('+');
    const zoomed = (await saved(timeline)).range;
    await page.keyboard.press('ArrowRight');
    const moved = (await saved(timeline)).range;
    expect(moved?.fromMicros).toBeGreaterThan(zoomed?.fromMicros ?? 0);
    await page.keyboard.press('-');
    expect((await saved(timeline)).range).toBeUndefined();
  });

  it('explains what is under the pointer, back to the fault', async () => {
    const { page } = await open();
    const [x] = await point(page, shareOf(40.002), 0);
    await page.mouse.move(x, (await laneMiddle(page, 'tsa-2')) + 11);
    await page.waitForTimeout(100);
    const text = await page.locator('.tooltip').textContent();
    expect(text).toContain('tsa-2 opens the reconnect window');
    expect(text).toContain('crash tsa-1');
    await page.mouse.move(5, 5);
    await page.waitForTimeout(100);
    expect(await page.locator('.tooltip').isVisible()).toBe(false);
  });

  it('goes to the source of what is clicked, without a modifier', async () => {
    const { page, messages } = await open();
    const [x] = await point(page, shareOf(30), 0);
    await page.mouse.click(x, (await laneMiddle(page, 'tsa-1')) + 11);
    expect(await messages()).toContainEqual({ type: 'reveal', place: place(1) });
    expect(await page.locator('.details h2').textContent()).toBe('crash tsa-1');
  });

  it('goes to the source of a fault and of an expectation from the strips above the lanes', async () => {
    const { page, messages } = await open();
    await page.mouse.click(...(await point(page, shareOf(25), 40)));
    await page.mouse.click(...(await point(page, shareOf(32), 127)));
    await page.waitForTimeout(50);
    const places = (await messages()).filter((message) => message.type === 'reveal').map(({ place }) => place.line);
    expect(places).toEqual([21, 28]);
  });

  it('walks from event to event with Tab and the arrow keys, Enter goes to the source, Escape clears', async () => {
    const timeline = await open();
    const { page, messages } = timeline;
    await page.locator('.view').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.details h2').textContent()).toBe('pause billing for 70s');
    await page.keyboard.press('Tab');
    expect(await page.locator('.details h2').textContent()).toBe('billing stops: nothing in its JVM runs');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.details h2').textContent()).toBe('pause billing for 70s');
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('.details .when').first().textContent()).toBe('30.001s');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(30);
    expect((await messages()).at(-1)).toEqual({ type: 'reveal', place: place(1) });
    await page.keyboard.press('Escape');
    expect((await saved(timeline)).selection).toBeUndefined();
  });

  it('announces the verdict and the selection', async () => {
    const { page } = await open();
    const live = page.locator('.tcsim-timeline > [role=status].sr-only');
    expect(await live.textContent()).toContain('violated');
    await page.locator('.view').focus();
    await page.keyboard.press('Enter');
    expect(await live.textContent()).toContain('20.000s: pause billing for 70s');
    expect(await page.getByRole('img', { name: 'Timeline of' }).getAttribute('aria-label')).toContain('1 violated');
  });

  it('marks the events of the lines under the cursor', async () => {
    const { page, send } = await open();
    await page.waitForTimeout(200);
    const before = await page.locator('canvas.plot').screenshot();
    await send({ type: 'highlight', run: 0, places: [1] });
    await page.waitForTimeout(100);
    const marked = await page.locator('canvas.plot').screenshot();
    expect(marked.equals(before)).toBe(false);
    await send({ type: 'highlight', run: 0, places: [] });
    await page.waitForTimeout(100);
    expect((await page.locator('canvas.plot').screenshot()).equals(before)).toBe(true);
  });

  it('searches the events', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.keyboard.press('/');
    await page.keyboard.type('tsa-2 won');
    expect(await page.locator('.found').textContent()).toBe('1 found');
    await page.keyboard.press('Enter');
    expect(await page.locator('.details h2').textContent()).toBe('tsa-2 won the election');
    await page.keyboard.press('t');
    expect(await page.locator('.table-count').textContent()).toBe('1 of 71 events');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    expect(await page.locator('.table-count').textContent()).toBe('71 events');
  });

  it('folds groups', async () => {
    const timeline = await open();
    const { page } = timeline;
    await page.getByRole('button', { name: 'orders' }).click();
    expect(await page.locator('.name-label').allTextContents()).not.toContain('tsa-1');
    expect(await page.getByRole('button', { name: 'orders' }).getAttribute('aria-expanded')).toBe('false');
    expect((await saved(timeline)).collapsed).toEqual(['cluster:orders:-1']);
  });

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

  it('never breaks the CSP and logs no error', async () => {
    expect(opened.length).toBeGreaterThan(20);
    expect(opened.flatMap(({ errors }) => errors)).toEqual([]);
    await Promise.all(opened.map(({ close }) => close()));
  });
});
