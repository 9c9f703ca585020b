/**
 * What the rules found in runs, for as long as the text that was run is the newest. Every change of it, or of what it
 * imports, makes a new analysis, and the findings of the old one are gone.
 */
import type { Analysis } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SerializedRun } from './protocol.ts';

interface Kept {
  readonly analysis: Analysis;
  /** By the name of the scenario; one with `for` has several runs. */
  readonly byScenario: Map<string, readonly Diagnostic[]>;
}

export class RunFindings {
  private readonly kept = new Map<string, Kept>();

  /** Replaces what earlier runs of the same scenarios found. `analysis` is that of the text when the runs began. */
  keep(uri: string, analysis: Analysis, runs: readonly SerializedRun[]): void {
    const known = this.kept.get(uri);
    const byScenario = new Map(known?.analysis === analysis ? known.byScenario : []);
    for (const { scenario } of runs) byScenario.set(scenario, []);
    for (const { scenario, findings } of runs) {
      byScenario.set(scenario, [...(byScenario.get(scenario) ?? []), ...findings]);
    }
    this.kept.set(uri, { analysis, byScenario });
  }

  /** What runs of exactly this text found. */
  of(uri: string, analysis: Analysis): readonly Diagnostic[] {
    const known = this.kept.get(uri);
    return known?.analysis === analysis ? [...known.byScenario.values()].flat() : [];
  }

  forget(uri: string): void {
    this.kept.delete(uri);
  }
}
