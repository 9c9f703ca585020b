/**
 * One end of a transport session with the once-and-only-once layer: what was sent but not yet received is kept, so
 * that a new TCP connection under the same session can go on without loss and without doubles.
 *
 * Source: Terracotta 4.3.1, OnceAndOnlyOnceProtocolNetworkLayerImpl and SendStateMachine/ReceiveStateMachine.
 */
import type { Endpoint, Network } from '../engine/network.ts';

/**
 * With so many in the outbox it is looked which have arrived: with fewer too often, with more they outlive the garbage
 * collector's first look.
 */
const FORGETS_AT = 64;

const carried = new WeakMap<object, { readonly received: number }>();

export class SessionEnd<Message> {
  #endpoint: Endpoint<Message> | undefined;
  /** How many messages of this session have been received. */
  received = 0;
  readonly #network: Network<Message>;
  readonly #outbox: Message[] = [];
  /** Number of the first message in the outbox. */
  #outboxStart = 0;
  constructor(network: Network<Message>) {
    this.#network = network;
  }

  /** The connection that carries the session now. */
  get endpoint(): Endpoint<Message> | undefined {
    return this.#endpoint;
  }

  attach(endpoint: Endpoint<Message>): void {
    this.#endpoint = endpoint;
    carried.set(endpoint, this);
  }

  send(message: Message): void {
    const endpoint = this.#endpoint;
    // The product forgets what was acknowledged; here the other end is asked directly, which no one can notice.
    if (this.#outbox.length >= FORGETS_AT && endpoint !== undefined)
      this.#forget(carried.get(endpoint.peer)?.received ?? 0);
    this.#outbox.push(message);
    if (endpoint?.open) this.#network.send(endpoint, message);
  }

  /** A new connection carries the session on: everything that the other end has not received is sent again. */
  resume(endpoint: Endpoint<Message>, receivedByPeer: number): void {
    this.attach(endpoint);
    this.#forget(receivedByPeer);
    for (const message of this.#outbox) this.#network.send(endpoint, message);
  }

  #forget(receivedByPeer: number): void {
    const count = receivedByPeer - this.#outboxStart;
    if (count <= 0) return;
    if (count === this.#outbox.length) this.#outbox.length = 0;
    else this.#outbox.splice(0, count);
    this.#outboxStart += count;
  }
}
