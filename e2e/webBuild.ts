// Makes a VS Code for the web, without a server behind it, out of the workbench that code-server carries: a folder as
// @vscode/test-web would have downloaded it.
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name that @vscode/test-web knows a build by. */
const commit = '1'.repeat(40);

/**
 * Writes the build below `folder` and returns its commit.
 *
 * @throws when code-server's workbench is not as it was in the pinned version.
 */
export function makeWebBuild(codeServer: string, folder: string): string {
  const source = join(codeServer, 'lib/vscode');
  const target = join(folder, `vscode-web-stable-${commit}`);
  rmSync(target, { recursive: true, force: true });

  // Links to everything, except for the folders on the way to the one file that is changed.
  const changed = 'out/vs/code/browser/workbench/workbench.js';
  const parts = changed.split('/');
  const opened = [...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/')), 'out/vs/workbench'];
  for (const path of opened) {
    mkdirSync(join(target, path), { recursive: true });
    for (const name of readdirSync(join(source, path))) {
      const entry = `${path}/${name}`;
      if (entry !== changed && !opened.includes(entry)) {
        symlinkSync(join(source, entry), join(target, entry));
      }
    }
  }
  for (const name of ['extensions', 'node_modules']) {
    symlinkSync(join(source, name), join(target, name));
  }
  writeFileSync(join(target, changed), withoutServer(readFileSync(join(source, changed), 'utf8')));

  const workbench = join(target, 'out/vs/workbench');
  writeFileSync(join(workbench, 'settings.js'), settingsScript);
  writeFileSync(join(workbench, 'workbench.web.main.internal.js'), mainScript);
  writeFileSync(
    join(workbench, 'workbench.web.main.internal.css'),
    "@import url('../code/browser/workbench/workbench.css');\n",
  );
  writeFileSync(join(target, 'package.json'), '{ "name": "vscode-web", "version": "1.139.1", "type": "module" }\n');
  writeFileSync(join(target, 'version'), `vscode-web-stable-${commit}`);
  return commit;
}

/** code-server's workbench always has a remote and keeps the user's data there; here is neither. */
function withoutServer(workbench: string): string {
  const replaceOnce = (text: string, pattern: RegExp, replacement: string) => {
    if (text.match(new RegExp(pattern, 'g'))?.length !== 1) {
      throw new Error(`The workbench of this code-server is unknown: ${pattern} is not there exactly once.`);
    }
    return text.replace(pattern, replacement);
  };
  const local = replaceOnce(workbench, /,remoteAuthority:location\.host\}/, '}');
  const userData = /\.file\(this\.userDataPath\)\.with\(\{scheme:(\w+)\.vscodeRemote\}\)/;
  return replaceOnce(local, userData, '.file("/").with({scheme:$1.vscodeUserData})');
}

/** What code-server's server would have put into the page. */
const settingsScript = `const element = document.getElementById('vscode-workbench-web-configuration');
const defaults = { isEnabledFileDownloads: true, isEnabledFileUploads: true, isEnabledCoderGettingStarted: false, userDataPath: '/' };
element.setAttribute('data-settings', JSON.stringify({ ...defaults, ...JSON.parse(element.getAttribute('data-settings')) }));
`;

/** The entry that test-web's page loads; the workbench starts itself from the configuration in the page. */
const mainScript = `import './settings.js';
import '../code/browser/workbench/workbench.js';
export function create() {}
export class Emitter { event() { return { dispose() {} }; } fire() {} dispose() {} }
export const URI = { parse: (value) => value, revive: (value) => value, from: (value) => value };
`;
