/** What an operator sees of a server: LogicalServerState of terracotta-platform 5.x, and elections beside it. */
import type { ServerStateName } from '../../../trace/codes.ts';
import type { Mode } from './messages.ts';

export interface Condition {
  readonly mode: Mode;
  readonly isElecting: boolean;
  /** Waits for votes, or for the others at a cold start. */
  readonly isSuspended: boolean;
  readonly isInWindow: boolean;
  readonly waitsForZap: boolean;
}

export function laneState({ mode, isElecting, isSuspended, isInWindow, waitsForZap }: Condition): ServerStateName {
  switch (mode) {
    case 'active':
      // The reconnect window takes precedence over being suspended.
      if (isInWindow) return 'in-window';
      return isSuspended ? 'active-suspended' : 'active';
    case 'passive':
      if (isSuspended) return 'passive-suspended';
      return isElecting ? 'electing' : 'passive';
    case 'uninitialized':
      return 'passive-uninitialized';
    case 'syncing':
      return 'syncing';
    case 'stopped':
      return 'stopped-by-itself';
    default:
      if (isSuspended) return 'start-suspended';
      if (waitsForZap) return 'waiting-for-zap';
      return isElecting ? 'electing' : 'starting';
  }
}
