/** Constants of the servers of a stripe that no setting changes, each with its source, and what is assumed about them. */

/** GroupConfiguration 5.x: the election time where it cannot be set; a stripe of one server does not wait at all. */
export const ELECTION_MICROS = 5_000_000;
/** l1.socket.connect.timeout, tc.properties 5.x. */
export const GROUP_CONNECT_TIMEOUT_MICROS = 10_000_000;
/** ConsistencyManagerImpl 5.x: votes are looked at this often, for as long as a voter counts as alive. */
export const VOTE_POLL_MICROS = 100_000;
/** ServerVoterManagerImpl 5.x, VOTEBEAT_TIMEOUT. */
export const VOTER_ALIVE_MICROS = 5_000_000;
/** ActiveToPassiveReplication 5.x: until the next request to go on without a passive. */
export const REMOVE_PASSIVE_RETRY_MICROS = 2_000_000;
/** ServerClientHandshakeManager 5.x: until clients ask again whether they may join. */
export const ADD_CLIENT_RETRY_MICROS = 5_000_000;
/** ThrowableHandlerImpl 5.x: sleep before the process exits. */
export const EXIT_DELAY_MICROS = 2_000_000;
/** start-tc-server.sh: sleep before a server that exited with 11 is started again. */
export const RESTART_DELAY_MICROS = 1_000_000;

/** Assumed: from the start of the process until the server opens its ports. */
export const BOOT_MICROS = 3_000_000;
/** Assumed: the fixed part of a passive sync, and what each batch of objects adds. */
export const SYNC_BASE_MICROS = 500_000;
export const SYNC_BATCH_MICROS = 50_000;
export const SYNC_BATCH_OBJECTS = 500;

/** Assumed: how long the configuration tool looks for an active after it has stopped the one that is detached. */
export const TOOL_PATIENCE_MICROS = 30_000_000;

export const ASSUMPTIONS = {
  boot: 'A server process needs 3 s before it opens its ports; the products give no figure.',
  sync: 'A passive sync takes 0.5 s plus 50 ms for every 500 objects; the real time depends on the data.',
  syncInWindow: 'A passive sync goes on while the reconnect window is open; no test of the product shows it.',
  persistence:
    'A server with persistent data comes back with everything that it had applied; what the stores of the commercial kits recover is not public.',
  configuration:
    'The configuration tool reaches every server that runs; it detaches with -f, and refuses any change while no active or more than one is there. After it has stopped an active it waits 30 s for another one.',
} as const;
