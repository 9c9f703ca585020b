/**
 * A voter as the scenario handles it: a process outside the stripe that votes for the server with which it registered,
 * and for another one only when that one is gone.
 * Source: terracotta-platform 5.x, VotingGroup, TCVoterMain.
 */
import { VOTER_STATE, type VoterStateName } from '../../../trace/codes.ts';
import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import type { ScenarioNode } from '../../node.ts';
import type { ServerNode } from '../server-node.ts';
import type { StripeArray } from '../stripe/array.ts';
import { type AskedServer, answerOn } from './server-side.ts';
import {
  ASSUMPTIONS,
  BOOT_MICROS,
  HEARTBEAT_MICROS,
  REGISTRATION_RETRY_MICROS,
  TOPOLOGY_FETCH_MICROS,
} from './timing.ts';
import { VoterLink } from './voter-link.ts';

export class VoterNode implements ScenarioNode {
  readonly kind = 'voter';
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  readonly #array: StripeArray;
  readonly #world: World;
  /** By server: those with which it is registered, or tries to be. */
  readonly #links = new Map<number, VoterLink>();
  /** The server whose vote this is. */
  #owner: VoterLink | undefined;
  #timer: Timer | undefined;
  #topology: readonly number[];
  #state: VoterStateName | undefined;

  constructor(array: StripeArray, process: Process) {
    this.#array = array;
    this.#world = array.world;
    this.name = process.name;
    this.lane = process.lane;
    this.process = process;
    this.#topology = this.#attached();
  }

