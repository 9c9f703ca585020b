/** Cases against the simulator's own classes, for what is below the language. */
import type { Case, DirectCase } from '../case.ts';
import { CHECKER_CASES } from './health-checker.ts';
import { NONSTOP_CASES } from './nonstop.ts';
import { RUN_CASES } from './runs.ts';
import { SERVER_CASES } from './server.ts';

const FILES: Readonly<Record<string, readonly DirectCase[]>> = {
  'direct/health-checker.ts': CHECKER_CASES,
  'direct/nonstop.ts': NONSTOP_CASES,
  'direct/runs.ts': RUN_CASES,
  'direct/server.ts': SERVER_CASES,
};

export function directCases(): Case[] {
  return Object.entries(FILES).flatMap(([file, cases]) => cases.map((one) => ({ ...one, file })));
}
