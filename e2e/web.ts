// VS Code for the web, with no server behind it: the extension's browser build in a virtual workspace.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort, root, type VSCode } from './vscode.ts';
import { makeWebBuild } from './webBuild.ts';

/** What is used of @vscode/test-web, which is installed beside VS Code and not here. */
interface TestWeb {
  open(options: {
    readonly browserType: 'none';
    readonly quality: 'stable';
    readonly commit: string;
    readonly testRunnerDataDir: string;
    readonly host: string;
    readonly port: number;
    readonly folderPath: string;
    readonly extensionDevelopmentPath: string;
  }): Promise<{ dispose(): void }>;
}

/** Serves the window on a folder, which it sees as a virtual workspace. */
export async function startWebVSCode({ work, folder }: { work: string; folder: string }): Promise<VSCode> {
  const installation = join(root, 'e2e/vscode');
  const testWeb: TestWeb = createRequire(join(installation, 'package.json'))('@vscode/test-web');
  const builds = join(work, 'builds');
  const port = await freePort();
  const server = await testWeb.open({
    browserType: 'none',
    quality: 'stable',
    commit: makeWebBuild(join(installation, 'node_modules/code-server'), builds),
    testRunnerDataDir: builds,
    host: 'localhost',
    port,
    folderPath: folder,
    extensionDevelopmentPath: root,
  });
  return {
    remote: (path) => path,
    url: () => `http://localhost:${port}/`,
    stop: async () => server.dispose(),
  };
}
