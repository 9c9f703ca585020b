/** What no source gives about networks and kernels, whatever the product line. */
export const TRANSPORT_ASSUMPTIONS = {
  tcp: 'After a silent network heals, data arrives at the next TCP retransmission (Linux: 0.2 s, doubling up to 120 s).',
  backlog:
    'A paused process accepts every connection unless its `pause` says a `backlog`. A queue that fills has it given up earlier: CDV-1627 shows 38.8 s where 57 s were due.',
} as const;
