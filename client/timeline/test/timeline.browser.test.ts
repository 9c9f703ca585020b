/** The timeline page in a real Chromium: what a person does with wheel, mouse and keys, and what the host hears of it. */
import { expect, it } from 'vitest';
import { laneMiddle, point, saved, shareOf, usePages } from './pages.ts';
import { place } from './synthetic.ts';

const open = usePages();

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
  await page.locator('.finding').first().click();
  await page.getByRole('button', { name: '20.000s billing pause billing for 70s', exact: true }).waitFor();
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
