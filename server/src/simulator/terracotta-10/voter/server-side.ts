/** What a server answers to voters on its diagnostic port, which is open for as long as its process runs. */
import type { Endpoint, Network } from '../../engine/network.ts';
import type { Process } from '../../engine/process.ts';
import type { Message } from '../messages.ts';
import type { Consistency } from '../stripe/consistency.ts';
import type { Mode } from '../stripe/messages.ts';
import type { VoterMessage } from './messages.ts';

export interface AskedServer {
  readonly process: Process;
  readonly mode: Mode;
  readonly topology: readonly number[];
  readonly consistency: Consistency;
}

export function answerVoters(network: Network<Message>, server: AskedServer): void {
  network.listen(server.process, 'diagnostic', (endpoint) => answerOn(network, server, endpoint));
}

/** A connection that exists when the run begins. */
export function answerOn(network: Network<Message>, server: AskedServer, endpoint: Endpoint<Message>): void {
  endpoint.receiver = {
    onMessage: (_, message) => {
      if (message.type !== 'diagnostic-request' && message.type !== 'cast-vote') return;
      const value = answerTo(server, message);
      const { mode, topology } = server;
      network.send(endpoint, { type: 'diagnostic-answer', id: message.id, value, mode, topology });
    },
    onClosed: () => {},
  };
}

function answerTo({ consistency: { registry } }: AskedServer, message: VoterMessage): number {
  if (message.type === 'cast-vote') return registry.vote(message.voter, message.term);
  if (message.type !== 'diagnostic-request' || message.what === 'state') return 0;
  return message.what === 'register' ? registry.register(message.voter) : registry.heartbeat(message.voter);
}
