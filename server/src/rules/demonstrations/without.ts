/** Why *Why does this matter?* has nothing to run for a rule. Every rule has a demonstration or a row here, never both. */

/** What a run has found needs no other run to show it. */
const SEEN_IN_THE_RUN =
  'Nothing more to simulate: a run found this, and its timeline shows it at the line where the problem is reported.';

/** One or two sentences for the user, by rule; they follow what the problem itself says. */
export const WITHOUT_DEMONSTRATION: Readonly<Record<string, string>> = {
  TCS121: SEEN_IN_THE_RUN,
  TCS122: SEEN_IN_THE_RUN,
  TCS123: SEEN_IN_THE_RUN,
  TCS333:
    'Nothing to simulate: a cache manager that asks for memory which the servers do not have fails when it starts, so there is no run in which something could go wrong.',
  TCS334:
    'Nothing to simulate: the configuration tool refuses such a cluster, and of two processes that want one port only one starts. It never gets to a failure.',
  TCS509: SEEN_IN_THE_RUN,
  TCS510: SEEN_IN_THE_RUN,
};
