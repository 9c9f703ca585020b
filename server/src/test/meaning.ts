/** What a text means, for tests of the model. */
import { buildProgram, type Model } from '../model/index.ts';
import { expectDiagnostics } from './marked.ts';

/** The model of a text that must be without errors. */
export function build(text: string): Model {
  expectDiagnostics(text);
  return buildProgram('test.tcsim', text).model;
}

/** Without places: what the text means. */
export const meaning = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

/** The first of a list that has one. */
export const first = <T>(list: readonly T[]): T => {
  const [only] = list;
  if (only === undefined) throw new Error('There is none.');
  return only;
};

/** A cluster and a client for texts that are about something else. */
export const TOPOLOGY = `cluster orders {
  server tsa-1, tsa-2
}
client shop x 3 {
  cache sessions { nonstop { timeout 5s } }
}
client web {
  cache pages
}
`;

/** The lines as those of a scenario of `TOPOLOGY`. */
export const inScenario = (lines: string): string => `${TOPOLOGY}scenario "s" {
  duration 5min
${lines}
}
`;
