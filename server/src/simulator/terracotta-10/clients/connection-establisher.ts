/**
 * How a client finds the active: every server of the stripe in turn, and whoever a passive names.
 *
 * Source: terracotta-core 5.x, ClientConnectionEstablisher, DistributedObjectClient.
 */
import { type Routine, Running, sleep, wait } from '../../engine/coroutine.ts';
import type { ConnectResult, Endpoint } from '../../engine/network.ts';
import type { ServerArray, ServerPeer } from '../array.ts';
import type { Message } from '../messages.ts';
import type { ClientNode } from './node.ts';
import {
  BACKOFF_FACTOR,
  FIRST_BACKOFF_MICROS,
  LONGEST_BACKOFF_MICROS,
  ROUNDS_PER_LOG,
  SHORTEST_RECONNECT_PAUSE_MICROS,
  TRANSPORT_HANDSHAKE_TIMEOUT_MICROS,
} from './timing.ts';

/** A server has accepted the client under an identity. */
export interface Established {
  readonly endpoint: Endpoint<Message>;
  readonly connection: number;
  readonly cluster: number;
}

export interface EstablisherOwner {
  /** The old identity; connection 0 asks for a new one. */
  identity(): { readonly connection: number; readonly cluster: number };
  established(server: ServerPeer, answer: Established): void;
  /** The old identity is not known at the active: nothing is tried any more. */
  rejected(server: ServerPeer): void;
}

type Failure = 'rejected' | 'failed' | { readonly redirect: ServerPeer };

export class ConnectionEstablisher {
  readonly #array: ServerArray;
  readonly #node: ClientNode;
  readonly #owner: EstablisherOwner;
  #routine: Running | undefined;

  constructor(array: ServerArray, node: ClientNode, owner: EstablisherOwner) {
    this.#array = array;
    this.#node = node;
    this.#owner = owner;
  }

  /** For the first time: rounds over all servers with growing pauses. */
  connect(): void {
    this.#run(this.#firstConnect());
  }

  /** With the old identity, without end. `lost`: the server whose connection is gone. */
  reconnect(lost: ServerPeer | undefined): void {
    this.#run(this.#reconnect(lost));
  }

  cancel(): void {
    this.#routine?.cancel();
  }

  /** The running cluster tells its clients which servers it has. */
  get #servers(): readonly ServerPeer[] {
    return this.#array.servers.filter(({ stripe, isAttached }) => stripe === 0 && isAttached);
  }

  #run(routine: Routine): void {
    this.#routine?.cancel();
    this.#routine = new Running(routine);
  }

  *#firstConnect(): Routine {
    const { world } = this.#array;
    for (let pause = FIRST_BACKOFF_MICROS; ; pause = Math.min(pause * BACKOFF_FACTOR, LONGEST_BACKOFF_MICROS)) {
      for (const server of this.#servers) {
        if (yield* this.#tryFrom(server)) return;
      }
      const names = this.#servers.map(({ name }) => name).join(', ');
      const seconds = Math.round(pause / 100_000) / 10;
      this.#node.log(`Unable to connect to server/s ${names} ...sleeping for ${seconds} sec.`);
      yield* sleep(world, this.#node.process, pause);
    }
  }

  /** The server that was lost is left out of the first round when others follow it in the list. */
  *#reconnect(lost: ServerPeer | undefined): Routine {
    const { reconnectWaitIntervalMicros } = this.#node.settings;
    const pause = Math.max(reconnectWaitIntervalMicros, SHORTEST_RECONNECT_PAUSE_MICROS);
    for (let round = 0; ; round++) {
      const servers = this.#servers;
      for (const server of servers) {
        if (round === 0 && server === lost && server !== servers.at(-1)) continue;
        if (round % ROUNDS_PER_LOG === 0) this.#node.log(`Reconnect attempt ${round} to ${server.name}`);
        if (yield* this.#tryFrom(server)) return;
        yield* sleep(this.#array.world, this.#node.process, pause);
      }
      if (servers.length === 0) yield* sleep(this.#array.world, this.#node.process, pause);
    }
  }

  /** Tries a server, and the active that it names. True when there is nothing more to try. */
  *#tryFrom(first: ServerPeer): Routine<boolean> {
    let server = first;
    // Two servers that send a client to each other would do so without end.
    for (let hops = 0; hops <= this.#servers.length; hops++) {
      const result: Established | Failure = yield* this.#attempt(server);
      if (result === 'failed') return false;
      if (result === 'rejected') {
        this.#owner.rejected(server);
        return true;
      }
      if ('endpoint' in result) {
        this.#owner.established(server, result);
        return true;
      }
      this.#array.world.emit('redirected', this.#node.lane, result.redirect.name);
      server = result.redirect;
    }
    return false;
  }

  *#attempt(server: ServerPeer): Routine<Established | Failure> {
    const { network, world, servers } = this.#array;
    const { process, settings, index } = this.#node;
    const result = yield* wait<ConnectResult<Message>>((resume) => {
      let isAbandoned = false;
      network.connect(process, server.process, 'client', settings.socketConnectTimeoutMicros, (connected) => {
        if (!isAbandoned) resume(connected);
        else if (typeof connected !== 'string') network.close(connected);
      });
      return () => {
        isAbandoned = true;
      };
    });
    if (typeof result === 'string') return 'failed';
    const answer = yield* wait<Message | undefined>((resume) => {
      result.receiver = { onMessage: (_, message) => resume(message), onClosed: () => resume(undefined) };
      const timer = world.after(process, TRANSPORT_HANDSHAKE_TIMEOUT_MICROS, () => resume(undefined));
      network.send(result, { type: 'syn', client: index, ...this.#owner.identity() });
      return () => {
        timer.cancel();
        network.close(result);
      };
    });
    if (answer?.type === 'syn-ack' && result.open) {
      return { endpoint: result, connection: answer.connection, cluster: answer.cluster };
    }
    network.close(result);
    if (answer?.type === 'syn-rejected') return 'rejected';
    const redirect = answer?.type === 'redirect' ? servers[answer.server] : undefined;
    return redirect === undefined ? 'failed' : { redirect };
  }
}
