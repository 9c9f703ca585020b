/** The events of a run: what a scenario can wait for and expect, and the sentence that tells each. */
import { CLIENT_EVENTS } from './events/clients.ts';
import { CONNECTION_EVENTS } from './events/connections.ts';
import { DATA_EVENTS } from './events/data.ts';
import { ELECTION_EVENTS } from './events/elections.ts';
import type { EventInfo } from './events/info.ts';
import { PROCESS_EVENTS } from './events/process.ts';

export type { EventInfo } from './events/info.ts';

/** Every kind of event. The `a`, `b`, `text` columns mean what the sentence says. */
export const EVENTS = [
  ...PROCESS_EVENTS,
  ...CONNECTION_EVENTS,
  ...ELECTION_EVENTS,
  ...CLIENT_EVENTS,
  ...DATA_EVENTS,
] as const satisfies readonly EventInfo[];

export type EventName = (typeof EVENTS)[number]['name'];
