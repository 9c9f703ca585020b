// A window of VS Code as a person meets it: open a file, call a command, look at things.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { root, startVSCode, type VSCode, workFolder } from './vscode.ts';
import { startWebVSCode } from './web.ts';

export interface OpenOptions {
  /** Names the working folder; two windows open at once need two names. */
  readonly name: string;
  /** Copied, so that tests may change the files. */
  readonly files: string;
  /** `dev`: the extension of this folder; `web`: its browser build, with no server. Otherwise the path of a .vsix that is installed. */
  readonly extension: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
}

export class Workbench {
  readonly page: Page;
  /** The folder that is open, on disk. */
  readonly folder: string;
  readonly #vscode: VSCode;
  readonly #browser: Browser;

  private constructor(page: Page, folder: string, vscode: VSCode, browser: Browser) {
    this.page = page;
    this.folder = folder;
    this.#vscode = vscode;
    this.#browser = browser;
  }

  /** Starts VS Code on a copy of the files and waits until the window is there. */
  static async open(options: OpenOptions): Promise<Workbench> {
    const work = workFolder(options.name);
    const folder = join(work, '../', `${options.name}-workspace`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(options.files, folder, { recursive: true });
    const development = options.extension === 'dev';
    const vscode =
      options.extension === 'web'
        ? await startWebVSCode({ work, folder })
        : await startVSCode({
            work,
            folder,
            development,
            ...(development ? {} : { vsix: options.extension }),
            ...(options.settings === undefined ? {} : { settings: options.settings }),
          });
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: options.size ?? { width: 1400, height: 900 } });
    page.setDefaultTimeout(45_000); // generous: a busy machine with two cores takes long to load a window
    const workbench = new Workbench(page, folder, vscode, browser);
    try {
      await page.goto(vscode.url(development ? [['extensionDevelopmentPath', vscode.remote(root)]] : []));
      await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#vscode.stop();
  }

  /**
   * Closes the window and opens it again. VS Code writes its state when its window loses the focus, and a page that is
   * reloaded before that may lose it: the window is left first, until everything in `remembered` is stored.
   */
  async reopen(...remembered: readonly string[]): Promise<void> {
    await this.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    await this.page.waitForFunction(isStored, remembered, { polling: 250 });
    await this.page.reload();
  }

  /** Opens a file of the folder from the explorer and waits until its text is shown. */
  async openFile(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await this.page.locator('.editor-group-container.active .tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Calls a command of the palette by its full title. */
  async command(title: string): Promise<void> {
    await this.#quickInput('F1', `>${title}`, title);
  }

  /** Puts the cursor at a place of the active editor; both numbers count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#quickInput('Control+G', `:${line}:${column}`, `${line}`, () => this.#focusText());
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** After a click in the timeline either the timeline or the text has the focus: whichever the window saw last. */
  async #focusText(): Promise<void> {
    const hasFocus = (await this.statusBarItem(/^Ln \d+/).isVisible()) && (await this.editor.isVisible());
    if (!hasFocus) await this.command('View: Focus First Editor Group');
  }

  /** The number of the line with the cursor, in the first group of editors, focused or not. */
  cursorLine(line: number): Locator {
    return this.page
      .locator('.editor-group-container')
      .first()
      .locator('.active-line-number', { hasText: `${line}` });
  }

  /**
   * `prepare`: what every attempt begins with, since the focus may move after one has begun. An attempt also closes what
   * the one before left open: VS Code keeps a list that was filled while another part had the focus.
   */
  async #quickInput(key: string, text: string, offered: string, prepare = async () => {}): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: offered }).first();
    await insist(async (patience) => {
      if (await input.isVisible()) await input.press('Escape', patience);
      await input.waitFor({ state: 'hidden', ...patience });
      await prepare();
      await this.page.keyboard.press(key);
      await input.waitFor(patience);
      await input.fill(text, patience);
      await row.waitFor(patience);
      await input.press('Enter', patience);
    });
  }

