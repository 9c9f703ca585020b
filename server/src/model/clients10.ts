/** What clients and caches of Ehcache 3 have beside the rest: time-outs per operation, client modes, server memory. */
import { wordOf } from '../language/phrases.ts';
import { releaseOf } from '../language/schema/index.ts';
import { sizeOf } from './clusters10.ts';
import { childrenOf, type Layers, settingOf, type Values } from './layers.ts';
import type { Product } from './model.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import type { Ehcache3Cache, Ehcache3Client } from './terracotta10.ts';

/** Whether the clients of a product are those of Ehcache 3. */
export const hasEhcache3 = ({ version }: Product): boolean => releaseOf(version)?.core !== undefined;

export function buildEhcache3Client(layers: Layers, values: Values, scope: Scope): Ehcache3Client {
  return {
    readTimeoutMicros: values.number('client.read-timeout'),
    writeTimeoutMicros: values.number('client.write-timeout'),
    connectionTimeoutMicros: values.number('client.connection-timeout'),
    clientMode: values.choice<Ehcache3Client['clientMode']>('client.client-mode'),
    sharedPools: childrenOf(layers, 'client.shared-pool').flatMap(({ match, file, statement }) => {
      const name = wordOf(match, 'name');
      const resource = wordOf(match, 'resource');
      const bytes = sizeOf(wordOf(match, 'size'), file, scope);
      return name === undefined || resource === undefined || bytes === undefined
        ? []
        : [{ name: name.text, resource: resource.text, bytes, at: originOf(file, statement) }];
    }),
  };
}

export function buildEhcache3Cache(layers: Layers, values: Values, scope: Scope): Ehcache3Cache {
  return {
    loaderWriter: values.flag('cache.loader-writer'),
    resilienceStrategy: values.choice<Ehcache3Cache['resilienceStrategy']>('cache.resilience-strategy'),
    resource: resourceOf(layers, scope),
  };
}

function resourceOf(layers: Layers, scope: Scope): Ehcache3Cache['resource'] {
  const dedicated = settingOf(layers, 'clustered-dedicated');
  const shared = settingOf(layers, 'clustered-shared');
  if (dedicated !== undefined && shared !== undefined) {
    scope.report.add({
      code: 'TCS003',
      at: shared.at,
      message: 'The cache has memory of its own and a shared pool.',
      why: 'A cluster tier takes its memory from one of the two.',
      help: 'Keep `clustered-dedicated` or `clustered-shared`.',
      related: [{ at: dedicated.at, message: 'The memory of its own is here.' }],
    });
  }
  if (dedicated !== undefined) {
    const name = wordOf(dedicated.match, 'resource')?.text ?? '';
    return { name, bytes: sizeOf(wordOf(dedicated.match, 'size'), dedicated.file, scope), shared: false };
  }
  const pool = shared === undefined ? undefined : wordOf(shared.match, 'pool')?.text;
  return pool === undefined ? undefined : { name: pool, bytes: undefined, shared: true };
}
