/**
 * Hosts, ports and directories of servers.
 *
 * Source: Terracotta 4.3.1 L2DSOConfigObject (JMX +10, management +30).
 */
import { isLoopback, usualPorts } from '../../language/ports.ts';
import type { Cluster, Model, Server } from '../../model/model.ts';
import type { Finding } from '../rule.ts';
import { formatAt, isInConfiguration } from './configurationEdits.ts';
import { clustersOf } from './topology.ts';

export interface Ports {
  readonly tsa: number;
  readonly group: number;
}

export function portsOf(server: Server, { product }: Cluster): Ports {
  const usual = usualPorts(product);
  const { tsaPort = usual.tsa, groupPort } = server.checked ?? {};
  return { tsa: tsaPort, group: groupPort ?? usual.groupOf(tsaPort) };
}

/** `group-port`, `jmx-port` or `management-port` of the server, where this is its number. */
export function nameOfPort(server: Server, cluster: Cluster, port: number): string | undefined {
  const { tsa, group } = portsOf(server, cluster);
  const { jmxPort = tsa + 10, managementPort = tsa + 30 } = server.checked ?? {};
  if (port === group) return 'group-port';
  if (!usualPorts(cluster.product).hasJmx) return undefined;
  return port === jmxPort ? 'jmx-port' : port === managementPort ? 'management-port' : undefined;
}

/** One key for all ways to write a host, loopback addresses included. */
export const hostKey = ({ host }: Pick<Server, 'host'>): string =>
  isLoopback(host) ? 'localhost' : host.toLowerCase();

/** True when the host is that of the server: as written, or its name where none is. */
export function isAt(server: Server, host: string): boolean {
  const own = server.host.toLowerCase();
  const asked = host.toLowerCase();
  return own === asked || (isLoopback(own) && isLoopback(asked)) || firstLabel(own) === firstLabel(asked);
}

/** `tsa-1` of `tsa-1.example.com`: short and full names mean one host. An address has no such part. */
function firstLabel(host: string): string {
  return /^[\d.:]+$/.test(host) ? host : (host.split('.')[0] ?? host);
}

interface Clash {
  readonly other: Server;
  /** As in `both want port 9510`. */
  readonly what: string;
  /** The setting to look at. */
  readonly setting: 'tsa-port' | 'group-port' | 'jmx-port' | 'management-port' | 'data';
}

/**
 * Every server that wants what another one on its host wants already, as a finding without its reasons: these depend on
 * who refuses it.
 */
export function* clashesOn(model: Model): Iterable<Pick<Finding, 'at' | 'message' | 'related'>> {
  for (const { cluster } of clustersOf(model)) {
    // A host may serve several clusters: as declared, each with those before it.
    const before = model.clusters.slice(0, Math.max(0, model.clusters.indexOf(cluster)));
    const ports = new Map(
      [...before, cluster].flatMap((each) =>
        withHostOf(each).map((server) => [server, portsOf(server, each)] as const),
      ),
    );
    const own = new Set(withHostOf(cluster));
    for (const [host, onHost] of Map.groupBy([...ports.keys()], hostKey)) {
      for (const [i, server] of onHost.entries()) {
        if (!own.has(server)) continue;
        const clash = onHost
          .slice(0, i)
          .map((other) => clashOf(other, server, ports, model))
          .find((each) => each !== undefined);
        if (clash === undefined) continue;
        const { other, what, setting } = clash;
        yield {
          at: server.at.settings[setting] ?? server.at.name,
          message: `${other.name} and ${server.name} are both on ${host} and want ${what}.`,
          related: [{ at: other.at.settings[setting] ?? other.at.name, message: `${other.name} has it, too` }],
        };
      }
    }
  }
}

const withHostOf = ({ stripes }: Cluster): readonly Server[] =>
  stripes.flatMap(({ servers }) => servers.filter(({ at }) => at.settings.host !== undefined));

/** What two servers on one host both want, if there is anything. */
function clashOf(other: Server, server: Server, ports: ReadonlyMap<Server, Ports>, model: Model): Clash | undefined {
  const data = server.checked?.data;
  if (data !== undefined && data === other.checked?.data && isAbsolute(data)) {
    return { other, what: `the directory ${data}`, setting: 'data' };
  }
  if (!hasPort(server) && !hasPort(other) && !isInConfiguration(model, server.at.self)) return undefined;
  if (hasOpenPort(server, model) || hasOpenPort(other, model)) return undefined;
  const own = ports.get(server);
  const theirs = ports.get(other);
  if (own === undefined || theirs === undefined) return undefined;
  if (own.tsa === theirs.tsa || own.tsa === theirs.group)
    return { other, what: `port ${own.tsa}`, setting: 'tsa-port' };
  if (own.group === theirs.group || own.group === theirs.tsa)
    return { other, what: `port ${own.group}`, setting: 'group-port' };
  // JMX and management listen only where something is written, and not at 0.
  const written = (each: Server) => [each.checked?.jmxPort, each.checked?.managementPort].filter((port) => port !== 0);
  const taken = new Set([theirs.tsa, theirs.group, ...written(other)]);
  for (const [port, setting] of [
    [server.checked?.jmxPort, 'jmx-port'],
    [server.checked?.managementPort, 'management-port'],
    [own.tsa, 'tsa-port'],
    [own.group, 'group-port'],
  ] as const) {
    if (port !== undefined && port > 0 && taken.has(port)) return { other, what: `port ${port}`, setting };
  }
  return undefined;
}

const OPEN_PORT = {
  xml: /<(?:[\w.-]+:)?(?:tsa-port|dso-port|tsa-group-port|l2-group-port)\b[^>]*>(?!\s*\d+\s*<)/,
  // Lines of other nodes may stand in between; then one of theirs is enough to say nothing.
  properties: /(?:^|[.:])(?:port|group-port)[ \t]*[=:][ \t]*(?!\d+\s*$)\S/m,
} as const;

/** True when a configuration file leaves a port of the server to be filled in later: then it is not the usual one. */
export function hasOpenPort({ at }: Server, model: Model): boolean {
  const format = formatAt(model, at.self);
  const text = model.files[at.self.file]?.text.slice(at.self.start, at.self.end);
  return format !== undefined && text !== undefined && OPEN_PORT[format].test(text);
}

const hasPort = ({ checked }: Server): boolean => checked?.tsaPort !== undefined || checked?.groupPort !== undefined;

/** A relative directory is another one where each server is started elsewhere; a placeholder may stand for the server. */
const isAbsolute = (data: string): boolean => /^(\/|[A-Za-z]:[\\/]|%\(user\.home\))[^%]*$/.test(data);
