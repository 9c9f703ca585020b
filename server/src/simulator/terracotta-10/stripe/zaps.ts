/**
 * Requests to quit, between servers of a stripe. Of two actives the one with the smaller weights quits; a passive quits
 * when its active, or anybody while it has none, asks it to.
 *
 * Source: terracotta-core 5.x, L2HAZapNodeRequestProcessor; its texts are the product's.
 */
import { beats } from './enrollment.ts';
import type { StripeMessage, ZapKind } from './messages.ts';

export interface ZapOwner {
  readonly index: number;
  readonly isActive: boolean;
  /** The active that is followed; -1 for none. */
  readonly knownActive: number;
  /** It waits for votes. */
  readonly isBlocked: boolean;
  weights(): readonly number[];
  nameOf(server: number): string;
  sendTo(server: number, message: StripeMessage): void;
  log(text: string): void;
  quit(reason: string): void;
}

const KIND_TEXTS: Readonly<Record<ZapKind, string>> = {
  'split-brain': 'Two or more Active servers detected in the cluster',
};

export class Zaps {
  readonly #owner: ZapOwner;

  constructor(owner: ZapOwner) {
    this.#owner = owner;
  }

  /** Asks another server to quit; a server without votes may not. */
  request(server: number, kind: ZapKind, reason: string): void {
    const owner = this.#owner;
    const name = owner.nameOf(server);
    if (owner.isBlocked) {
      owner.log(`Not allowing to Zap ${name} since server does not have consistency votes`);
      return;
    }
    owner.log(`Requesting node to quit : NodeID : ${name} Error Type : ${KIND_TEXTS[kind]}`);
    owner.sendTo(server, { type: 'zap', kind, reason, weights: owner.weights() });
  }

  onRequest(from: number, { kind, reason, weights }: StripeMessage & { readonly type: 'zap' }): void {
    const owner = this.#owner;
    const request = `NodeID : ${owner.nameOf(from)} Error Type : ${KIND_TEXTS[kind]} Details : ${reason}`;
    if (owner.isActive) {
      this.#compare(from, weights);
    } else if (owner.knownActive < 0 || owner.knownActive === from) {
      owner.log(`Terminating due to Zap request from ${request}`);
      owner.quit(reason);
    } else {
      owner.log(
        `Ignoring Zap Node since it did not come from ACTIVE-COORDINATOR ${owner.nameOf(owner.knownActive)} but from ${request}`,
      );
    }
  }

  #compare(from: number, weights: readonly number[]): void {
    const owner = this.#owner;
    const name = owner.nameOf(from);
    const own = owner.weights();
    owner.log(
      `A Terracotta server tried to join the mirror group as a second ACTIVE : My weights = ${own.join()} Other servers weights = ${weights.join()}`,
    );
    const other = { server: from, isNew: false, weights };
    if (!beats(other, { server: owner.index, isNew: false, weights: own })) {
      owner.log(`Ignoring Quit request from ${name} since remote servers weight is not greater than local weight`);
      return;
    }
    owner.log(`${name} wins : Backing off : Exiting !!!`);
    owner.quit(`Found that ${name} is active and has more clients connected to it than this server. Exiting ... !!`);
  }
}
