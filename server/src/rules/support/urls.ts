/** Where a client looks for its array: `host:port,host:port`, perhaps with a user, or the address of a configuration. */
import { isLoopback } from '../../language/ports.ts';
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Client, Cluster, Model, Origin, Server } from '../../model/model.ts';
import { formatAt } from './configurationEdits.ts';
import { isAt, portsOf } from './ports.ts';
import { changeValue } from './settings.ts';

export interface Address {
  /** As written. */
  readonly text: string;
  readonly host: string;
  readonly port: number | undefined;
}

const ADDRESS = /^(?:\w+:\/\/)?(?:[^@/]*@)?([A-Za-z0-9_][\w.-]*)(?::(\d{1,5}))?(?:\/\S*)?$/;

/** The addresses of its url; none where it has no url, or one that is filled in later or cannot be read. */
export function addressesOf(client: Client): readonly Address[] {
  const { url } = client.checked ?? {};
  if (url === undefined) return [];
  const addresses: Address[] = [];
  for (const text of url.split(',').map((each) => each.trim())) {
    const [, host, port] = ADDRESS.exec(text) ?? [];
    if (host === undefined) return [];
    addresses.push({ text, host, port: port === undefined ? undefined : Number(port) });
  }
  return addresses;
}

/** The servers that an address means: by host, and by port where several are on it. */
export function serversAt({ host, port }: Address, servers: readonly Server[], cluster: Cluster): readonly Server[] {
  const onHost = servers.filter((server) => isAt(server, host));
  const listening = onHost.filter((server) => port === undefined || portsOf(server, cluster).tsa === port);
  return listening.length > 0 ? listening : onHost;
}

export const addressOf = (server: Server, cluster: Cluster): string => `${server.host}:${portsOf(server, cluster).tsa}`;

/** True when nobody can take the host for one of the servers: all have hosts of the same kind, written, and it is none. */
export function areAllOtherHosts(host: string, servers: readonly Server[]): boolean {
  const isNumeric = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text);
  return servers.every(
    (server) =>
      server.at.settings.host !== undefined &&
      !isAt(server, host) &&
      !isLoopback(server.host) &&
      !isLoopback(host) &&
      isNumeric(server.host) === isNumeric(host),
  );
}

/** Writes the addresses where the url is written. */
export function changeUrl(
  model: Model,
  setting: Origin | undefined,
  addresses: readonly string[],
): TextEdit | undefined {
  const isXml = setting !== undefined && formatAt(model, setting) === 'xml';
  return changeValue(model, setting, isXml ? addresses.join(',') : `"${addresses.join(',')}"`);
}
