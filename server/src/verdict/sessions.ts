/** Conditions on Integration Server nodes: their sessions, and the list of cluster hosts. */
import type { Condition, TimeWindow } from '../model/model.ts';
import { EVENT } from '../trace/codes.ts';
import { eventText, sentenceOf } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { combined } from './combine.ts';
import { endsEarlyText, type Finding, isWithin, momentText, outsideText, type Run, windowText } from './run.ts';

type SessionCondition = Extract<Condition, { kind: 'session' }>;
type HostsCondition = Extract<Condition, { kind: 'hosts' }>;

/** A session diverges once, whichever node shows it; it is overwritten on each node by itself. */
export function judgeSession(run: Run, condition: SessionCondition, window: TimeWindow): Finding {
  const { nodes, what } = condition;
  if (what === 'diverges') return judgeMoment(run, condition, nodes, window);
  return combined(nodes.map((node) => ({ node, finding: judgeMoment(run, condition, [node], window) })));
}

function judgeMoment(run: Run, condition: SessionCondition, nodes: readonly string[], window: TimeWindow): Finding {
  const { session, what, never } = condition;
  const kind = what === 'diverges' ? EVENT['session-diverged'] : EVENT['session-overwritten'];
  const matches = (row: number) => run.trace.events.kind[row] === kind && eventText(run.trace, row) === session;
  const rows = nodes.flatMap((node) => run.rowsOf(node, matches)).sort((left, right) => left - right);
  const within = rows.find((row) => isWithin(run.timeOf(row), window));
  if (within !== undefined) {
    const atMicros = run.timeOf(within);
    const reason = `${sentenceOf(run.trace, within)} ${momentText(atMicros, window)}.`;
    return { verdict: never ? 'violated' : 'held', atMicros, reason, chain: run.chainFrom(within), calls: [] };
  }
  // `combined` expects a reason to begin with the node.
  const subject = what === 'diverges' ? `Session ${session}` : (nodes[0] ?? '');
  const did = what === 'diverges' ? 'diverged' : `lost what it had changed in session ${session}`;
  const doing = what === 'diverges' ? 'diverge' : `lose anything of session ${session}`;
  if (!run.shows(window)) {
    const reason = `${subject} did not ${doing} while the run lasted. ${endsEarlyText(run, window)}`;
    return { verdict: 'inconclusive', atMicros: undefined, reason, chain: [], calls: [] };
  }
  const none = `${subject} did not ${doing}${windowText(run, window)}.`;
  if (never) return { verdict: 'held', atMicros: undefined, reason: none, chain: [], calls: [] };
  const nearest = rows.find((row) => run.timeOf(row) > window.toMicros) ?? rows.at(-1);
  if (nearest === undefined) {
    const chain = run.chainAt(nodes[0] ?? '', window.toMicros);
    return { verdict: 'violated', atMicros: window.toMicros, reason: none, chain, calls: [] };
  }
  const atMicros = run.timeOf(nearest);
  const reason = `${subject} ${did} ${outsideText(atMicros, window)}.`;
  return { verdict: 'violated', atMicros, reason, chain: run.chainFrom(nearest), calls: [] };
}

/** During the whole window, on each of the nodes. A node shows no hosts before it has listed some. */
export function judgeHosts(run: Run, { nodes, empty }: HostsCondition, window: TimeWindow): Finding {
  return combined(nodes.map((node) => ({ node, finding: judgeNodeHosts(run, node, empty, window) })));
}

function judgeNodeHosts(run: Run, node: string, empty: boolean, window: TimeWindow): Finding {
  const isListing = (row: number) => run.trace.events.kind[row] === EVENT['hosts-listed'];
  const rows = run.rowsOf(node, isListing);
  const before = rows.findLast((row) => run.timeOf(row) <= window.fromMicros);
  const during = rows.filter((row) => run.timeOf(row) > window.fromMicros && isWithin(run.timeOf(row), window));
  const isEmpty = (row: number | undefined) => row === undefined || eventText(run.trace, row) === 'none';
  const wrong = [before, ...during].find((row) => isEmpty(row) !== empty);
  const isWrong = isEmpty(before) !== empty || during.some((row) => isEmpty(row) !== empty);
  const list = empty ? 'no cluster hosts' : 'cluster hosts';
  if (!isWrong) {
    if (!run.shows(window)) {
      const reason = `${node} showed ${list} while the run lasted. ${endsEarlyText(run, window)}`;
      return { verdict: 'inconclusive', atMicros: undefined, reason, chain: [], calls: [] };
    }
    const reason = `${node} showed ${list}${windowText(run, window)}.`;
    return { verdict: 'held', atMicros: undefined, reason, chain: run.chainFrom(before ?? -1), calls: [] };
  }
  const atMicros = Math.max(window.fromMicros, wrong === undefined ? 0 : run.timeOf(wrong));
  const shown = isEmpty(wrong) ? 'no cluster hosts' : `the cluster hosts ${eventText(run.trace, wrong ?? 0)}`;
  const reason = `${node} showed ${shown} at ${formatDuration(atMicros)}.`;
  return { verdict: 'violated', atMicros, reason, chain: run.chainFrom(wrong ?? -1), calls: [] };
}
