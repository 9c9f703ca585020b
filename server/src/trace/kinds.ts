/**
 * The vocabulary of a trace: node states, events, messages, call outcomes. Tables, because the language (completion,
 * `expect`), the verdicts, the reports and the timeline all read them. Numbers in a trace are indexes into these
 * tables: append, never reorder, or raise `TRACE_VERSION`.
 */
export * from './events.ts';
export * from './lanes.ts';
export * from './outcomes.ts';
export * from './states.ts';
