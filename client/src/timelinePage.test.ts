import { expect, test } from 'vitest';
import type { TimelineRun } from '../timeline/protocol.ts';
import { placesOnLine, timelineHtml } from './timelinePage.ts';

const html = timelineHtml({
  scriptUri: 'https://host/t.js',
  styleUri: 'https://host/t.css',
  cspSource: 'https://host',
  nonce: 'n0',
});

test('nothing runs on the page but the script with the nonce', () => {
  const policy = /content="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'nonce-n0'");
  expect(policy).not.toContain('unsafe');
  expect(html.match(/<script[^>]*>/g)).toEqual(['<script nonce="n0" src="https://host/t.js">']);
});

test('the cursor means the places that start on its line, in its file', () => {
  const place = (file: string, line: number) => ({ file, line, start: 0, end: 1 });
  const run = { places: [place('a', 1), place('a', 2), place('b', 2), place('a', 2)] } as unknown as TimelineRun;
  expect(placesOnLine(run, 'a', 2, ({ line }) => line)).toEqual([1, 3]);
  expect(placesOnLine(run, 'a', 5, ({ line }) => line)).toEqual([]);
  expect(placesOnLine(run, 'a', 5, ({ line }) => line + 3)).toEqual([1, 3]);
});
