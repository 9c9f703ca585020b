/** The array that an ehcache.xml connects to, as far as its url tells: the servers, and nothing of their settings. */
import type { Range, Statement } from '../language/syntax.ts';
import { declaration, setting, wordAt } from './declare.ts';
import { hostOf, Names, nameOf } from './names.ts';
import type { Raw } from './reading.ts';

const ADDRESS = /^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/@]+)(?::(\d+))?/;

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
  const usualPort = version !== undefined && Number.parseInt(version, 10) >= 5 ? '9410' : '9510';
  const addresses = text.split(',').map((address) => ADDRESS.exec(address.trim()) ?? []);
  const hosts = addresses.map(([, host]) => hostOf(host));
  const isLocal = new Set(hosts).size < hosts.length;
  const servers = addresses.map(([, , port], i) => {
    const host = hosts[i];
    const called = host === undefined || host === 'localhost' || isLocal ? '' : nameOf(host, 'server');
    const server = called === '' || called === 'server' ? names.numbered('server') : names.free(called);
    const at = (value: string): Raw => ({ text: value, range, start });
    const settings = [
      ...(host === undefined || host === server ? [] : setting('host', host, at(host))),
      ...(port === undefined || port === usualPort || Number(port) > 65_535 ? [] : setting('tsa-port', port, at(port))),
    ];
    return declaration([wordAt('server', range), wordAt(server, range)], range, { start, end: start }, settings);
  });
  return declaration([wordAt('cluster', range), wordAt(name, range)], range, range, [...product, ...servers]);
}

function statement(words: readonly string[], range: Range): Statement {
  const placed = words.map((word) => wordAt(word, range));
  return { start: range.start, end: range.end, words: placed, block: undefined, doc: undefined };
}
