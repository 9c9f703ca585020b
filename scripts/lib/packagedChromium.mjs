// A Chromium out of an npm package, for Linux without a browser and without the right to install one. The package is
// made for cloud functions: it carries the browser compressed, a few libraries and a font.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { ensureInstalled } from './install.mjs';
import { root } from './node.mjs';
import { step } from './say.mjs';

/** Path of a script that starts the packaged browser, or undefined where the package has none for this machine. */
export async function packagedChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return undefined;
  }
  const manifest = join(root, 'e2e/chromium');
  await ensureInstalled(manifest);
  const start = join(manifest, 'node_modules/.unpacked/chromium.sh');
  if (!existsSync(start)) {
    await step('Unpacking Chromium', async () => unpack(join(manifest, 'node_modules/@sparticuz/chromium/bin'), start));
  }
  return start;
}

function unpack(packed, start) {
  const folder = join(start, '..');
  mkdirSync(folder, { recursive: true });
  const decompressed = (name) => brotliDecompressSync(readFileSync(join(packed, name)));
  writeFileSync(join(folder, 'chromium'), decompressed('chromium.br'), { mode: 0o755 });
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    execFileSync('tar', ['-x', '-C', folder], { input: decompressed(archive) });
  }
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`,
  );
  // The machine's own libraries come first.
  writeFileSync(
    start,
    `#!/bin/sh
cd '${folder}' || exit 1
export FONTCONFIG_FILE='${join(folder, 'fonts.conf')}'
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/lib/x86_64-linux-gnu:/usr/lib64:${join(folder, 'lib')}"
exec ./chromium "$@"
`,
  );
  chmodSync(start, 0o755);
}
