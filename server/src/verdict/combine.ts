/** One finding from the findings of several nodes. */
import { type Finding, listed } from './run.ts';

/**
 * violated if any is, else inconclusive if any is, else held. It tells of the nodes that decided; the moment is that of
 * the first violation, or of the last node that made it hold.
 */
export function combined(findings: readonly Finding[]): Finding {
  const verdicts = findings.map(({ verdict }) => verdict);
  const verdict = verdicts.includes('violated')
    ? 'violated'
    : verdicts.includes('inconclusive')
      ? 'inconclusive'
      : 'held';
  const deciding = findings
    .filter((finding) => finding.verdict === verdict)
    .toSorted((left, right) => (left.atMicros ?? 0) - (right.atMicros ?? 0));
  const decisive = verdict === 'held' ? deciding.at(-1) : deciding[0];
  return {
    verdict,
    atMicros: decisive?.atMicros,
    reason: `${listed(deciding.map(({ reason }) => reason.replace(/\.$/, '')))}.`,
    chain: decisive?.chain ?? [],
    calls: deciding.flatMap(({ calls }) => calls).slice(0, 10),
  };
}
