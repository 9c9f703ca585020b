/** Scenarios of one stripe of the 10.x line as text, for tests that look at its servers. */

export interface StripeCase {
  /** How many servers there are: tsa-1 is the active when the scenario begins. */
  readonly servers: number;
  /** As written: availability, consistency, consistency:2; none is written when undefined. */
  readonly priority?: string | undefined;
  readonly version?: string;
  /** How many voters there are: voter-1 and so on. */
  readonly voters?: number;
  /** Further settings of the cluster, declarations beside it, and lines of the scenario. */
  readonly cluster?: string;
  readonly clients?: string;
  readonly steps: string;
  readonly duration?: string;
}

export function stripeText(stripe: StripeCase): string {
  const {
    servers,
    priority,
    version = '10.7',
    voters = 0,
    cluster = '',
    clients = '',
    steps,
    duration = '5min',
  } = stripe;
  return `
cluster orders {
  product terracotta ${version}
${priority === undefined ? '' : `  failover-priority ${priority}`}
  server ${names('tsa', servers).join(', ')}
${names('voter', voters)
  .map((name) => `  voter ${name}`)
  .join('\n')}
${cluster}
}
${clients}
scenario "test" {
  duration ${duration}
  ${steps}
}
`;
}

export function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}
