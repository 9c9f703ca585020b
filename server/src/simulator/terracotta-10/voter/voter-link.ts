/**
 * A voter's diagnostic connection to one server: requests one at a time, each with its time-out, and the heartbeat that
 * brings the server's wish for votes.
 * Source: terracotta-platform 5.x, ClientVoterManagerImpl and ClientVoterThread.
 */
import type { Endpoint, Network } from '../../engine/network.ts';
import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import type { Message } from '../messages.ts';
import type { VoterMessage } from './messages.ts';
import { CONNECT_TIMEOUT_MICROS, HEARTBEAT_MICROS, REQUEST_TIMEOUT_MICROS } from './timing.ts';

export type DiagnosticAnswer = VoterMessage & { readonly type: 'diagnostic-answer' };

export interface VotedServer {
  readonly index: number;
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
}

export class VoterLink {
  readonly server: VotedServer;
  readonly #world: World;
  readonly #network: Network<Message>;
  readonly #process: Process;
  readonly #voter: string;
  #endpoint: Endpoint<Message> | undefined;
  #connecting = false;
  /** The request that is out. */
  #waiting:
    | { readonly id: number; readonly timer: Timer; readonly done: (answer?: DiagnosticAnswer) => void }
    | undefined;
  #heartbeat: Timer | undefined;
  #closed = false;
  /** The server wants votes, for this term; a zombie keeps its term and does not vote in it. */
  isVoting = false;
  term = 0;
  /** Last term in which this server got the vote. */
  lastVotedTerm = 0;

  constructor(world: World, network: Network<Message>, process: Process, voter: string, server: VotedServer) {
    this.#world = world;
    this.#network = network;
    this.#process = process;
    this.#voter = voter;
    this.server = server;
  }

  get isConnected(): boolean {
    return this.#endpoint?.open === true;
  }

  get isConnecting(): boolean {
    return this.#connecting;
  }

  /** `done` is told whether there is a connection; not at all when the link was closed meanwhile. */
  connect(done: (connected: boolean) => void): void {
    if (this.isConnected || this.#connecting) {
      if (!this.#connecting) done(true);
      return;
    }
    this.#connecting = true;
    this.#closed = false;
    this.#network.connect(this.#process, this.server.process, 'diagnostic', CONNECT_TIMEOUT_MICROS, (result) => {
      this.#connecting = false;
      if (typeof result === 'string') {
        if (!this.#closed) done(false);
      } else if (this.#closed) {
        this.#network.close(result);
      } else {
        this.attach(result);
        done(true);
      }
    });
  }

  attach(endpoint: Endpoint<Message>): void {
    this.#endpoint = endpoint;
    endpoint.receiver = {
      onMessage: (_, message) => {
        if (message.type === 'diagnostic-answer' && message.id === this.#waiting?.id) this.#answered(message);
      },
      onClosed: () => {
        if (this.#waiting !== undefined) this.#answered(undefined);
      },
    };
  }

  state(done: (answer?: DiagnosticAnswer) => void): void {
    this.#ask((id) => ({ type: 'diagnostic-request', id, what: 'state', voter: this.#voter }), done);
  }

  /** `done` is told whether the server took the voter. */
  register(done: (accepted: boolean) => void): void {
    this.#ask(
      (id) => ({ type: 'diagnostic-request', id, what: 'register', voter: this.#voter }),
      (answer) => done(answer !== undefined && answer.value >= 0),
    );
  }

  /**
   * Sends a heartbeat every second from now on. `onVote`: the server wants votes. `onLost`: no answer, or the server
   * does not know the voter any more; the link is closed then.
   */
  operate(firstInMicros: number, onVote: () => void, onLost: () => void): void {
    const beat = (): void => {
      const begunMicros = this.#world.nowMicros;
      this.#ask(
        (id) => ({ type: 'diagnostic-request', id, what: 'heartbeat', voter: this.#voter }),
        (answer) => {
          if (answer === undefined || answer.value < 0) {
            this.close();
            onLost();
            return;
          }
          const tookMicros = this.#world.nowMicros - begunMicros;
          this.#heartbeat = this.#later(Math.max(0, HEARTBEAT_MICROS - tookMicros), beat);
          if (this.#wantsVotes(answer.value)) onVote();
        },
      );
    };
    this.#heartbeat = this.#later(firstInMicros, beat);
  }

  vote(): void {
    this.lastVotedTerm = this.term;
    const { term } = this;
    this.#ask(
      (id) => ({ type: 'cast-vote', id, voter: this.#voter, term }),
      () => {},
    );
  }

  /** No vote in the current term any more. */
  zombie(): void {
    this.isVoting = false;
  }

  close(): void {
    this.#closed = true;
    this.#heartbeat?.cancel();
    this.#waiting?.timer.cancel();
    this.#waiting = undefined;
    if (this.#endpoint !== undefined) this.#network.close(this.#endpoint);
    this.#endpoint = undefined;
  }

  #wantsVotes(value: number): boolean {
    if (value <= 0) {
      this.isVoting = false;
      this.term = 0;
      return false;
    }
    if (!this.isVoting && this.term === value) return false;
    this.isVoting = true;
    this.term = value;
    return true;
  }

  /** A request while another is out waits for that one, as calls on one connection do. */
  #ask(message: (id: number) => Message, done: (answer?: DiagnosticAnswer) => void): void {
    if (this.#waiting !== undefined) {
      const before = this.#waiting;
      this.#waiting = {
        ...before,
        done: (answer) => {
          before.done(answer);
          this.#ask(message, done);
        },
      };
      return;
    }
    const endpoint = this.#endpoint;
    if (endpoint === undefined || !endpoint.open) {
      if (!this.#closed) done(undefined);
      return;
    }
    const id = this.#world.nextId();
    const timer = this.#later(REQUEST_TIMEOUT_MICROS, () => this.#answered(undefined));
    this.#waiting = { id, timer, done };
    this.#network.send(endpoint, message(id));
  }

  #answered(answer: DiagnosticAnswer | undefined): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    waiting.timer.cancel();
    waiting.done(answer);
  }

  #later(delayMicros: number, run: () => void): Timer {
    return this.#world.after(this.#process, delayMicros, run);
  }
}
