/** Which products have a setting, a value, an operation: what the schema table says of each. */
import type { Product, ProductLine } from '../model/model.ts';
import { type Availability, RELEASES, releaseOf } from './schema/index.ts';

/** Whether a product has something. */
export function has(product: Product, { lines, since, until }: Availability): boolean {
  const { line } = product;
  if (lines?.includes(line) === false) return false;
  const first = since?.[line];
  const last = until?.[line];
  const age = ageOf(product.version);
  return (first === undefined || age >= ageOf(first)) && (last === undefined || age <= ageOf(last));
}

/** Later releases of a line have greater numbers. */
function ageOf(version: string): number {
  const release = releaseOf(version);
  return release === undefined ? -1 : RELEASES.indexOf(release);
}

const LINE_NAMES: Readonly<Record<ProductLine, readonly [all: string, release: (version: string) => string]>> = {
  '3.7': ['3.7', (version) => version],
  '4.x': ['4.x', (version) => version],
  '10.x': [
    '10.x and 11.x',
    (version) => (version.startsWith('5.') ? `${commercialOf(version)} (core ${version})` : version),
  ],
};

/** The commercial release that has a core first; the core itself where none is known. */
function commercialOf(core: string): string {
  return RELEASES.find((each) => each.core === core && each.version !== core)?.version ?? core;
}

/** Who has it: `Terracotta 3.7 and 4.x`, `Terracotta 10.7 (core 5.8) and later`. */
export function ownersText({ lines = ['3.7', '4.x', '10.x'], since, until }: Availability): string {
  const parts = lines.map((line) => {
    const [all, name] = LINE_NAMES[line];
    const first = since?.[line];
    const last = until?.[line];
    if (first === undefined) return last === undefined ? all : `${all} up to ${name(last)}`;
    return line === '10.x' ? `${name(first)} and later` : `${all} from ${name(first)} on`;
  });
  return `Terracotta ${parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}`;
}

export const isEverywhere = ({ lines, since, until }: Availability): boolean =>
  lines === undefined && since === undefined && until === undefined;
