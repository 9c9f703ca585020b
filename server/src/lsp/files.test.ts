import { describe, expect, it } from 'vitest';
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Files, resolveImport } from './files.ts';

describe('resolveImport', () => {
  it('is relative to the importing file, whatever the file system', () => {
    expect(resolveImport('../base.tcsim', 'file:///a/b/c.tcsim')).toBe('file:///a/base.tcsim');
    expect(resolveImport('x.tcsim', 'vscode-vfs://github/owner/repo/a.tcsim')).toBe(
      'vscode-vfs://github/owner/repo/x.tcsim',
    );
    expect(resolveImport('sub\\x.tcsim', 'file:///c%3A/a.tcsim')).toBe('file:///c%3A/sub/x.tcsim');
    expect(resolveImport('größe 1.tcsim', 'file:///a.tcsim')).toBe('file:///gr%C3%B6%C3%9Fe%201.tcsim');
    expect(resolveImport('a+b (1).tcsim', 'file:///a.tcsim')).toBe('file:///a%2Bb%20%281%29.tcsim');
    expect(resolveImport('100%.tcsim', 'file:///a.tcsim')).toBe('file:///100%25.tcsim');
  });

  it('is nothing for a text that has no place yet', () => {
    expect(resolveImport('x.tcsim', 'untitled:Untitled-1')).toBeUndefined();
  });
});

describe('closed files', () => {
  it('are read once, also by many at a time, and again after they changed', async () => {
    let reads = 0;
    const files = new Files(new TextDocuments(TextDocument), async () => `text ${++reads}`);
    const [one, two] = await Promise.all([files.load('file:///a'), files.load('file:///a')]);
    expect([one?.getText(), two?.getText()]).toEqual(['text 1', 'text 1']);
    const before = files.stamp('file:///a');
    files.forget('file:///a');
    expect(files.stamp('file:///a')).not.toBe(before);
    expect((await files.load('file:///a'))?.getText()).toBe('text 2');
  });

  it('that cannot be read do not exist', async () => {
    const files = new Files(new TextDocuments(TextDocument), () => Promise.reject(new Error('no permission')));
    expect(await files.load('file:///a')).toBeUndefined();
    expect(files.isKnown('file:///a')).toBe(true);
  });

  it('that change while they are read are read again', async () => {
    const answers: ((text: string) => void)[] = [];
    const files = new Files(new TextDocuments(TextDocument), () => new Promise((resolve) => answers.push(resolve)));
    const first = files.load('file:///a');
    files.forget('file:///a');
    answers[0]?.('old');
    await first;
    expect(files.isKnown('file:///a')).toBe(false);
    const second = files.load('file:///a');
    answers[1]?.('new');
    expect((await second)?.getText()).toBe('new');
  });
});
