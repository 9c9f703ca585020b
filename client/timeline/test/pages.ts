/** The pages of a test file, and where on them things are. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ViewState } from '../state.ts';
import { launch, type OpenOptions, type OpenPage, openTimeline } from './harness.ts';

/** Where a test leaves pictures to look at. */
export const screenshots = join(import.meta.dirname, '../../../.e2e/timeline');

/** Opens pages in one browser for all tests of a file. After each test they are closed; none may have logged an error. */
export function usePages(): (options?: OpenOptions) => Promise<OpenPage> {
  let browser: Browser;
  const opened: OpenPage[] = [];
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await launch();
  });
  afterEach(async () => {
    const pages = opened.splice(0);
    await Promise.all(pages.map(({ close }) => close()));
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
  });
  return async (options = {}) => {
    const page = await openTimeline(browser, options);
    opened.push(page);
    return page;
  };
}

/** What the page saved for the time it is hidden. */
export async function saved(timeline: OpenPage): Promise<ViewState> {
  await timeline.page.waitForTimeout(450); // longer than a glide and the delay of saving
  return ((await timeline.savedState()) as { state: ViewState }).state;
}

/** A point on the canvas: share of the visible width, pixels below its top. */
export async function point(page: Page, share: number, down: number): Promise<[number, number]> {
  const box = await page.locator('.view').boundingBox();
  if (box === null) {
    throw new Error('the timeline is not visible');
  }
  return [box.x + box.width * share, box.y + down];
}

/** The middle of a lane, by the name in the column on the left. */
export async function laneMiddle(page: Page, name: string): Promise<number> {
  const box = await page.locator('.name', { hasText: name }).first().boundingBox();
  return (box?.y ?? 0) + (box?.height ?? 0) / 2;
}

/** Where a moment of the 240 s long run is while the whole run is visible. */
export function shareOf(seconds: number): number {
  return (seconds + 240 * 0.015) / (240 * 1.03);
}
