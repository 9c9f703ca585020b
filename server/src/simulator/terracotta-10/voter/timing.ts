/** Constants of the voter process, each with its source: terracotta-platform 5.x. */

/** ClientVoterThread: heartbeat to every server. */
export const HEARTBEAT_MICROS = 1_000_000;
/** VotingGroup: until registration is tried again, and until the topology is fetched again. */
export const REGISTRATION_RETRY_MICROS = 5_000_000;
export const TOPOLOGY_FETCH_MICROS = 30_000_000;
/** OptionsParsingImpl: time-outs of requests and connects. */
export const REQUEST_TIMEOUT_MICROS = 10_000_000;
export const CONNECT_TIMEOUT_MICROS = 10_000_000;

/** Assumed: from the start of the voter process until it connects. */
export const BOOT_MICROS = 2_000_000;

export const ASSUMPTIONS = {
  boot: 'A voter process needs 2 s before it connects; the product gives no figure.',
  terms:
    'A server that follows an active takes over its vote term, as the code intends, so that a voter can move to another server more than once; what the product really sends was not established.',
} as const;
