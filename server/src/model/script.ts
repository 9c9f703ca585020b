/** What happens in a scenario and what must hold: actions with their triggers, and expectations. Part of `model.ts`. */
import type { Origin } from '../language/syntax.ts';

/** How a load balancer chooses the node of a request. */
export type Routing = 'round-robin' | 'sticky' | 'failover';

/** The names of the operations are those of the Ehcache 2 and 3 APIs; overloads of Ehcache 3 have names of their own. */
export type OperationName =
  | 'get'
  | 'getAll'
  | 'getKeys'
  | 'containsKey'
  | 'getSize'
  | 'put'
  | 'putAll'
  | 'putIfAbsent'
  | 'replace'
  | 'remove'
  | 'removeAll'
  | 'getQuiet'
  | 'getAllQuiet'
  | 'quickSize'
  | 'search'
  | 'removeElement'
  | 'quickClear'
  | 'putWithWriter'
  | 'removeWithWriter'
  | 'clear'
  /** Opens an iterator over the cache and takes all entries, or keys (Ehcache 2). */
  | 'iterate'
  /** replace(key, oldValue, newValue) and remove(key, value) of Ehcache 3. */
  | 'replaceIfEquals'
  | 'removeIfEquals'
  /** A request to an Integration Server node. */
  | 'invoke'
  /** Explicit locks of keys: neither reads nor writes. */
  | 'lock'
  | 'tryLock'
  | 'unlock'
  /** Of the whole cache, without values: neither reads nor writes. */
  | 'flush'
  | 'evictExpiredElements'
  | 'setNodeCoherent'
  | 'isClusterCoherent'
  | 'isNodeCoherent'
  | 'waitUntilClusterCoherent';

/** What a thread does while it holds a lock, before it unlocks. */
export interface LockedSection {
  readonly workMicros: number;
  /** On the key, one after the other, at the end of the work. */
  readonly operations: readonly OperationName[];
  /** The unlock stands in a finally block. False: an operation that throws skips it. */
  readonly inFinally: boolean;
}

export type Action =
  /** A dynamic setting of a running cluster is changed with the configuration tool. */
  | {
      readonly kind: 'set';
      readonly cluster: string;
      readonly setting: 'client-reconnect-window' | 'client-lease-duration';
      readonly valueMicros: number;
    }
  /** Servers join or leave the topology of their stripe with the configuration tool. */
  | { readonly kind: 'attach' | 'detach'; readonly nodes: readonly string[] }
  /** The operator lets servers that wait for promotion, or for votes, become or stay active. */
  | { readonly kind: 'promote'; readonly nodes: readonly string[] }
  | { readonly kind: 'crash' | 'stop'; readonly nodes: readonly string[] }
  /** Every process on the hosts of these nodes dies and the hosts answer nothing any more. */
  | { readonly kind: 'power-off'; readonly nodes: readonly string[] }
  /** restart of a running node = crash + start. `losingData`: a restartable server comes back with an empty store. */
  | { readonly kind: 'start' | 'restart'; readonly nodes: readonly string[]; readonly losingData: boolean }
  | {
      readonly kind: 'pause';
      readonly nodes: readonly string[];
      readonly durationMicros: number;
      /** How many connections the kernel accepts on each port meanwhile; undefined: all of them. */
      readonly backlog?: number | undefined;
    }
  | {
      readonly kind: 'cut';
      readonly from: readonly string[];
      readonly to: readonly string[];
      /** From every other machine: `to` is all that is there. */
      readonly everywhere: boolean;
      /** False: only what travels from → to is lost. */
      readonly bothWays: boolean;
      /** silent: packets vanish · refused: a firewall answers with resets. */
      readonly manner: 'silent' | 'refused';
      readonly durationMicros: number | undefined;
    }
  /** Nodes of different groups cannot reach each other; nodes in no group reach everyone. */
  | {
      readonly kind: 'partition';
      readonly groups: readonly (readonly string[])[];
      readonly durationMicros: number | undefined;
    }
  /** The TCP connection is reset; new connects are refused for the duration (0 = at once accepted again). */
  | {
      readonly kind: 'drop-connection';
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly durationMicros: number;
    }
  /** Ends cuts, partitions and degradations; all of them when both lists are empty. */
  | { readonly kind: 'heal'; readonly from: readonly string[]; readonly to: readonly string[] }
  | {
      readonly kind: 'degrade';
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly latencyMicros: number;
      readonly durationMicros: number | undefined;
    }
  /** The clocks of their machines differ from the right time by so much; negative: behind. */
  | {
      readonly kind: 'skew-clock';
      readonly nodes: readonly string[];
      readonly skewMicros: number;
      readonly durationMicros: number | undefined;
    }
  /** A firewall that drops what servers send to the callback port of these clients. */
  | {
      readonly kind: 'block-callback-port';
      readonly nodes: readonly string[];
      readonly durationMicros: number | undefined;
    }
  | {
      readonly kind: 'operate';
      /** Every member of a family works on its own. */
      readonly clients: readonly string[];
      readonly cache: string;
      readonly operation: OperationName;
      /** Keys are drawn round robin from `keyCount` keys; a written key is fixed. */
      readonly key: string | undefined;
      readonly keyCount: number;
      /** iterate: how long the application works with all the keys. */
      readonly spanMicros?: number;
    }
  /** Application code around the lock of a key: lock, work, operations on the key, unlock. */
  | {
      readonly kind: 'lock';
      /** Every member of a family works on its own. */
      readonly clients: readonly string[];
      readonly cache: string;
      readonly key: string;
      /** Readers share the lock. */
      readonly mode: 'read' | 'write';
      /** tryLock: how long it waits at most, 0 for one question. Undefined: lock, which waits for ever. */
      readonly tryMicros: number | undefined;
      /** Undefined: the lock is kept until an `unlock`. */
      readonly section: LockedSection | undefined;
    }
  | {
      readonly kind: 'unlock';
      readonly clients: readonly string[];
      readonly cache: string;
      readonly key: string;
      readonly mode: 'read' | 'write';
    }
  /** The cache of the clients is in bulk-load mode for so long. */
  | {
      readonly kind: 'bulk-load';
      readonly clients: readonly string[];
      readonly cache: string;
      readonly durationMicros: number;
    }
  /** An administrator changes a parameter of a distributed cache on Integration Server nodes. */
  | {
      readonly kind: 'set-cache';
      readonly nodes: readonly string[];
      readonly cache: string;
      readonly parameter: 'consistency' | 'copy-on-read';
      /** `eventual` or `strong`; `true` or `false`. */
      readonly value: string;
    }
  /** Requests to Integration Server nodes: one to each of them, or with a routing one to the node that it chooses. */
  | {
      readonly kind: 'invoke';
      readonly nodes: readonly string[];
      readonly routing: Routing | undefined;
      readonly stateful: boolean;
      readonly service: string;
      /** Of a stateful service; the service's own when not named. */
      readonly session: string;
      readonly reads: readonly string[];
      readonly writes: readonly string[];
    };

