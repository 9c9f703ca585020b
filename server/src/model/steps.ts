/** Triggers: from a matched statement to the step of a scenario. */
import { type Match, phraseOf, slotOf, wordOf } from '../language/phrases.ts';
import { unquote } from '../language/values.ts';
import { buildAction } from './actions.ts';
import type { EventPattern, Step, Trigger } from './model.ts';
import { originOf, replacing } from './report.ts';
import { durationOf, eventOf, nodesOf, placeOf, type Site, stateOf } from './resolve.ts';

/** Work this dense only costs time: the network is slower. */
const SHORTEST_PERIOD_MICROS = 100;

/** Undefined when a part of it is wrong, which has been reported. */
export function buildStep(match: Match, site: Site): Step | undefined {
  const trigger = buildTrigger(match, site);
  const phrase = phraseOf(match, 'action');
  const action = phrase === undefined ? undefined : buildAction(phrase, site);
  if (trigger === undefined || action === undefined) return undefined;
  if (trigger.kind === 'every' && trigger.catchesUp && action.kind !== 'operate') reportNothingToCatchUp(match, site);
  return { trigger, action, at: placeOf(site, match.first, match.end) };
}

function buildTrigger(match: Match, site: Site): Trigger | undefined {
  const { durationMicros } = site;
  const period = (): number | undefined => durationOf(match, 'period', site, { minMicros: SHORTEST_PERIOD_MICROS });
  switch (match.entry.id) {
    case 'trigger.at': {
      const timeMicros = durationOf(match, 'time', site);
      return timeMicros === undefined ? undefined : { kind: 'at', timeMicros, latestMicros: timeMicros };
    }
    case 'trigger.at-range': {
      const timeMicros = durationOf(match, 'time', site);
      const latestMicros = durationOf(match, 'latest', site);
      if (timeMicros === undefined || latestMicros === undefined) return undefined;
      if (latestMicros < timeMicros) {
        reportBackwards(match, 'latest', site);
        return undefined;
      }
      return { kind: 'at', timeMicros, latestMicros };
    }
    case 'trigger.at-every':
    case 'trigger.every': {
      const fromLabel = match.entry.id === 'trigger.at-every' ? 'time' : 'from';
      const periodMicros = period();
      const fromMicros = slotOf(match, fromLabel) === undefined ? 0 : durationOf(match, fromLabel, site);
      const untilMicros = slotOf(match, 'until') === undefined ? durationMicros : durationOf(match, 'until', site);
      if (periodMicros === undefined || fromMicros === undefined || untilMicros === undefined) return undefined;
      if (slotOf(match, 'until') !== undefined && untilMicros < fromMicros) {
        reportBackwards(match, 'until', site);
        return undefined;
      }
      const every = {
        kind: 'every',
        periodMicros,
        fromMicros,
        untilMicros: Math.min(untilMicros, durationMicros),
      } as const;
      return match.literals.includes('fixed-rate') ? { ...every, catchesUp: true } : every;
    }
    case 'trigger.when': {
      const phrase = phraseOf(match, 'event');
      const event = phrase === undefined ? undefined : buildEvent(phrase, site);
      const delayMicros = slotOf(match, 'delay') === undefined ? 0 : durationOf(match, 'delay', site);
      return event === undefined || delayMicros === undefined ? undefined : { kind: 'when', event, delayMicros };
    }
    default:
      throw new Error(`The schema entry "${match.entry.id}" has no trigger.`);
  }
}

/** Only calls into a cache are those of a thread that a timer of the application drives. */
function reportNothingToCatchUp(match: Match, site: Site): void {
  const first = site.words.findIndex((word, i) => i >= match.first && i < match.end && word.text === 'fixed-rate');
  const at = placeOf(site, first, first + 1);
  site.scope.report.add({
    code: 'TCS008',
    severity: 'warning',
    at,
    message: '`fixed-rate` changes nothing here.',
    why: 'Only calls of a client into its cache are made up for.',
    help: 'Remove it.',
    fixes: [replacing(at, '', 'Remove `fixed-rate`')],
  });
}

function reportBackwards(match: Match, label: string, site: Site): void {
  const word = wordOf(match, label);
  if (word === undefined) return;
  site.scope.report.add({
    code: 'TCS005',
    at: originOf(site.file, word),
    message: `\`${word.text}\` is before the beginning of the span.`,
    help: 'Write the earlier time first.',
  });
}

/** What a step waits for. */
export function buildEvent(match: Match, site: Site): EventPattern | undefined {
  const nodes = nodesOf(
    slotOf(match, 'nodes'),
    site,
    match.entry.id === 'event.rejoins' || match.entry.id === 'event.resumes' ? 'client' : undefined,
  );
  const what = whatOf(match, nodes, site);
  return nodes.length === 0 || what === undefined ? undefined : { nodes, what };
}

function whatOf(match: Match, nodes: readonly string[], site: Site): EventPattern['what'] | undefined {
  switch (match.entry.id) {
    case 'event.becomes': {
      const state = stateOf(match, nodes, site);
      return state === undefined ? undefined : { state };
    }
    case 'event.sees': {
      const event = eventOf(wordOf(match, 'event'), site);
      return event === undefined ? undefined : { event };
    }
    case 'event.rejoins':
      return { event: 'clusterRejoined' };
    case 'event.resumes':
      return { event: 'resumed' };
    case 'event.logs':
      return { log: unquote(wordOf(match, 'text')?.text ?? '""') };
    default:
      throw new Error(`The schema entry "${match.entry.id}" is no event.`);
  }
}
