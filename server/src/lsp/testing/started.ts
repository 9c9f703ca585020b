/** One language server for all tests of a file: started before the first, stopped after the last. */
import { afterAll, beforeAll, expect } from 'vitest';
import { type BundledServer, bundleServer } from './bundle.ts';
import { Session } from './session.ts';

/** The server must end by itself, and must have had nothing to complain about. */
export function startedForAll(use: (session: Session) => void): void {
  let bundle: BundledServer;
  let session: Session;
  beforeAll(async () => {
    bundle = await bundleServer();
    ({ session } = await Session.start(bundle.server));
    use(session);
  });
  afterAll(async () => {
    expect(await session.stop()).toBe(0);
    expect(session.log).toEqual([]);
    bundle.dispose();
  });
}
