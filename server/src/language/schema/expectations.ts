/** Events a step can wait for, and what a scenario can expect. */
import type { Context, Entry } from './types.ts';

type Row = readonly [id: string, phrase: string, documentation: string];

const rows = (context: Context, category: Entry['category'], list: readonly Row[]): Entry[] =>
  list.map(([id, phrase, documentation]) => ({
    id: `${context}.${id}`,
    contexts: [context],
    category,
    phrase,
    documentation,
    repeatable: true,
  }));

export const EVENT_PHRASES: readonly Entry[] = rows('event', 'event', [
  ['becomes', '<nodes> (becomes|become) <state>', 'The node enters a state.'],
  ['sees', '<nodes> (sees|see) <event:event-name>', 'The node shows an event.'],
  ['rejoins', '<nodes:clients> (rejoins|rejoin)', 'The client came back as a new member (clusterRejoined).'],
  ['resumes', '<nodes:clients> (resumes|resume)', 'Operations of the client run again.'],
  ['logs', '<nodes> (logs|log) <text:string>', 'The node writes a log line that contains the text.'],
]);

export const EXPECTATIONS: readonly Entry[] = rows('expectation', 'expectation', [
  ['becomes', '<nodes> (becomes|become) <state> [<bound>]', 'Each node enters the state within the bound.'],
  ['never-becomes', '<nodes> never (becomes|become) <state> [<bound>]', 'No node has the state for an instant.'],
  ['is-never', '<nodes> (is|are) never <state> [<bound>]', 'No node has the state for an instant.'],
  [
    'is',
    '<nodes> (is|are) <state> [<bound>]',
    'Each node has the state during the whole bound; at the end of the run when there is none.',
  ],
  [
    'rejoins',
    '<nodes:clients> (rejoins|rejoin) [<bound>]',
    'Each client comes back as a new member (clusterRejoined).',
  ],
  ['resumes', '<nodes:clients> (resumes|resume) [<bound>]', 'Operations of each client run again after a stall.'],
  ['never-rejoins', '<nodes:clients> never (rejoins|rejoin) [<bound>]', 'No client comes back as a new member.'],
  ['never-resumes', '<nodes:clients> never (resumes|resume) [<bound>]', 'Operations of no client run again.'],
  ['never-sees', '<nodes> never (sees|see) <event:event-name> [<bound>]', 'No node shows the event.'],
  [
    'order',
    '<nodes:node> sees <event:event-name> , <event:event-name> (, <event:event-name>)* in order [<bound>]',
    'The node shows these events in this order and none of them again in between.',
  ],
  [
    'sees',
    '<nodes> (sees|see) <event:event-name> [<times>] [<bound>]',
    'Each node shows the event, at least once unless said.',
  ],
  ['never-logs', '<nodes> never (logs|log) <text:string> [<bound>]', 'No log line of the node contains the text.'],
  ['logs', '<nodes> (logs|log) <text:string> [<times>] [<bound>]', 'A log line of each node contains the text.'],
  [
    'acknowledged-lost',
    '<quantifier> acknowledged (write|writes) on <target> (is|are) lost [<bound>]',
    'Writes whose caller was told success and which the array does not have at the end.',
  ],
  [
    'failed-applied',
    '<quantifier> failed (write|writes) on <target> (is|are) applied [<bound>]',
    'Writes whose caller got an exception and which the array applied all the same.',
  ],
  [
    'applied-twice',
    '<quantifier> (write|writes) on <target> (is|are) applied twice [<bound>]',
    'Writes that the array applied twice.',
  ],
  [
    'calls',
    '<quantifier> <operation:call-name> on <target> <outcome> [<bound>]',
    'How calls end for their callers. A call belongs to the bound in which it begins.',
  ],
]);

export const OUTCOME_PHRASES: readonly Entry[] = rows('outcome', 'outcome', [
  ['takes-longer-than', '(takes|take) longer than <duration>', 'The caller waits longer than this.'],
  [
    'throws',
    '(throws|throw) <exception:exception> [with message <message:string>]',
    'The caller gets this exception, named by its class, and with a message that contains the text.',
  ],
  ['fails', '(fails|fail)', 'The caller gets any exception.'],
  ['succeeds', '(succeeds|succeed)', 'The call returns normally from the cluster or the local tier.'],
  [
    'returns-false',
    '(returns|return) false',
    'A tryLock did not get the lock; or an operation answers false because of timeout-behavior.',
  ],
  ['returns-null', '(returns|return) null', 'The caller gets null because of timeout-behavior.'],
  ['is-ignored', '(is|are) ignored', 'A write that was dropped without telling the caller.'],
  [
    'ends-early',
    '(ends|end) early',
    'An `iterate` came to an end before all keys, as if there were no more: what noop and localReads make of a time-out.',
  ],
  ['reads-locally', '(reads|read) locally', 'The caller gets what the JVM had, because of timeout-behavior.'],
  ['blocks', '(blocks|block)', 'The call has not returned by the end of the bound.'],
]);

export const QUANTIFIERS: readonly Entry[] = rows('quantifier', 'quantifier', [
  ['no', 'no', 'Not a single one.'],
  ['every', 'every', 'Each of them, and there is at least one.'],
  ['some', 'some', 'At least one.'],
  ['exactly', 'exactly <count>', 'This many.'],
  ['at-least', 'at least <count>', 'This many or more.'],
  ['at-most', 'at most <count>', 'This many or fewer.'],
]);

export const TIMES: readonly Entry[] = rows('times', 'quantifier', [
  ['exactly', 'exactly <count> (times|time)', 'This many times.'],
  ['at-least', 'at least <count> (times|time)', 'This many times or more.'],
  ['at-most', 'at most <count> (times|time)', 'This many times or fewer.'],
  ['once', 'once', 'Exactly one time.'],
  ['never', 'never', 'Not at all.'],
]);

export const BOUNDS: readonly Entry[] = rows('bound', 'bound', [
  ['within-after', 'within <duration> after <time>', 'From the time on, for so long.'],
  ['within', 'within <duration>', 'From the start, for so long.'],
  ['between', 'between <from:time> and <to:time>', 'From the first time to the second.'],
  ['after', 'after <time>', 'From the time to the end.'],
  ['before', 'before <time>', 'From the start to the time.'],
  ['by', 'by <time>', 'From the start to the time.'],
  ['at', 'at <time>', 'At this very time.'],
]);
