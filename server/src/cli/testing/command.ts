/** The command as its users meet it: built, started as a process, in a folder with files. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../../..');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class CommandUnderTest {
  /** Where it is started. */
  readonly folder = mkdtempSync(join(tmpdir(), 'tcsim-cli-'));

  /** Bundles the command and a stand-in for the timeline page. */
  async build(): Promise<void> {
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['server/src/cli/main.ts'],
      outfile: join(this.folder, 'dist/cli/tcsim.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
    this.write({
      'dist/timeline/timeline.js': 'globalThis.started = "</script>";',
      'dist/timeline/timeline.css': 'body{}',
    });
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), content);
    }
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const command = join(this.folder, 'dist/cli/tcsim.mjs');
    return spawn(process.execPath, [command, ...args], { cwd: this.folder, env: { ...process.env, ...env } });
  }

  async run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Result> {
    const child = this.start(args, env);
    const texts = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      texts.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      texts.stderr += text;
    });
    child.stdin?.on('error', () => undefined); // it may end without reading its input
    child.stdin?.end(input);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, ...texts };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
