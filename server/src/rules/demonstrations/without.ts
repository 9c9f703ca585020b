/** Why *Why does this matter?* has nothing to run for a rule. Every rule has a demonstration or a row here, never both. */

/** What a run has found needs no other run to show it. */
const SEEN_IN_THE_RUN =
  'Nothing more to simulate: a run found this, and its timeline shows it at the line where the problem is reported.';

/** One or two sentences for the user, by rule; they follow what the problem itself says. */
export const WITHOUT_DEMONSTRATION: Readonly<Record<string, string>> = {
  TCS114:
    'Nothing to simulate: a cache that lives in one JVM never waits for a server, so what its nonstop block says never happens.',
  TCS121: SEEN_IN_THE_RUN,
  TCS122: SEEN_IN_THE_RUN,
  TCS123: SEEN_IN_THE_RUN,
  TCS125:
    'Nothing to simulate: no source says how long a clustered store takes to initialise. In a run a client has its caches as soon as it is there.',
  TCS310:
    'Nothing to simulate: a run gives every server a copy of its own. What servers do that wait for a shared disk is not part of it.',
  TCS313:
    'Nothing to simulate: which of the two servers a start by that name means is not decided, and a run could not tell them apart either.',
  TCS333:
    'Nothing to simulate: a cache manager that asks for memory which the servers do not have fails when it starts, so there is no run in which something could go wrong.',
  TCS334:
    'Nothing to simulate: the configuration tool refuses such a cluster, and of two processes that want one port only one starts. It never gets to a failure.',
  TCS405:
    'Nothing to simulate: a run has no heap that could fill up. What a long garbage collection leads to, a scenario shows with `pause`.',
  TCS406:
    'Nothing to simulate: nothing fails. Entries stay for longer than somebody expected, and a run does not look at their age.',
  TCS407: 'Nothing to simulate: a run does not count the memory of the servers, so nothing is ever evicted in it.',
  TCS411:
    'Nothing to simulate: without an array there is nothing that could fail. A run takes it that the application names its array in code.',
  TCS412: 'Nothing to simulate: nothing fails, and that is the point: no failure of the array reaches this client.',
  TCS413:
    'Nothing to simulate: a run knows the way over the array only, not the second one on which the peers send their changes.',
  TCS415:
    'Nothing to simulate: in a run every read of a strong cache takes its lock; a decorator that leaves the lock out is not part of it.',
  TCS416: 'Nothing to simulate: the product ignores the setting, says so in its log, and nothing fails.',
  TCS418: 'Nothing to simulate: a run knows how calls on a cache end, not what Hibernate makes of their answers.',
  TCS419: 'Nothing to simulate: in a run a large value travels as fast as a small one.',
  TCS503:
    'Nothing to simulate: the manuals say that the node cannot enter quiesce mode without the port, and not what it does instead.',
  TCS506:
    'Nothing to simulate: a run takes cluster names as they are written. It is people who look for the one name and find the other.',
  TCS508:
    'Nothing to simulate: in a run every node tries the servers in the order in which the cluster declares them, so the one that starts finds the old active first. Which one yours finds depends on its list.',
  TCS509: SEEN_IN_THE_RUN,
  TCS510: SEEN_IN_THE_RUN,
  TCS512: 'Nothing to simulate: there is no such node. Integration Server has both switched on, and so has every run.',
  TCS513: 'Nothing to simulate: in a run sessions expire when they should, with this property or without it.',
  TCS514:
    'Nothing to simulate: the node does not come as far as a failure. It ends when it starts, or follows Action on Startup Error every time.',
  TCS516:
    'Nothing to simulate: a run knows what services do with sessions and caches, not which fixes and packages a node has.',
};
