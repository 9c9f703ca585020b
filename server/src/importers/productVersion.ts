/** Which product line a tc-config.xml is for, as far as its shape tells. */
import type { Range } from '../language/syntax.ts';
import type { XmlElement } from './xml.ts';

export interface Version {
  readonly version: string;
  /** What tells. */
  readonly range: Range;
}

/** Elements that only one line has. */
const SINCE_10 = new Set(['plugins', 'services', 'cluster-name', 'consistency-timeout']);
const ONLY_4 = new Set([
  'restartable',
  'failover-priority',
  'dataStorage',
  'tsa-port',
  'tsa-group-port',
  'management-port',
]);
const ONLY_3 = new Set(['dso', 'dso-port', 'ha', 'mirror-groups', 'active-server-groups', 'application', 'statistics']);

/**
 * The line of a configuration; nothing where the newest 4.x is as good a guess as any. Up to terracotta-6.xsd it is 3.x;
 * `<restartable>` and the names of the ports came with 4.0, a word as `<failover-priority>` with 4.3, plugins with 10.0, the
 * elements of `<failover-priority>` with 10.5.
 */
export function versionOf(root: XmlElement): Version | undefined {
  const all = descendants(root);
  const priority = all.find(({ name, children }) => name === 'failover-priority' && children.length > 0);
  if (priority !== undefined) return { version: '10.5', range: priority.tag };
  const later = all.find(({ name }) => SINCE_10.has(name));
  if (later !== undefined) return { version: '10.3', range: later.tag };
  if (all.some(({ name }) => ONLY_4.has(name))) return undefined;
  const location = root.attributes.find(({ name }) => name.endsWith(':schemaLocation'));
  const schema = /terracotta-(\d+)\.xsd/.exec(location?.value ?? '')?.[1];
  if (location !== undefined && schema !== undefined) {
    return Number(schema) <= 6 ? { version: '3.7', range: location.valueRange } : undefined;
  }
  const older = all.find(({ name }) => ONLY_3.has(name));
  return older === undefined ? undefined : { version: '3.7', range: older.tag };
}

function descendants(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => [child, ...descendants(child)]);
}
