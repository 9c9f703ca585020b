/** What a conformance case is, wherever it is written: as a scenario or against the simulator's own classes. */

/** One thing that the source says must be so, and what the simulator did. */
export interface Finding {
  readonly what: string;
  readonly expected: string;
  readonly simulated: string;
  readonly agrees: boolean;
}

export interface Case {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  /** Repository, commit, path, and test or lines; or the title of a manual. */
  readonly source: string;
  /** What the source expects, in our words. */
  readonly expected: string;
  /** Where the case is written, relative to this folder. */
  readonly file: string;
  simulate(): readonly Finding[];
}

/** A case that is below what a scenario can say. `note`: what differs from the original, if anything. */
export type DirectCase = Omit<Case, 'file'>;

/** A case that cannot be expressed, with the concept that the simulator does not have. */
export interface MissingCase extends Omit<Case, 'file' | 'simulate'> {
  readonly missing: string;
}

export function equal(what: string, simulated: unknown, expected: unknown): Finding {
  const [left, right] = [JSON.stringify(simulated), JSON.stringify(expected)];
  return { what, expected: plain(right), simulated: plain(left), agrees: left === right };
}

/** `by`: the words of the comparison, as in `at most 11000 ms`. */
export function holds(what: string, agrees: boolean, simulated: unknown, by: string): Finding {
  return { what, expected: by, simulated: plain(JSON.stringify(simulated) ?? 'nothing'), agrees };
}

function plain(json: string | undefined): string {
  return (json ?? 'nothing').replaceAll('"', '').replaceAll(',', ', ');
}

export const CORE = 'Terracotta-OSS/terracotta-core';
export const EHCACHE = 'ehcache/ehcache2';
/** Commits of the sources that the cases were taken from: 4.3.1 of the core, 2.6 of Ehcache. */
export const COMMITS = {
  core43: `${CORE} 20ac07fe24e0a120196e4d7e84d0f21d223720ff`,
  ehcache26: `${EHCACHE} 9ff006e27ec78a05f294ee909a7f61691db74bfc`,
} as const;
