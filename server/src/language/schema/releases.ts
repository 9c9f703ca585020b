/** The releases of the products, and what stands below them. */
import type { ProductLine } from '../../model/model.ts';
import type { CoreVersion } from '../../model/terracotta10.ts';

export interface Release {
  readonly version: string;
  readonly line: ProductLine;
  readonly ehcache: string;
  /** The open-source core of a release of the 10.x line. */
  readonly core?: CoreVersion;
  /** No public source says which core, or which Ehcache, the release is built on: this is the likeliest. */
  readonly assumed?: true;
}

/**
 * The releases that can be named, the Ehcache that ships with each, and the core below those of the 10.x line; oldest first
 * within a line, what is older by its core first. Sources: gradle.properties of Ehcache 3.6 (core 5.5), 3.8 (5.6), 3.9 to
 * 3.11 (5.10), 3.12 (5.12). The commercial numbers of 10.x and 11.x stand at the core that has their features.
 */
export const RELEASES: readonly Release[] = [
  { version: '3.7', line: '3.7', ehcache: '2.6' },
  { version: '4.0', line: '4.x', ehcache: '2.7' },
  { version: '4.1', line: '4.x', ehcache: '2.8' },
  { version: '4.2', line: '4.x', ehcache: '2.9' },
  { version: '4.3', line: '4.x', ehcache: '2.10' },
  { version: '5.3', line: '10.x', ehcache: '3.5', core: '5.3', assumed: true },
  { version: '10.2', line: '10.x', ehcache: '3.5', core: '5.3', assumed: true },
  { version: '10.3', line: '10.x', ehcache: '3.5', core: '5.3', assumed: true },
  { version: '5.5', line: '10.x', ehcache: '3.6', core: '5.5' },
  { version: '10.5', line: '10.x', ehcache: '3.6', core: '5.5', assumed: true },
  { version: '5.6', line: '10.x', ehcache: '3.8', core: '5.6' },
  { version: '5.8', line: '10.x', ehcache: '3.8', core: '5.8', assumed: true },
  { version: '10.7', line: '10.x', ehcache: '3.8', core: '5.8', assumed: true },
  { version: '5.10', line: '10.x', ehcache: '3.10', core: '5.10' },
  { version: '10.11', line: '10.x', ehcache: '3.10', core: '5.10', assumed: true },
  { version: '10.15', line: '10.x', ehcache: '3.10', core: '5.10', assumed: true },
  { version: '5.12', line: '10.x', ehcache: '3.12', core: '5.12' },
  { version: '11.1', line: '10.x', ehcache: '3.12', core: '5.12', assumed: true },
];

/** What stands for the newest release of a line. */
const NEWEST_OF: Readonly<Record<string, string>> = {
  '4': '4.3',
  '4.x': '4.3',
  '5': '5.12',
  '5.x': '5.12',
  '10': '10.15',
  '10.x': '10.15',
  '11': '11.1',
  '11.x': '11.1',
};

/** The release of a version as it is written: `4.3.1` is a 4.3, `4.x` the newest of them; undefined for an unknown one. */
export function releaseOf(version: string): Release | undefined {
  const exact = NEWEST_OF[version] ?? version;
  return RELEASES.find((each) => exact === each.version || exact.startsWith(`${each.version}.`));
}
