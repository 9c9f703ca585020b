import { type Browser, chromium } from 'playwright-core';

/** Starts the browser that the variable CHROMIUM names (the scripts find or install one). */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM;
  if (executablePath === undefined) {
    throw new Error('CHROMIUM must name a browser; npm test finds one');
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // as root there is none
      '--disable-dev-shm-usage', // containers have a small one
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