  /** The active text editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** A line of the active editor that contains the text. */
  line(text: string): Locator {
    return this.editor.locator('.view-line', { hasText: nonBreaking(text) });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** A row of the Problems view, which is opened. */
  async problem(text: string | RegExp): Promise<Locator> {
    await this.command('View: Focus Problems');
    const row = this.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    return row;
  }

  /** A notification with this text, from the list of all: toasts come and go. */
  async notification(text: RegExp): Promise<Locator> {
    await this.command('Notifications: Show Notifications');
    const item = this.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
    await item.waitFor();
    return item;
  }

  /** The page in the timeline's panel. */
  get timeline(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** The timeline as it is painted, as PNG. */
  timelinePicture(): Promise<Buffer> {
    return this.timeline.locator('canvas').first().screenshot();
  }

  /** Clicks what the timeline explains with this text when the pointer is on it, looking along the strip of faults. */
  async clickOnTimeline(text: string): Promise<void> {
    const box = await this.timeline.locator('canvas').first().boundingBox();
    const tooltip = this.timeline.locator('.tooltip:visible', { hasText: text });
    for (let y = 36; box !== null && y < 60; y += 8) {
      for (let x = 100; x < box.width; x += 6) {
        await this.page.mouse.move(box.x + x, box.y + y);
        if (await tooltip.isVisible()) {
          await this.page.mouse.click(box.x + x, box.y + y);
          return;
        }
      }
    }
    throw new Error(`The timeline has no "${text}".`);
  }

  /** What is underlined as wrong in the active editor. */
  get errors(): Locator {
    return this.editor.locator('.squiggly-error');
  }

  get warnings(): Locator {
    return this.editor.locator('.squiggly-warning');
  }

  /** Asks by the keyboard for the explanation of what stands at a place, and waits until it is there. */
  async openHover(line: number, column: number): Promise<Locator> {
    await this.goTo(line, column);
    const hover = this.page.locator('.monaco-hover:visible');
    await insist(async (patience) => {
      await this.page.keyboard.press('Control+K');
      await this.page.keyboard.press('Control+I');
      await hover.waitFor(patience);
    });
    return hover;
  }

  /** Opens the menu of quick fixes at a place and waits until it is there. */
  async openQuickFixes(line: number, column: number): Promise<Locator> {
    await this.goTo(line, column);
    const menu = this.page.locator('.action-widget:visible');
    await insist(async (patience) => {
      await this.page.keyboard.press('Control+.');
      await menu.waitFor(patience);
    });
    return menu;
  }

  /** Clicks the nth *Run* of the active editor that is in view, counted from 0. */
  async clickRun(index = 0): Promise<void> {
    await this.editor.locator('.codelens-decoration a', { hasText: 'Run' }).nth(index).click();
  }

  /** Waits until nothing moves any more: fades, cursors of freshly opened widgets, late layout. */
  async settled(): Promise<void> {
    await this.statusBarItem('Activating Extensions').waitFor({ state: 'detached' });
    await this.page.waitForTimeout(800);
  }

  /** Writes settings of the folder, which the window follows; a folder that lies in the browser has none. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    mkdirSync(join(this.folder, '.vscode'), { recursive: true });
    writeFileSync(join(this.folder, '.vscode/settings.json'), JSON.stringify(settings));
  }

  /** Saves what the window shows to .e2e/screenshots. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, '.e2e/screenshots', `${name}.png`) });
  }
}

/** The editor draws spaces as non-breaking ones. */
const nonBreaking = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s'));

/**
 * Does again what a person would do again: another part of the window may take the focus a moment later, and what had
 * been opened is closed or the key went elsewhere.
 */
async function insist(attempt: (patience: { readonly timeout: number }) => Promise<void>): Promise<void> {
  for (let left = 4; left > 0; left--) {
    try {
      await attempt({ timeout: 9_000 });
      return;
    } catch {
      // The last attempt below says what is wrong.
    }
  }
  await attempt({ timeout: 9_000 });
}

/** Runs in the page: VS Code has written all of these texts to the storage of the browser. */
async function isStored(wanted: readonly string[]): Promise<boolean> {
  const finished = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const texts: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined || !name.startsWith('vscode-web-state-db')) continue;
    const database = await finished(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      texts.push(...(await finished(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  const stored = texts.join('\n');
  return wanted.every((text) => stored.includes(text));
}
