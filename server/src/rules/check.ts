/** Runs rules over a model. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';

/**
 * Everything the rules find, in source order, each finding once: the runs of a scenario with `for` and the topologies
 * of several scenarios repeat what is wrong in the declarations they share.
 */
export function runRules(rules: readonly Rule[], model: Model): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const rule of rules) {
    for (const finding of rule.check(model)) {
      const key = `${rule.id} ${finding.at.file}:${finding.at.start}:${finding.at.end} ${finding.message}`;
      if (!found.has(key)) found.set(key, toDiagnostic(rule, finding));
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      a.at.file - b.at.file ||
      a.at.start - b.at.start ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : a.at.end - b.at.end),
  );
}

function toDiagnostic(rule: Rule, finding: Finding): Diagnostic {
  return {
    code: rule.id,
    severity: finding.severity ?? rule.severity,
    at: finding.at,
    message: finding.message,
    why: finding.why,
    help: finding.help,
    related: finding.related ?? [],
    fixes: finding.fixes ?? [],
  };
}
