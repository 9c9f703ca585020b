/** The array that an ehcache.xml connects to, as far as its url tells: the servers, and nothing of their settings. */
import { type UsualPorts, usualPorts } from '../language/ports.ts';
import { releaseOf } from '../language/schema/index.ts';
import type { Range, Statement } from '../language/syntax.ts';
import { declaration, setting, wordAt } from './declare.ts';
import { hostOf, Names, nameOf } from './names.ts';
import type { Raw } from './reading.ts';

/** An IPv6 address stands in brackets. */
const ADDRESS = /^(?:\w+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/@]+)(?::(\d+))?/;
/** Ehcache 2 takes the path of a tc-config.xml as well, which names no server. */
const PATH = /\/|\.xml$/i;

/** `host:port,host:port`, perhaps with a user or a scheme before the hosts, or the address of a tc-config.xml on a server. */
export function clusterOfUrl(
  { text, range, start }: Raw,
  name: string,
  taken: readonly string[],
  version: string | undefined,
): Statement {
  const names = new Names([name, ...taken]);
  // From 10.5 on several servers do not start without a failover-priority, and these have started.
  const product =
    version === undefined
      ? []
      : [statement(['product', 'terracotta', version], range), statement(['failover-priority', 'availability'], range)];
  const usual = usualPorts(version === undefined ? undefined : releaseOf(version));
  const mayBePaths = !text.includes('://');
  const addresses = text
    .split(',')
    .map((address) => address.trim())
    .map((address) => (mayBePaths && PATH.test(address) ? [] : (ADDRESS.exec(address) ?? [])));
  const hosts = addresses.map(([, host]) => hostOf(host));
  const isLocal = new Set(hosts).size < hosts.length;
  const servers = addresses.map(([, , port], i) => {
    const host = hosts[i];
    const called = host === undefined || host === 'localhost' || isLocal ? '' : nameOf(host, 'server');
    const server = called === '' || called === 'server' ? names.numbered('server') : names.free(called);
    const at = (value: string): Raw => ({ text: value, range, start });
    const settings = [
      ...(host === undefined || host === server ? [] : setting('host', host, at(host))),
      ...portsOf(port, isLocal, usual, at),
    ];
    return declaration([wordAt('server', range), wordAt(server, range)], range, { start, end: start }, settings);
  });
  return declaration([wordAt('cluster', range), wordAt(name, range)], range, range, [...product, ...servers]);
}

/** Where the usual group port is one for all, servers of one machine must have others, which no client is told. */
function portsOf(
  port: string | undefined,
  isLocal: boolean,
  usual: UsualPorts,
  at: (value: string) => Raw,
): Statement[] {
  const tsa = Number(port);
  if (port === undefined || tsa === usual.tsa || tsa > 65_535) return [];
  const isShared = isLocal && usual.groupOf(tsa) === usual.groupOf(usual.tsa);
  const group = String(tsa + 20);
  return [...setting('tsa-port', port, at(port)), ...(isShared ? setting('group-port', group, at(group)) : [])];
}

function statement(words: readonly string[], range: Range): Statement {
  const placed = words.map((word) => wordAt(word, range));
  return { start: range.start, end: range.end, words: placed, block: undefined, doc: undefined };
}
