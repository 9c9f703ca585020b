/** What a conformance case is, wherever it is written: as a scenario or against the simulator's own classes. */

/** One thing that the source says must be so, and what the simulator did. */
export interface Finding {
  readonly what: string;
  readonly expected: string;
  readonly simulated: string;
  readonly agrees: boolean;
}

/** The product lines that cases are about, as the page calls them. */
export const PRODUCTS = ['Terracotta 3.7 and 4.x', 'Terracotta 10.x and 11.x'] as const;
export type ProductName = (typeof PRODUCTS)[number];

export interface Case {
  readonly id: string;
  readonly product: ProductName;
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
export type DirectCase = Omit<Case, 'file' | 'product'>;

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
/** Commits of the sources that the cases were taken from: 4.3.1 and 5.12 of the core, 5.11 of the platform, 2.6 and 3.12 of Ehcache. */
export const COMMITS = {
  core43: `${CORE} 20ac07fe24e0a120196e4d7e84d0f21d223720ff`,
  ehcache26: `${EHCACHE} 9ff006e27ec78a05f294ee909a7f61691db74bfc`,
  core512: `${CORE} 59da7a5`,
  platform511: 'Terracotta-OSS/terracotta-platform 8a18d4a',
  ehcache312: 'ehcache/ehcache3 a7f07f8',
} as const;
