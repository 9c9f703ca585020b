/**
 * The samples and what their headers say:
 *
 *     // shows: F2, F3
 *     // test: TAL1, TAL2
 *     // flip: "timeout 20s" -> "timeout 5s"
 *     //
 *     // What happens, in plain words.
 *
 * `test` names cases of the vendor's test plan (BigMemory Max High-Availability Guide, "Testing High-Availability
 * Deployments"); few samples have it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ReadImport } from '../index.ts';

export interface SampleFile {
  /** Path below `samples/`, with slashes. */
  readonly name: string;
  readonly text: string;
  readonly shows: readonly string[];
  readonly tests: readonly string[];
  readonly flip: { readonly from: string; readonly to: string };
  /** The plain words of the header, as one line. */
  readonly words: string;
}

const folder = new URL('../../../samples/', import.meta.url);

/** Every sample of `samples/` and its folders, by name; a folder's files come together. */
export function sampleFiles(): SampleFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.tcsim'))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .map((name) => readSample(name, readFileSync(new URL(name, folder), 'utf8')));
}

function readSample(name: string, text: string): SampleFile {
  const [, from = '', to = ''] = /^"(.*)" -> "(.*)"$/.exec(header(text, 'flip')) ?? [];
  const paragraphs = /^(?:\/\/.*\n)+/.exec(text)?.[0].split('//\n') ?? [];
  const words = paragraphs.find((paragraph) => !/^\/\/ (?:shows|flip|test): /.test(paragraph)) ?? '';
  return {
    name,
    text,
    shows: listed(header(text, 'shows')),
    tests: listed(header(text, 'test')),
    flip: { from, to },
    words: words
      .replaceAll('\n// ', ' ')
      .replace(/^\/\/ /, '')
      .trim(),
  };
}

function header(text: string, key: string): string {
  return new RegExp(`^// ${key}: (.*)$`, 'm').exec(text)?.[1] ?? '';
}

function listed(text: string): string[] {
  return text === '' ? [] : text.split(', ');
}

/** Reads what a sample imports, relative to it, from the folder of the samples. */
export const readSampleImport: ReadImport = (target, from) => {
  const url = new URL(target, new URL(from, folder));
  if (!url.href.startsWith(folder.href) || !existsSync(url)) return undefined;
  return { name: url.href.slice(folder.href.length), text: readFileSync(url, 'utf8') };
};

/** The text with its key setting flipped wherever it stands outside of comments. */
export function flipped({ text, flip: { from, to } }: SampleFile): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('//') ? line : line.replace(from, () => to)))
    .join('\n');
}