/** The node states and events that scenarios can name: tables in `trace/kinds.ts`. */
export interface EventPattern {
  /** Nodes any of which may show the event. */
  readonly nodes: readonly string[];
  readonly what: { readonly state: string } | { readonly event: string } | { readonly log: string };
}

export type Trigger =
  /** `latestMicros` > `timeMicros`: a random instant of the range, from the scenario's seed. */
  | { readonly kind: 'at'; readonly timeMicros: number; readonly latestMicros: number }
  | {
      readonly kind: 'every';
      readonly periodMicros: number;
      readonly fromMicros: number;
      /** Last possible instant, inclusive; the duration of the scenario unless written. */
      readonly untilMicros: number;
      /** Calls that were due and could not begin are made up for. */
      readonly catchesUp?: true;
    }
  /** The first time the event is seen, plus a delay. */
  | { readonly kind: 'when'; readonly event: EventPattern; readonly delayMicros: number };

export interface Step {
  readonly trigger: Trigger;
  readonly action: Action;
  readonly at: Origin;
}

/** Absolute instants, inclusive: `within 12s after 30s` is 30 s … 42 s; no bound is 0 … duration. */
export interface TimeWindow {
  readonly fromMicros: number;
  readonly toMicros: number;
}

export type CallOutcomePredicate =
  | { readonly kind: 'takes-longer-than'; readonly durationMicros: number }
  /** `message`: a part of the text of the exception; undefined when any will do. */
  | { readonly kind: 'throws'; readonly exception: string; readonly message?: string | undefined }
  | { readonly kind: 'fails' }
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'returns-null' }
  | { readonly kind: 'returns-false' }
  | { readonly kind: 'is-ignored' }
  | { readonly kind: 'ends-early' }
  | { readonly kind: 'reads-locally' }
  /** Never returned by the end of the window. */
  | { readonly kind: 'blocks' };

export type Quantifier =
  | { readonly kind: 'no' | 'every' | 'some' }
  | { readonly kind: 'exactly' | 'at-least' | 'at-most'; readonly count: number };

export type Condition =
  /** becomes: enters the state within the window · is: has it during the whole window · never: not for an instant. */
  | {
      readonly kind: 'state';
      readonly nodes: readonly string[];
      readonly state: string;
      readonly mode: 'becomes' | 'is' | 'never';
    }
  | {
      readonly kind: 'event';
      readonly nodes: readonly string[];
      readonly event: string;
      readonly quantifier: Quantifier;
    }
  /** These events, in this order; other events may stand between them, further ones of the named may not. */
  | { readonly kind: 'order'; readonly node: string; readonly events: readonly string[] }
  | {
      readonly kind: 'calls';
      readonly quantifier: Quantifier;
      /** 'call' stands for every operation, 'read' and 'write' for those groups. */
      readonly operation: OperationName | 'call' | 'read' | 'write';
      readonly clients: readonly string[];
      /** Undefined: every cache of these clients. */
      readonly cache: string | undefined;
      readonly predicate: CallOutcomePredicate;
    }
  | {
      readonly kind: 'writes';
      readonly quantifier: Quantifier;
      readonly clients: readonly string[];
      readonly cache: string | undefined;
      /** acknowledged-lost: the caller was told success and the array does not have it at the end ·
       *  failed-applied: the caller got an exception or a time-out and the array applied it · twice: applied twice. */
      readonly fate: 'acknowledged-lost' | 'failed-applied' | 'applied-twice';
    }
  | { readonly kind: 'log'; readonly nodes: readonly string[]; readonly text: string; readonly quantifier: Quantifier }
  /** The session diverges, on any of its nodes, or its state on each of the nodes is overwritten; or never is. */
  | {
      readonly kind: 'session';
      readonly session: string;
      readonly nodes: readonly string[];
      readonly what: 'diverges' | 'overwritten';
      readonly never: boolean;
    }
  /** The list of cluster hosts of each node is empty, or never is, during the whole window. */
  | { readonly kind: 'hosts'; readonly nodes: readonly string[]; readonly empty: boolean };

export interface Expectation {
  /** As written, without `expect`, white space folded. */
  readonly text: string;
  readonly condition: Condition;
  readonly window: TimeWindow;
  readonly at: Origin;
}
