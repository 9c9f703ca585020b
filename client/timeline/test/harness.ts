/** The timeline page in a real Chromium, under the CSP of the webview, with a host that only listens. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FromPage, ToPage } from '../protocol.ts';
import type { SyntheticOptions } from './synthetic.ts';
import { type ThemeName, themes } from './themes.ts';

const ADDRESS = 'http://timeline.test/';
const CSP =
  "default-src 'none'; script-src 'nonce-page'; style-src 'nonce-page'; img-src data:; base-uri 'none'; form-action 'none'";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly runs?: readonly SyntheticOptions[];
  /** The runs are two that are held against each other. */
  readonly compared?: boolean;
  /** What the host gives back to a page that was hidden. */
  readonly state?: unknown;
  /** JSON for `globalThis.tcsimReport`; then there is no host. */
  readonly report?: string;
  readonly dark?: boolean;
  readonly forcedColors?: boolean;
  readonly ratio?: number;
}

export interface OpenPage {
  readonly page: Page;
  /** What the page said to its host, oldest first. */
  readonly messages: () => Promise<FromPage[]>;
  readonly send: (message: ToPage) => Promise<void>;
  /** The state that the page last saved. */
  readonly savedState: () => Promise<unknown>;
  /** Errors of the console, of scripts and of the CSP. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

let bundles: { readonly page: string; readonly synthetic: string; readonly style: string } | undefined;

function bundle() {
  const build = (entry: string) =>
    buildSync({
      entryPoints: [join(import.meta.dirname, entry)],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'chrome132',
      minify: true,
    }).outputFiles[0]?.text ?? '';
  bundles ??= {
    page: build('../main.ts'),
    synthetic: build('page.ts'),
    style: build('../timeline.css'),
  };
  return bundles;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

export async function openTimeline(browser: Browser, options: OpenOptions = {}): Promise<OpenPage> {
  const { theme = 'light', width = 1200, height = 720, runs = [{}], state, report, dark = false, ratio = 1 } = options;
  const forcedColors = options.forcedColors === true ? 'active' : 'none';
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: ratio,
    colorScheme: dark ? 'dark' : 'light',
    forcedColors,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      errors.push(message.text());
    }
  });
  const { page: script, synthetic, style } = bundle();
  const { bodyClass, variables } = themes[theme];
  const host =
    report === undefined
      ? `globalThis.__messages = []; globalThis.__state = ${JSON.stringify(state) ?? 'undefined'};
         globalThis.acquireVsCodeApi = () => ({
           postMessage: (message) => globalThis.__messages.push(message),
           getState: () => globalThis.__state,
           setState: (state) => { globalThis.__state = state; },
         });`
      : `globalThis.tcsimReport = ${report};`;
  const body = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>timeline</title>
    <style nonce="page">:root{${variables}} body{margin:0;padding:0 20px}</style><style nonce="page">${style}</style></head>
    <body class="${bodyClass}"><script nonce="page">${host}</script><script nonce="page">${synthetic}</script>
    <script nonce="page">${script}</script></body></html>`;
  await page.route(`${ADDRESS}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body, headers: { 'Content-Security-Policy': CSP } }),
  );
  await page.goto(ADDRESS);
  if (report === undefined && runs.length > 0) {
    await page.evaluate(({ runs, compared }) => globalThis.showSynthetic(runs, 0, compared), {
      runs,
      compared: options.compared === true,
    });
    await page.waitForSelector('.header h1:not(:empty)');
  }
  await page.waitForTimeout(60);
  return {
    page,
    messages: () => page.evaluate(() => (globalThis as unknown as { __messages: FromPage[] }).__messages),
    send: (message) => page.evaluate((message) => window.postMessage(message, '*'), message),
    savedState: () => page.evaluate(() => (globalThis as unknown as { __state: unknown }).__state),
    errors,
    close: () => context.close(),
  };
}
