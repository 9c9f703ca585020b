// The timeline page in a real Chromium: time to the first picture, and what a frame costs while the view is moved
// and zoomed, from a thousand to a million rows.
//
//   node bench/timeline.mjs [rows …]
import { launch, openTimeline } from '../client/timeline/test/harness.ts';

const sizes = process.argv.slice(2).map(Number);
const FRAMES = 120;

/** Half of the rows are calls, half are events, in eight clients. */
function runOf(rows) {
  const seconds = 240;
  const clients = 8;
  return { clients, duration: seconds, callsPerSecond: rows / 2 / (seconds * clients * 2), chatter: rows / 2 };
}

const browser = await launch();
console.log('rows      first picture   pan: frame  95 %   script  95 %    zoom: frame  95 %   script  95 %   (ms)');
for (const rows of sizes.length > 0 ? sizes : [1e3, 1e4, 1e5, 1e6]) {
  const { page, close } = await openTimeline(browser, { width: 1500, height: 900, runs: [] });
  const first = await page.evaluate(firstPicture, runOf(rows));
  await page.waitForTimeout(500);
  const pan = await page.evaluate(measure, { frames: FRAMES, kind: 'pan' });
  const zoom = await page.evaluate(measure, { frames: FRAMES, kind: 'zoom' });
  console.log(`${String(rows).padEnd(10)}${cell(first, 13)}${cells(pan, 13)}${cells(zoom, 16)}`);
  await close();
}
await browser.close();

function cell(value, width) {
  return value.toFixed(1).padStart(width);
}

function cells({ frame, script }, width) {
  return cell(frame[0], width) + cell(frame[1], 7) + cell(script[0], 8) + cell(script[1], 7);
}

/** In the page: from the arrival of the run, already recorded, to the frame that shows it. */
async function firstPicture(options) {
  let arrived = 0;
  addEventListener('message', (event) => {
    arrived = event.timeStamp;
  });
  globalThis.showSynthetic([options]);
  while (document.querySelector('.header h1:not(:empty)') === null) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now() - arrived;
}

/** In the page: medians and 95 % quantiles of the time between frames and of the script in a frame. */
async function measure({ frames, kind }) {
  const view = document.querySelector('.view');
  const box = view.getBoundingClientRect();
  const schedule = requestAnimationFrame.bind(globalThis);
  let spent = 0;
  const timed =
    (work) =>
    (...args) => {
      const start = performance.now();
      work(...args);
      spent += performance.now() - start;
    };
  globalThis.requestAnimationFrame = (callback) => schedule(timed(callback));
  const turn = timed((step) => {
    const there = step < frames / 2 ? 1 : -1;
    const init = kind === 'pan' ? { shiftKey: true, deltaY: there * 25 } : { deltaY: -there * 60 };
    view.dispatchEvent(
      new WheelEvent('wheel', { ...init, clientX: box.left + box.width / 2, clientY: box.top + 300, cancelable: true }),
    );
  });
  if (kind === 'pan') {
    // With the whole run in view there is nowhere to go.
    view.dispatchEvent(new WheelEvent('wheel', { deltaY: -500, clientX: box.left + 20, clientY: box.top + 300 }));
  }
  const intervals = [];
  const scripts = [];
  let last = await new Promise(schedule);
  for (let step = 0; step < frames; step++) {
    spent = 0;
    turn(step);
    const now = await new Promise(schedule);
    await new Promise((resolve) => setTimeout(resolve));
    intervals.push(now - last);
    scripts.push(spent);
    last = now;
  }
  globalThis.requestAnimationFrame = schedule;
  const quantiles = (values) => {
    const sorted = values.slice(2).sort((one, other) => one - other);
    return [sorted[Math.floor(sorted.length / 2)], sorted[Math.floor(sorted.length * 0.95)]];
  };
  return { frame: quantiles(intervals), script: quantiles(scripts) };
}
