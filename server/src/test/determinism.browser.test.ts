/** Same scenario, seed and version: the same bytes on Node and in a browser. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { hashesOfRuns } from './hashesOfRuns.ts';
import { sampleFiles } from './sampleFiles.ts';

// A file that imports others needs a host that reads them.
const texts = sampleFiles()
  .map(({ text }) => text)
  .filter((text) => !/^import /m.test(text));

it('every sample runs alike on Node and in a browser', async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'hashesOfRuns.ts')],
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
}, 180_000);
