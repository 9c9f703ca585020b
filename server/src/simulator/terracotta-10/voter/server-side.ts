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
      const { consistency, mode, topology } = server;
      const answer: VoterMessage = { type: 'diagnostic-answer', id: message.id, value, mode, topology };
      if (value > 0) consistency.tellVoter(() => network.send(endpoint, answer));
      else network.send(endpoint, answer);
    },
    onClosed: () => {},
  };
}

function answerTo({ consistency }: AskedServer, message: VoterMessage): number {
  const { registry } = consistency;
  if (message.type === 'cast-vote') return consistency.vote(message.voter, message.term);
  if (message.type !== 'diagnostic-request' || message.what === 'state') return 0;
  return message.what === 'register' ? registry.register(message.voter) : registry.heartbeat(message.voter);
}
