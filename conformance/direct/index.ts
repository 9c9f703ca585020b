/** Cases against the simulator's own classes, for what is below the language. */
import type { Case, DirectCase, ProductName } from '../case.ts';
import { BATCH_CASES } from './batches.ts';
import { CONFIGURATION_CASES } from './configuration.ts';
import { EHCACHE_3_CASES } from './ehcache3.ts';
import { CHECKER_CASES } from './health-checker.ts';
import { LEASE_CASES } from './leases.ts';
import { LOCK_CASES } from './locks.ts';
import { NONSTOP_CASES } from './nonstop.ts';
import { RUN_CASES } from './runs.ts';
import { SERVER_CASES } from './server.ts';
import { VOTE_CASES } from './votes.ts';

interface File {
  readonly product: ProductName;
  readonly cases: readonly DirectCase[];
}

const OLD = 'Terracotta 3.7 and 4.x';
const NEW = 'Terracotta 10.x and 11.x';

const FILES: Readonly<Record<string, File>> = {
  'direct/batches.ts': { product: OLD, cases: BATCH_CASES },
  'direct/health-checker.ts': { product: OLD, cases: CHECKER_CASES },
  'direct/locks.ts': { product: OLD, cases: LOCK_CASES },
  'direct/nonstop.ts': { product: OLD, cases: NONSTOP_CASES },
  'direct/runs.ts': { product: OLD, cases: RUN_CASES },
  'direct/server.ts': { product: OLD, cases: SERVER_CASES },
  'direct/configuration.ts': { product: NEW, cases: CONFIGURATION_CASES },
  'direct/ehcache3.ts': { product: NEW, cases: EHCACHE_3_CASES },
  'direct/leases.ts': { product: NEW, cases: LEASE_CASES },
  'direct/votes.ts': { product: NEW, cases: VOTE_CASES },
};

export function directCases(): Case[] {
  return Object.entries(FILES).flatMap(([file, { product, cases }]) => cases.map((one) => ({ ...one, file, product })));
}
