/** What is in effect where little is written: behind the head of a cluster, the times that decide how it fails over. */
import type { Range } from '../language/syntax.ts';
import type { Cluster } from '../model/model.ts';
import { pausedMicros } from '../rules/support/detection.ts';
import {
  takeoverAfterDeathMicros,
  takeoverAfterPauseMicros,
  takeoverAfterSilenceMicros,
} from '../rules/support/takeover.ts';
import { formatDuration } from '../trace/time.ts';
import { type EditorFile, THIS_FILE, touches } from './file.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown: every time with what it means. */
  readonly tooltip: string;
}

/** The hints within a range of the text. A head whose block goes on in the same line has no room for one. */
export function inlayHints({ analysis: { tree, model } }: EditorFile, range: Range): InlayHint[] {
  return tree.statements.flatMap(({ words, block }) => {
    const [keyword, name] = words;
    const cluster = model.clusters.find(({ at }) => at.name.file === THIS_FILE && at.name.start === name?.start);
    if (keyword?.text !== 'cluster' || cluster === undefined || block === undefined) return [];
    const offset = block.start + 1;
    const endsLine = /^[ \t]*(\r|\n|$)/.test(tree.text.slice(offset, block.end));
    return endsLine && touches(range, offset) ? [hintOf(cluster, offset)] : [];
  });
}

interface Time {
  /** As in `take-over {}`; empty for what the tooltip alone says. Editors cut a label after some 40 letters. */
  readonly short: string;
  readonly micros: number;
  readonly meaning: string;
}

function hintOf(cluster: Cluster, offset: number): InlayHint {
  const times = timesOf(cluster).filter(({ micros }) => Number.isFinite(micros));
  return {
    offset,
    label: times
      .flatMap(({ short, micros }) => (short === '' ? [] : [short.replace('{}', formatDuration(micros))]))
      .join(' · '),
    tooltip: ['In effect, with what is written and the defaults:', '']
      .concat(times.map(({ micros, meaning }) => `- **${formatDuration(micros)}** ${meaning}`))
      .join('\n'),
  };
}

/**
 * The 10.x line detects a lost client by its lease, and its servers ask voters before one of them takes over: how long
 * that takes is no sum of settings.
 */
function timesOf(cluster: Cluster): Time[] {
  const window: Time = {
    short: 'window {}',
    micros: cluster.clientReconnectWindowMicros,
    meaning: 'is how long a new active waits for the clients of the old one (client-reconnect-window)',
  };
  if (cluster.terracotta10 !== undefined) {
    const micros = cluster.terracotta10.clientLeaseMicros;
    return [window, { short: 'lease {}', micros, meaning: 'without a word, and a client has lost its lease' }];
  }
  const hasMirrors = cluster.stripes.some(({ servers }) => servers.length > 1);
  // With consistency first, a passive that lost its active waits for an operator.
  const takesOver = hasMirrors && cluster.failoverPriority !== 'consistency';
  const removal: Time = {
    short: takesOver ? '' : 'paused client out after {}',
    micros: pausedMicros(cluster.healthCheck['l2-l1']),
    meaning: 'of a pause, and a client is removed by its server (health-check l2-l1)',
  };
  if (!takesOver) return [window, removal];
  return [
    {
      short: 'take-over {}',
      micros: takeoverAfterDeathMicros(cluster),
      meaning: 'after the process of an active died, a passive is active (l2reconnect, election-time)',
    },
    {
      short: 'paused {}',
      micros: takeoverAfterPauseMicros(cluster),
      meaning: 'after an active came to a standstill, a passive is active (health-check l2-l2, election-time)',
    },
    {
      short: '',
      micros: takeoverAfterSilenceMicros(cluster),
      meaning: 'after the host of an active went silent, a passive is active (health-check l2-l2, election-time)',
    },
    window,
    removal,
  ];
}
