/** The array that an ehcache.xml connects to, as far as its url tells: the servers, and nothing of their settings. */
import type { Statement } from '../language/syntax.ts';
import { declaration, setting, wordAt } from './declare.ts';
import { hostOf, Names, nameOf } from './names.ts';
import type { Raw } from './reading.ts';

/** `host:port,host:port`, perhaps with a user before the host, or the address of a tc-config.xml on a server. */
export function clusterOfUrl({ text, range, start }: Raw, name: string, taken: readonly string[]): Statement {
  const names = new Names([name, ...taken]);
  const hosts = text
    .split(',')
    .map((address) => hostOf(/^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/@]+)/.exec(address.trim())?.[1]));
  const isLocal = new Set(hosts).size < hosts.length;
  const servers = hosts.map((host) => {
    const called = host === undefined || host === 'localhost' || isLocal ? '' : nameOf(host, 'server');
    const server = called === '' || called === 'server' ? names.numbered('server') : names.free(called);
    const settings = host === undefined || host === server ? [] : setting('host', host, { text: host, range, start });
    return declaration([wordAt('server', range), wordAt(server, range)], range, { start, end: start }, settings);
  });
  return declaration([wordAt('cluster', range), wordAt(name, range)], range, range, servers);
}
