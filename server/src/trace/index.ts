/** The recorded run and what can be asked of it. */
export { CLIENT_STATE, EVENT, FATE, OPERATION, OUTCOME, SERVER_STATE } from './codes.ts';
export { firstDifference, hashOfTrace, type TraceDifference } from './compare.ts';
export { causalChain, eventName, eventText, laneName, predicateOf, sentenceOf } from './sentence.ts';
export { type TraceTextOptions, traceLines, traceText } from './text.ts';
export { formatDuration, formatInstant } from './time.ts';
export { indexOf, type Span, TraceIndex } from './traceIndex.ts';
