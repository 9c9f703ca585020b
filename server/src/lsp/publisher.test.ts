import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Analyses, Checked } from './analyses.ts';
import { Publisher } from './publisher.ts';

const URI = 'file:///a.tcsim';
/** By the pretended clock every turn of the event loop takes a millisecond. */
const SOON_MILLIS = 1;

/** A server around the publisher whose checks take as long, and end as badly, as the test says. */
function publishing({ costMillis = 1, fails = false } = {}) {
  const published: PublishDiagnosticsParams[] = [];
  const log: string[] = [];
  let checks = 0;
  let isOpen = true;
  const connection = {
    sendDiagnostics: async (params: PublishDiagnosticsParams) => void published.push(params),
    console: { error: (text: string) => void log.push(text) },
  } as unknown as Connection;
  const analyses = {
    of: async () => {
      checks++;
      if (fails) {
        throw new Error('a rule is broken');
      }
      return { version: checks, costMillis } as Checked;
    },
  } as unknown as Analyses;
  const publisher = new Publisher(
    connection,
    analyses,
    () => isOpen,
    () => [],
  );
  const close = () => {
    isOpen = false;
  };
  return { publisher, published, log, checks: () => checks, close };
}

describe('the publisher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('checks changes that arrive together once', async () => {
    const { publisher, published, checks } = publishing();
    publisher.schedule(URI);
    publisher.schedule(URI);
    publisher.schedule(URI);
    await vi.advanceTimersByTimeAsync(SOON_MILLIS);
    expect([checks(), published.length]).toEqual([1, 1]);
  });

  it('rests after a slow check as long as that took, and checks at once after a pause', async () => {
    const { publisher, checks } = publishing({ costMillis: 200 });
    publisher.schedule(URI);
    await vi.advanceTimersByTimeAsync(SOON_MILLIS);
    publisher.schedule(URI);
    await vi.advanceTimersByTimeAsync(199);
    expect(checks()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(checks()).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    publisher.schedule(URI);
    await vi.advanceTimersByTimeAsync(SOON_MILLIS);
    expect(checks()).toBe(3);
  });

  it('says that it failed rather than showing no problems', async () => {
    const { publisher, published, log } = publishing({ fails: true });
    publisher.schedule(URI);
    await vi.advanceTimersByTimeAsync(SOON_MILLIS);
    expect(published[0]?.diagnostics).toMatchObject([
      { code: 'TCS000', message: expect.stringContaining('a rule is broken') },
    ]);
    expect(log).toHaveLength(1);
  });

  it('publishes nothing about a file that was closed meanwhile', async () => {
    const { publisher, published, close } = publishing();
    publisher.schedule(URI);
    close();
    await vi.advanceTimersByTimeAsync(SOON_MILLIS);
    expect(published).toEqual([]);
  });
});
