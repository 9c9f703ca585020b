// What a person does with a scenario in VS Code, from opening the file to looking at the timeline.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { root } from './vscode.ts';
import { Workbench } from './workbench.ts';

const extension = process.env.E2E_EXTENSION ?? 'dev';
const lane = extension === 'dev' ? 'editor' : 'package';
let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ name: lane, files: join(root, 'e2e/workspace'), extension });
});

afterAll(async () => {
  await workbench?.close();
});

afterEach(async ({ task }) => {
  await workbench.screenshot(`${lane}-${task.name.replace(/\W+/g, '-')}`);
});

test('a .tcsim file is a scenario, in colour', async () => {
  await workbench.openFile('orders.tcsim');
  await workbench.statusBarItem(/^tcsim$/).waitFor();
  const colourOf = (text: string) =>
    workbench
      .line(text)
      .locator('span span')
      .first()
      .evaluate((span) => getComputedStyle(span).color);
  expect(await colourOf('cluster orders')).not.toBe(await colourOf('/// Two mirrored'));
});
