import { expect, it } from 'vitest';
import { disruptionsPage } from './disruptions.ts';

it('docs/disruptions.md is what the runs say', async () => {
  await expect(disruptionsPage()).toMatchFileSnapshot('../../../docs/disruptions.md');
});
