/** Same scenario, seed and version: the same bytes on Node and in a browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { hashesOfRuns } from './hashesOfRuns.ts';

const folder = new URL('../../../samples/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.tcsim'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  // A file that imports others needs a host that reads them.
  .filter((text) => !/^import /m.test(text));

it('every sample runs alike on Node and in a browser', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('./hashesOfRuns.ts', import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    globalName: 'engine',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  const options = process.env.CHROMIUM === undefined ? {} : { executablePath: process.env.CHROMIUM };
  const browser = await chromium.launch({ ...options, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    const there = await page.evaluate(
      (samples) =>
        (globalThis as unknown as { engine: typeof import('./hashesOfRuns.ts') }).engine.hashesOfRuns(samples),
      texts,
    );
    expect(there.length).toBeGreaterThan(texts.length - 1);
    expect(there).toEqual(hashesOfRuns(texts));
  } finally {
    await browser.close();
  }
});
