// Builds dist/: the extension, the language server and its simulation worker, the command, the timeline page.
//
//   node esbuild.mjs              development: an entry that is not there yet is skipped with a notice
//   node esbuild.mjs --complete   tests and packaging: a missing entry is an error
//   node esbuild.mjs --watch      rebuilds on every change
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { context } from 'esbuild';

const root = import.meta.dirname;
const complete = process.argv.includes('--complete');
const watch = process.argv.includes('--watch');

/** The oldest Node any bundle meets: the extension host of the oldest VS Code in `engines.vscode`. */
const oldestNode = 'node20';
/** Webviews of that VS Code run on Chromium 132. */
const oldestBrowser = 'chrome132';

/** ESM sources find their neighbours by `import.meta.url`; in CommonJS bundles this stands in for it. */
const moduleUrlInCommonJs = {
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

const nodeCommonJs = { platform: 'node', format: 'cjs', target: oldestNode, ...moduleUrlInCommonJs };

const web = { platform: 'browser', format: 'iife', target: oldestBrowser };

/** One line per bundle: where it comes from, where it goes, and how. */
const bundles = [
  // The package is of type "module"; VS Code goes by the file's ending.
  { in: 'client/src/extension.node.ts', out: 'dist/node/extension.cjs', ...nodeCommonJs, external: ['vscode'] },
  { in: 'server/src/lsp/main.node.ts', out: 'dist/node/server.js', ...nodeCommonJs },
  { in: 'server/src/lsp/worker.node.ts', out: 'dist/node/worker.js', ...nodeCommonJs },
  { in: 'client/src/extension.web.ts', out: 'dist/web/extension.cjs', ...web, format: 'cjs', external: ['vscode'] },
  { in: 'server/src/lsp/main.browser.ts', out: 'dist/web/server.js', ...web },
  { in: 'server/src/lsp/worker.browser.ts', out: 'dist/web/worker.js', ...web },
  {
    in: 'server/src/cli/tcsim.ts',
    out: 'dist/cli/tcsim.js',
    // The command itself stays a file of its own: what starts it has to run before it is compiled.
    outfile: undefined,
    outdir: 'dist/cli',
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: oldestNode,
    banner: { js: '#!/usr/bin/env node' },
  },
  { in: 'client/timeline/main.ts', out: 'dist/timeline/timeline.js', ...web, minify: true },
  { in: 'client/timeline/timeline.css', out: 'dist/timeline/timeline.css', ...web, minify: true },
];

const missing = bundles.filter((bundle) => !existsSync(join(root, bundle.in)));
for (const bundle of missing) {
  console.error(`${complete ? 'error' : 'notice'}: ${bundle.in} does not exist, ${bundle.out} is not built`);
}
if (complete && missing.length > 0) {
  process.exit(1);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist/node'), { recursive: true });
writeFileSync(join(root, 'dist/node/package.json'), '{ "type": "commonjs" }\n');

const contexts = await Promise.all(
  bundles
    .filter((bundle) => !missing.includes(bundle))
    .map(({ in: entry, out, ...options }) =>
      context({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        bundle: true,
        sourcemap: !complete,
        minify: complete,
        legalComments: 'none', // whole licences: see writeNotices
        metafile: true,
        logLevel: 'warning',
        ...options,
      }),
    ),
);
const results = await Promise.allSettled(contexts.map((build) => build.rebuild()));
linkCommand();
writeNotices(results.flatMap(({ value }) => Object.keys(value?.metafile.inputs ?? {})));
if (watch) {
  await Promise.all(contexts.map((build) => build.watch()));
  console.log('Watching for changes. Ctrl-C stops.');
} else {
  await Promise.all(contexts.map((build) => build.dispose()));
  process.exitCode = results.some(({ status }) => status === 'rejected') ? 1 : 0; // esbuild has printed the errors
}

/** Lets `npx tcsim` work in the checkout: npm links the commands of dependencies, not the package's own. */
function linkCommand() {
  const command = join(root, 'dist/cli/tcsim.js');
  const folder = join(root, 'node_modules/.bin');
  if (!existsSync(command) || !existsSync(folder)) {
    return;
  }
  chmodSync(command, 0o755);
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'tcsim.cmd'), `@"%~dp0\\node.cmd" "%~dp0\\..\\..\\dist\\cli\\tcsim.js" %*\r\n`);
  } else {
    rmSync(join(folder, 'tcsim'), { force: true });
    symlinkSync('../../dist/cli/tcsim.js', join(folder, 'tcsim'));
  }
}

/** The licences of the packages that ended up in a bundle travel with it. */
function writeNotices(inputs) {
  const packages = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
  );
  const notices = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? license : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  writeFileSync(join(root, 'dist/third-party-notices.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}
