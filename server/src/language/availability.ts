/** Which products have a setting, a value, an operation: what the schema table says of each. */
import type { Product, ProductLine } from '../model/model.ts';
import { type Availability, RELEASES, releaseOf } from './schema/index.ts';

/** Whether a product has something. */
export function has(product: Pick<Product, 'line' | 'version'>, { lines, since, until }: Availability): boolean {
  const { line } = product;
  if (lines?.includes(line) === false) return false;
  const first = since?.[line];
  const last = until?.[line];
  if (first === undefined && last === undefined) return true;
  const age = ageOf(product.version);
  return (first === undefined || age >= ageOf(first)) && (last === undefined || age <= ageOf(last));
}

/** Later releases of a line have greater numbers. */
function ageOf(version: string): number {
  const release = releaseOf(version);
  return release === undefined ? -1 : RELEASES.indexOf(release);
}

interface LineWords {
  readonly all: string;
  readonly from: (version: string) => string;
  readonly upTo: (version: string) => string;
}

const numbered = (all: string): LineWords => ({
  all,
  from: (version) => `${all} from ${version} on`,
  upTo: (version) => `${all} up to ${version}`,
});

/** A release of the 10.x line is known by its commercial number or by its core. */
const WORDS: Readonly<Record<ProductLine, LineWords>> = {
  '3.7': numbered('3.7'),
  '4.x': numbered('4.x'),
  '10.x': {
    all: '10.x and 11.x',
    from: (version) => `${commercialOf(version)} and later`,
    upTo: (version) => `10.x up to ${commercialOf(version)}`,
  },
};

/** `10.7 (core 5.8)`: the first commercial release with a core, and the core; a commercial number as it is. */
function commercialOf(version: string): string {
  const commercial = RELEASES.find(({ core, version: other }) => core === version && other !== version)?.version;
  return commercial === undefined ? version : `${commercial} (core ${version})`;
}

/** Who has it: `Terracotta 3.7 and 4.x`, `Terracotta 10.7 (core 5.8) and later`. */
export function ownersText({ lines = ['3.7', '4.x', '10.x'], since, until }: Availability): string {
  const parts = lines.map((line) => {
    const { all, from, upTo } = WORDS[line];
    const first = since?.[line];
    const last = until?.[line];
    return first !== undefined ? from(first) : last !== undefined ? upTo(last) : all;
  });
  return `Terracotta ${parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}`;
}

export const isEverywhere = ({ lines, since, until }: Availability): boolean =>
  lines === undefined && since === undefined && until === undefined;
