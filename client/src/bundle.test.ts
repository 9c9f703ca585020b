/** The extension loads with any XML or properties file, so what is in its bundle is paid by windows without a scenario. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test.each([
  ['client/src/extension.node.ts', 'node'],
  ['client/src/extension.web.ts', 'browser'],
] as const)('%s has neither language nor rules nor simulator', async (entry, platform) => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outfile: 'extension.cjs',
    platform,
    format: 'cjs',
    external: ['vscode'],
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  const inside = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  expect(inside.map(([file]) => file)).toContain(entry);
  const engine =
    /node_modules\/(chevrotain|saxes|@humanwhocodes)|server\/src\/(language\/schema|model|simulator|verdict|report|editor|rules\/index)/;
  expect(inside.map(([file]) => file).filter((file) => engine.test(file))).toEqual([]);
});