  setState(state: VoterStateName): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#world.emit('state', this.lane, state, VOTER_STATE[state]);
  }

  start(_losingData: boolean): void {
    this.#world.recorder.assume(ASSUMPTIONS.boot);
    this.process.start();
    this.setState('registering');
    this.#topology = this.#attached();
    this.#world.after(this.process, BOOT_MICROS, () => this.#begin());
  }

  /** Registered with the active and every other server when the run begins. */
  form(): void {
    const { servers, network } = this.#array;
    const active = servers.find(({ isActive }) => isActive);
    this.process.start();
    if (active?.server === undefined || !this.#canVote() || !this.#isAccepted(active.server)) {
      this.#begin();
      return;
    }
    // What it does from now on goes back to this.
    this.setState('registered');
    for (const node of servers) {
      const { server } = node;
      if (server === undefined || (node !== active && !this.#isAccepted(server))) continue;
      const link = this.#link(node);
      network.connectNow(this.process, node.process, (near, far) => {
        link.attach(near);
        answerOn(network, server, far);
      });
      this.#links.set(node.index, link);
      this.#operate(link, this.#world.random(`voter/${this.name}/${node.name}`).integer(0, HEARTBEAT_MICROS - 1));
    }
    this.#registered(this.#links.get(active.index) as VoterLink);
  }

  promote(): void {}

  prepareStop(): void {}

  died(): void {
    this.#reset();
    this.setState('down');
  }

  #isAccepted({ consistency: { registry } }: AskedServer): boolean {
    return registry.register(this.name) >= 0;
  }

  /** Not at all when the cluster has several stripes: the product refuses that. */
  #canVote(): boolean {
    return this.#array.stripes.length === 1;
  }

  #begin(): void {
    if (!this.#canVote()) {
      this.setState('registering');
      this.#log('Usage of multiple stripes is not supported');
      return;
    }
    this.#reset();
    this.setState('registering');
    this.#register();
  }

  /** Looks for the active in the whole topology, now and every 5 s until it has taken the voter. */
  #register(): void {
    for (const index of this.#topology) {
      const node = this.#array.servers[index];
      if (node === undefined) continue;
      const link = this.#links.get(index) ?? this.#link(node);
      this.#links.set(index, link);
      link.connect((connected) => {
        if (connected && this.#owner === undefined) this.#tryToRegister(link);
        else if (connected) this.#add(link);
        else if (this.#owner !== undefined) this.#drop(link);
      });
    }
    this.#timer = this.#later(REGISTRATION_RETRY_MICROS, () => {
      if (this.#owner === undefined) this.#register();
    });
  }

  #tryToRegister(link: VoterLink): void {
    link.state((state) => {
      if (this.#owner !== undefined) return;
      if (state === undefined) {
        link.close();
        return;
      }
      if (state.mode !== 'active') return;
      link.register((accepted) => {
        if (this.#owner !== undefined) return;
        if (accepted) this.#takeOwner(link);
        else this.#log(`Registration with ${link.server.name} in state ACTIVE-COORDINATOR failed. Retrying...`);
      });
    });
  }

  #takeOwner(link: VoterLink): void {
    this.#timer?.cancel();
    this.#registered(link);
    this.#operate(link, 0);
    // One that is still connecting is added when that has ended.
    for (const other of [...this.#links.values()]) if (other !== link && !other.isConnecting) this.#add(other);
  }

  #registered(owner: VoterLink): void {
    this.#owner = owner;
    this.#world.emit('voter-registered', this.lane, '', owner.server.lane);
    this.setState('registered');
    this.#pollTopology();
  }

  /** One more server to vote for; not when it cannot be reached or has not decided what it is. */
  #add(link: VoterLink): void {
    this.#links.set(link.server.index, link);
    link.connect((connected) => {
      if (!connected) {
        this.#drop(link);
        return;
      }
      link.state((state) => {
        if (state?.mode !== 'active' && state?.mode !== 'passive') {
          this.#drop(link);
          return;
        }
        link.register((accepted) => {
          if (accepted) this.#operate(link, 0);
          else this.#drop(link);
        });
      });
    });
  }

  /** Not for now: the next look at the topology tries again. */
  #drop(link: VoterLink): void {
    link.close();
    if (this.#links.get(link.server.index) === link) this.#links.delete(link.server.index);
  }

  #operate(link: VoterLink, firstInMicros: number): void {
    link.operate(
      firstInMicros,
      () => this.#voteWanted(link),
      () => this.#lost(link),
    );
  }

  #lost(link: VoterLink): void {
    if (this.#links.get(link.server.index) !== link) return;
    this.#links.delete(link.server.index);
    if (this.#links.size > 0) return;
    // Nobody is left: it all begins again.
    this.#begin();
  }

  #voteWanted(link: VoterLink): void {
    const owner = this.#owner;
    if (owner === undefined) return;
    const { name, lane } = link.server;
    if (link === owner) {
      this.#vote(link);
    } else if (owner.isConnected) {
      this.#decline(link, `${owner.server.name} is the owner of the vote and is connected`);
      this.#log(
        `Not the vote owner and the owner is still connected, rejecting the vote request from ${name} for election term ${owner.term}`,
      );
      if (owner.isVoting) link.zombie();
    } else if (link.term > owner.lastVotedTerm) {
      this.#world.recorder.assume(ASSUMPTIONS.terms);
      owner.zombie();
      this.#log(`Stole the vote from ${owner.server.name}, voting for ${name} for term: ${link.term}`);
      this.#owner = link;
      this.#world.emit('voter-registered', this.lane, '', lane);
      this.#vote(link);
    } else {
      this.#decline(link, `${owner.server.name} had the vote in term ${owner.lastVotedTerm}`);
      this.#log(
        `Failed to steal the vote from ${owner.server.name}, rejecting the vote request from ${name} for term ${link.term}, last voted election: ${owner.lastVotedTerm}`,
      );
    }
  }

  #vote(link: VoterLink): void {
    this.#world.emit('voter-voted', this.lane, '', link.server.lane);
    link.vote();
  }

  #decline(link: VoterLink, why: string): void {
    this.#world.emit('voter-declined', this.lane, why, link.server.lane);
  }

  /** The owner is asked every 30 s which servers there are; only while it is the active are servers added or dropped. */
  #pollTopology(): void {
    this.#timer?.cancel();
    const owner = this.#owner;
    if (owner?.isConnected) {
      owner.state((state) => {
        if (state?.mode === 'active' && this.#owner === owner) this.#follow(state.topology);
      });
    }
    this.#timer = this.#later(TOPOLOGY_FETCH_MICROS, () => this.#pollTopology());
  }

  #follow(topology: readonly number[]): void {
    this.#topology = topology;
    for (const index of topology) {
      const node = this.#array.servers[index];
      if (node !== undefined && !this.#links.has(index)) this.#add(this.#link(node));
    }
    for (const [index, link] of [...this.#links]) {
      if (topology.includes(index)) continue;
      this.#links.delete(index);
      link.close();
    }
  }

  #reset(): void {
    this.#timer?.cancel();
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    this.#owner = undefined;
  }

  #link(node: ServerNode): VoterLink {
    return new VoterLink(this.#world, this.#array.network, this.process, this.name, node);
  }

  #attached(): readonly number[] {
    return this.#array.servers.filter(({ isAttached }) => isAttached).map(({ index }) => index);
  }

  #later(delayMicros: number, run: () => void): Timer {
    return this.#world.after(this.process, delayMicros, run);
  }

  #log(text: string): void {
    const cause = this.#world.kernel.currentCause;
    this.#world.emit('log', this.lane, text);
    this.#world.kernel.currentCause = cause;
  }
}
