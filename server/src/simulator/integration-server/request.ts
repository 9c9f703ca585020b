/**
 * One request to a node: the session is read, the service runs with the distributed caches that it uses, the session is
 * saved.
 *
 * Source: Integration Server Clustering Guide, "What Happens When IS in a Stateful Cluster Is Disconnected from the TSA".
 */
import type { OperationName } from '../../model/model.ts';
import { OPERATION, OUTCOME } from '../../trace/codes.ts';
import type { OutcomeName } from '../../trace/kinds.ts';
import type { InvokeRequest } from '../actions/index.ts';
import type { World } from '../engine/world.ts';
import type { IntegrationServerNode } from './node.ts';
import type { SharedSession } from './shared-session.ts';

/** A wait below this is the network, not a stall, and needs no explanation. */
const STALL_MICROS = 50_000;
/** A service goes through this many keys of each cache. */
const KEY_COUNT = 100;

/** What a request needs to know of the rest. */
export interface Surroundings {
  readonly world: World;
  /** Whether the server that the node is connected to has a write of a key. */
  isStored(node: IntegrationServerNode, key: number, row: number): boolean;
  /** Row that explains why the node hears nothing from its server; -1 when nothing is known. */
  trouble(node: IntegrationServerNode, key: number): number;
  /** Row of the last thing that is wrong in the array of the node: somebody holds a lock, or a passive does not answer. */
  troubleElsewhere(node: IntegrationServerNode): number;
  finished(request: Request): void;
}

type Then = (outcome: OutcomeName, detail: string) => void;

export class Request {
  readonly node: IntegrationServerNode;
  readonly #around: Surroundings;
  readonly #asked: InvokeRequest;
  readonly #session: SharedSession | undefined;
  readonly #turn: number;
  readonly #row: number;
  readonly #startMicros: number;
  #cause = -1;
  #over = false;

  constructor(
    around: Surroundings,
    node: IntegrationServerNode,
    asked: InvokeRequest,
    session: SharedSession | undefined,
    turn: number,
  ) {
    const { recorder, nowMicros } = around.world;
    this.#around = around;
    this.node = node;
    this.#asked = asked;
    this.#session = session;
    this.#turn = turn;
    this.#startMicros = nowMicros;
    this.#row = recorder.startCall(nowMicros, node.requestsLane, OPERATION.invoke, session?.key ?? 0, asked.source);
  }

  /** The node takes it up. */
  begin(): void {
    const { node } = this;
    switch (node.readiness) {
      case 'down':
        this.#cause = node.process.downCause;
        this.#end('exception', 'ConnectException: Connection refused: the node does not run');
        return;
      case 'starting':
        this.#end('exception', 'ConnectException: Connection refused: the node has not finished its start-up');
        return;
      case 'quiesced':
        this.#end('exception', 'ConnectException: Connection refused: the node is in quiesce mode');
        return;
      default:
        this.#readSession();
    }
  }

  /** The process is gone and the caller gets nothing. */
  kill(): void {
    this.#cause = this.node.process.downCause;
    this.#end('killed', '');
  }

  /** The run is over and the caller still waits. */
  explainBlocked(): void {
    this.#around.world.recorder.endCall(this.#row, Number.POSITIVE_INFINITY, OUTCOME.blocked, 0, this.#explanation());
  }

  #readSession(): void {
    const { node } = this;
    const session = this.#session;
    if (session === undefined) {
      this.#runService(true);
      return;
    }
    session.touch(node, node.settings.sessionTimeoutMicros);
    if (!this.#isShared || !node.isConnected) {
      this.#runService(true);
      return;
    }
    this.#call('SessionStore', 'get', session.key, (outcome) => {
      if (outcome === 'ok') session.read(node, (row) => this.#around.isStored(node, session.key, row));
      this.#runService(outcome !== 'ok');
    });
  }

  /** Sessions are kept in the array, and the node is part of the cluster. */
  get #isShared(): boolean {
    return this.node.settings.sessionStorage === 'stateful' && this.node.client !== undefined;
  }

  /** `apart`: on the node's own copy of the session. */
  #runService(apart: boolean): void {
    const { reads, writes } = this.#asked.action;
    const steps = [
      ...reads.map((cache) => ({ cache, operation: 'get' as const })),
      ...writes.map((cache) => ({ cache, operation: 'put' as const })),
    ];
    const next = (index: number): void => {
      const step = steps[index];
      if (step === undefined) {
        this.#serviceEnded(apart);
        return;
      }
      this.#call(step.cache, step.operation, this.#turn % KEY_COUNT, (outcome, detail) => {
        if (outcome === 'exception') this.#end('exception', detail);
        else next(index + 1);
      });
    };
    next(0);
  }

  #serviceEnded(apart: boolean): void {
    const { node } = this;
    const session = this.#session;
    if (session === undefined) {
      this.#end('ok', '');
      return;
    }
    const { world } = this.#around;
    if (node.settings.sessionStorage === 'stateless') {
      this.#end('ok', '');
      return;
    }
    session.change(node, apart || !node.isConnected, this.#explanation());
    if (!this.#isShared) {
      this.#end('ok', '');
      return;
    }
    let answered = false;
    const row = this.#call('SessionStore', 'put', session.key, (outcome, detail, ownRow) => {
      answered = true;
      if (outcome === 'ok') session.saved(node, ownRow);
      else session.notSaved(node, this.#explanation());
      if (outcome === 'exception') {
        world.because(this.#explanation(), () => {
          world.emit('session-save-failed', node.lane, session.name);
          node.inner.log(`[ISS.0033.0154E] Could not save session ${session.name} to the session cache. ${detail}`);
        });
      }
      this.#end('ok', '');
    });
    if (!answered) session.saving(node, row);
  }

  #call(
    cache: string,
    operation: OperationName,
    key: number,
    then: (outcome: OutcomeName, detail: string, row: number) => void,
  ): number {
    const { node } = this;
    const { client } = node;
    if (client === undefined) {
      // Stand-alone: the caches are local.
      then('local', '', -1);
      return -1;
    }
    this.#note(key);
    let row = -1;
    const done: Then = (outcome, detail) => {
      this.#note(key);
      if (outcome === 'killed') this.kill();
      else if (!this.#over) then(outcome, detail, row);
    };
    const request = { client: node.name, cache, operation, key, keyCount: 1, source: this.#asked.source, done };
    if (this.#cause < 0) this.#cause = node.lackCause(cache);
    if (node.refuses(request)) return row;
    row = client.calls.start(request);
    return row;
  }

  /** Remembers why it waits, as soon as something is known. */
  #note(key: number): void {
    if (this.#cause >= 0) return;
    const stall = this.node.client?.stallCause ?? -1;
    this.#cause = stall >= 0 ? stall : this.#around.trouble(this.node, key);
  }

  #explanation(): number {
    const stall = this.node.client?.stallCause ?? -1;
    if (stall >= 0) return stall;
    if (this.#cause >= 0) return this.#cause;
    const { offlineCause } = this.node;
    return offlineCause >= 0 ? offlineCause : this.#around.troubleElsewhere(this.node);
  }

  #end(outcome: OutcomeName, detail: string): void {
    if (this.#over) return;
    this.#over = true;
    const { recorder, nowMicros } = this.#around.world;
    const smooth = outcome === 'ok' && nowMicros - this.#startMicros < STALL_MICROS;
    recorder.endCall(
      this.#row,
      nowMicros,
      OUTCOME[outcome],
      recorder.intern(detail),
      smooth ? -1 : this.#explanation(),
    );
    this.#around.finished(this);
    this.#asked.done();
  }
}
