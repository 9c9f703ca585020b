/** Every name that a text can refer to, with the place of its declaration; from the model, so imports count. */
import type { Analysis } from '../index.ts';
import type { Names } from '../language/phrases.ts';
import type { Context } from '../language/schema/index.ts';
import type { Locations, Origin } from '../model/model.ts';

export type NameKind = 'cluster' | 'stripe' | 'server' | 'client' | 'voter' | 'cache' | 'session' | 'value';

export interface Declaration {
  readonly kind: NameKind;
  /** As scenarios write it: `shop` for a client or a family, `shop-2` for a member, `sessions`, `window`. */
  readonly name: string;
  /** The client of a cache, the cluster of a server or client, what a value stands for; may be empty. */
  readonly of: string;
  /** The declared name. For the member of a family that is the name of the family. */
  readonly place: Origin;
  readonly whole: Origin;
  /** What a `with` block of it holds, where its kind does not say. */
  readonly context?: Context | undefined;
}

export interface Declarations extends Names {
  readonly all: readonly Declaration[];
  /** Several when clients share the name of a cache; `shop.sessions` names one of them. */
  find(name: string): readonly Declaration[];
}

const known = new WeakMap<Analysis, Declarations>();

export function declarationsOf(analysis: Analysis): Declarations {
  let declarations = known.get(analysis);
  if (declarations === undefined) {
    declarations = indexed(collect(analysis));
    known.set(analysis, declarations);
  }
  return declarations;
}

function indexed(all: readonly Declaration[]): Declarations {
  const byName = Map.groupBy(all, ({ name }) => name);
  const find = (name: string): readonly Declaration[] => {
    const found = byName.get(name);
    const dot = name.indexOf('.');
    if (found !== undefined || dot < 0) {
      return found ?? [];
    }
    const [owner, cache] = [name.slice(0, dot), name.slice(dot + 1)];
    return (byName.get(cache) ?? []).filter(({ kind, of }) => kind === 'cache' && of === owner);
  };
  return {
    all,
    find,
    isName: (text) => find(text).some(({ kind }) => kind !== 'value' && kind !== 'session'),
    isValue: (text) => find(text).some(({ kind }) => kind === 'value'),
  };
}

function collect(analysis: Analysis): readonly Declaration[] {
  const { model } = analysis;
  const found = new Map<string, Declaration>();
  const add = (kind: NameKind, name: string, of: string, at: Locations, context?: Context): void => {
    const key = `${kind} ${name} ${of}`;
    if (name !== '' && !found.has(key)) {
      found.set(key, { kind, name, of, place: at.name, whole: at.self, context });
    }
  };
  for (const cluster of model.clusters) {
    add('cluster', cluster.name, cluster.product.version, cluster.at);
    for (const stripe of cluster.stripes) {
      add('stripe', stripe.name, cluster.name, stripe.at);
      for (const server of stripe.servers) {
        add('server', server.name, cluster.name, server.at);
      }
    }
  }
  for (const client of model.clients) {
    const isNode = client.integrationServer !== undefined;
    add('client', client.family, client.cluster, client.at, isNode ? 'integration-server' : 'client');
    add('client', client.name, client.cluster, client.at, isNode ? 'integration-server' : 'client');
    for (const cache of client.caches) {
      add('cache', cache.name, client.family, cache.at, isNode ? 'distributed-cache' : 'cache');
    }
  }
  for (const voter of model.voters ?? []) add('voter', voter.name, voter.cluster, voter.at);
  for (const { sessions = [] } of model.scenarios) {
    for (const session of sessions) add('session', session.name, session.nodes.join(', '), session.at);
  }
  return [...found.values(), ...valuesIn(analysis)];
}

/** Names bound by `let` and `for`: the model has them no more, it has what they stand for. */
function valuesIn({ model, symbols }: Analysis): readonly Declaration[] {
  return symbols.flatMap(({ kind, name, declarations }) =>
    kind === 'value'
      ? declarations.map((place) => ({
          kind,
          name,
          of: boundText(model.files[place.file]?.text ?? '', place.end),
          place,
          whole: place,
        }))
      : [],
  );
}

/** The rest of the line behind `let window =` or `for window in`. */
function boundText(text: string, from: number): string {
  const rest = /^[^\r\n]*/.exec(text.slice(from, from + 200))?.[0] ?? '';
  return rest.replace(/^\s*(=|in\b)\s*/, '').replace(/\s*\/\/.*$/, '');
}
