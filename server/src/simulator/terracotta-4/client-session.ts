/** What an active server keeps of one client. */
import type { Timer } from '../engine/world.ts';
import type { SessionEnd } from '../transport/session.ts';
import type { Message } from './messages.ts';

/** The server's stack for one client. It exists from the moment the client is known until it is removed. */
export interface ClientSession {
  readonly connection: number;
  readonly client: number;
  end: SessionEnd<Message>;
  /** expected: known from before the fail-over, not seen yet. */
  link: 'expected' | 'connected' | 'restoring';
  /** Row that says that its connection was lost; -1 while it is there. */
  lostRow: number;
  /** The client handshake is complete; it is acknowledged, or will be when the window ends. */
  greeted: boolean;
  /** Known from before the fail-over. */
  readonly returning: boolean;
  acknowledged: boolean;
  timer: Timer | undefined;
}
