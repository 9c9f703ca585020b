/** What happens to the processes: faults of the scenario, pauses, starts and stops, log lines. */
import { NEWER, OLDER } from '../lanes.ts';
import type { EventInfo } from './info.ts';

export const PROCESS_EVENTS = [
  {
    name: 'state',
    category: 'state',
    tone: 'idle',
    sentence: '{lane} is {text}',
    observable: false,
    documentation: 'The main state of the lane changed; `a` is its index in STATES.',
  },
  {
    name: 'fault',
    category: 'fault',
    tone: 'bad',
    sentence: '{text}',
    observable: false,
    documentation: 'A step of the scenario was carried out; `a` indexes Trace.faults.',
  },
  {
    name: 'fault-ended',
    category: 'fault',
    tone: 'idle',
    sentence: '{text}',
    observable: false,
    documentation: 'A fault with a duration ended or was healed; `a` indexes Trace.faults.',
  },
  {
    name: 'paused',
    category: 'process',
    tone: 'warn',
    sentence: '{lane} stops: nothing in its JVM runs',
    observable: true,
    documentation: 'Stop-the-world pause begins. The kernel still accepts TCP connections, until a `backlog` is full.',
  },
  {
    name: 'resumed-process',
    category: 'process',
    tone: 'idle',
    sentence: '{lane} runs again after its pause',
    observable: true,
    documentation: 'The pause ended; what was queued is handled now.',
  },
  {
    name: 'log',
    category: 'log',
    tone: 'idle',
    sentence: '{lane} logs: {text}',
    observable: false,
    documentation: "A line of the product's own log.",
  },
  {
    name: 'configuration-changed',
    lines: NEWER,
    category: 'process',
    tone: 'idle',
    sentence: '{lane}: {text}',
    observable: true,
    documentation: 'The configuration tool changed a running cluster.',
  },
  {
    name: 'configuration-refused',
    lines: NEWER,
    category: 'process',
    tone: 'bad',
    sentence: '{lane}: {text}',
    observable: true,
    documentation: 'The configuration tool could not change the cluster.',
  },
  {
    name: 'backlog-full',
    category: 'process',
    tone: 'bad',
    sentence: '{lane} is paused and has {a} connections waiting on its {text} port: further ones get no answer',
    observable: true,
    documentation:
      'The accept queue of a paused process is full. Health checkers that try a connect take that for a dead machine.',
  },
  {
    name: 'stop-waits',
    lines: OLDER,
    category: 'process',
    tone: 'warn',
    sentence: '{lane} is being stopped and waits for the confirmation of {a} writes',
    observable: true,
    documentation:
      'An orderly stop of a client sends what it has written and waits until the array has it, for `ack-on-exit-timeout` at most.',
  },
] as const satisfies readonly EventInfo[];
