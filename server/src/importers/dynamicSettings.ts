/** The settings of the dynamic configuration, by Setting.java of terracotta-platform 5.12: who has them, and which count. */
import { nearest } from '../language/nearest.ts';
import type { Property } from './properties.ts';
import type { Reading } from './reading.ts';

/** `tc-properties.l2.election.timeout` is one entry of the map `tc-properties`. */
export const nameWithoutEntry = (name: string): string =>
  name.startsWith('this.') ? name : (/^([\w-]+)\./.exec(name)?.[1] ?? name);

/** Settings that the simulation reads of each node. */
export const NODE_SETTINGS: ReadonlySet<string> = new Set([
  'hostname',
  'port',
  'group-port',
  'bind-address',
  'relay',
  'replica',
  'relay-source-hostname',
  'relay-destination-hostname',
]);

/** What the product has besides, and no failure that is simulated depends on. */
const WITHOUT_EFFECT = new Set(
  `cluster-name cluster-uid stripe-uid node-uid stripe-name public-hostname public-port group-bind-address metadata-dir log-dir
   data-dirs backup-dir config-dir security-dir audit-log-dir security-log-dir logger-overrides ssl-tls authc whitelist
   permit-list security-whitelist lock-context license-file relay-hostname relay-port relay-group-port replica-hostname
   replica-port relay-source-port relay-destination-port relay-destination-group-port this.name this.node-name this.node-id this.stripe-id this.node-uid this.version`.split(
    /\s+/,
  ),
);

/** Settings that only the whole cluster has. */
export const CLUSTER_SETTINGS: readonly string[] = [
  'client-reconnect-window',
  'client-lease-duration',
  'failover-priority',
  'offheap-resources',
];

/** Lists a setting that is not read in a scope, where `known` are those that are; says where its place would be. */
export function leaveOut(name: string, property: Property, known: readonly string[], reading: Reading): void {
  const plain = nameWithoutEntry(name);
  const { key, keyRange } = property;
  if (WITHOUT_EFFECT.has(plain)) {
    reading.leaveOut(plain, keyRange, 'known');
    return;
  }
  const [owner, right] = CLUSTER_SETTINGS.includes(plain)
    ? ['the whole cluster', `${plain}=…`]
    : NODE_SETTINGS.has(plain)
      ? ['a node', `stripe.1.node.1.${plain}=…`]
      : [];
  if (owner !== undefined) {
    const message = `\`${plain}\` belongs to ${owner}: the product refuses \`${key}\`.`;
    reading.warn(keyRange, message, `Write \`${right}\`. The default counts here.`);
    return;
  }
  // Drafts of the format had longer names.
  const short = plain.replace(/^(node|security)-/, '');
  const all = [...known, ...WITHOUT_EFFECT];
  reading.leaveOut(plain, keyRange, 'unknown', () => (all.includes(short) ? short : nearest(plain, all)));
}
