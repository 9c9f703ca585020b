/** A fingerprint of every run of some texts: what two hosts must agree on. Also bundled for the browser. */
import { analyse, run } from '../index.ts';
import { hashOfTrace } from '../trace/compare.ts';

export function hashesOfRuns(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    analyse(text, 'sample.tcsim').model.scenarios.map((scenario) => {
      const { trace, verdict } = run(scenario);
      return `${scenario.name}: ${verdict} ${hashOfTrace(trace)}`;
    }),
  );
}
