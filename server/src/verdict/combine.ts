/** One finding from the findings of several nodes. */
import { enumerated, type Finding, listed } from './run.ts';

/** What was found of one node. The reason begins with its name. */
export interface NodeFinding {
  readonly node: string;
  readonly finding: Finding;
}

/**
 * violated if any is, else inconclusive if any is, else held. It tells of the nodes that decided; the moment is that of
 * the first violation, or of the last node that made it hold.
 */
export function combined(all: readonly NodeFinding[]): Finding {
  const verdicts = all.map(({ finding }) => finding.verdict);
  const verdict = verdicts.includes('violated')
    ? 'violated'
    : verdicts.includes('inconclusive')
      ? 'inconclusive'
      : 'held';
  const deciding = all
    .filter(({ finding }) => finding.verdict === verdict)
    .toSorted((left, right) => (left.finding.atMicros ?? 0) - (right.finding.atMicros ?? 0));
  const decisive = (verdict === 'held' ? deciding.at(-1) : deciding[0])?.finding;
  return {
    verdict,
    atMicros: decisive?.atMicros,
    reason: `${listed(reasons(deciding))}.`,
    chain: decisive?.chain ?? [],
    calls: deciding.flatMap(({ finding }) => finding.calls).slice(0, 10),
  };
}

/** What is the same of several nodes is said once: `shop-1 and shop-2 resumed at 41s`. */
function reasons(findings: readonly NodeFinding[]): string[] {
  const nodesOf = new Map<string, string[]>();
  for (const { node, finding } of findings) {
    const rest = finding.reason.replace(/\.$/, '').slice(node.length + 1);
    nodesOf.set(rest, [...(nodesOf.get(rest) ?? []), node]);
  }
  return [...nodesOf].map(([rest, nodes]) => `${enumerated(nodes)} ${nodes.length > 1 ? plural(rest) : rest}`);
}

function plural(predicate: string): string {
  return predicate.replace(/^was /, 'were ').replace(': it was ', ': they were ');
}
