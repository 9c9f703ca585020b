/**
 * Where the releases of the 10.x/11.x line differ, by the open-source core that each is built on.
 * Source: branches 5.3 to 5.12 of terracotta-core, compared.
 */
import type { CoreVersion } from '../../model/terracotta10.ts';

export interface Version {
  /** What a stripe of several servers does at its start when failover-priority is not set. */
  readonly missingFailoverPriority: 'no-such-setting' | 'availability' | 'stops';
  /** Under consistency every configured server has to be there at a cold start. */
  readonly safeStartup: boolean;
  /** l2.election.timeout; a constant of 5 s before. */
  readonly electionTimeConfigurable: boolean;
  /** Servers ping clients; from 5.5 on leases replace that. */
  readonly pingsClients: boolean;
  /** A server that went down as a passive may win an election; before, it waits to be zapped. */
  readonly passiveMayElect: boolean;
  /** BOOTSTRAP and DIAGNOSTIC: settings are changed, and servers attached and detached, while the cluster runs. */
  readonly dynamicConfiguration: boolean;
  /** A handshake that comes after the reconnect window is refused in words. */
  readonly refusesLateHandshake: boolean;
  readonly groupHandshakeTimeoutMicros: number;
}

const CORE_5_3: Version = {
  missingFailoverPriority: 'no-such-setting',
  safeStartup: false,
  electionTimeConfigurable: false,
  pingsClients: true,
  passiveMayElect: false,
  dynamicConfiguration: false,
  refusesLateHandshake: false,
  groupHandshakeTimeoutMicros: 5_000_000,
};
const CORE_5_5: Version = {
  ...CORE_5_3,
  missingFailoverPriority: 'availability',
  pingsClients: false,
  passiveMayElect: true,
};
const CORE_5_6: Version = {
  ...CORE_5_5,
  missingFailoverPriority: 'stops',
  safeStartup: true,
  groupHandshakeTimeoutMicros: 30_000_000,
};
const CORE_5_8: Version = { ...CORE_5_6, electionTimeConfigurable: true, dynamicConfiguration: true };
const CORE_5_10: Version = { ...CORE_5_8, refusesLateHandshake: true };

export const VERSIONS: Readonly<Record<CoreVersion, Version>> = {
  '5.3': CORE_5_3,
  '5.5': CORE_5_5,
  '5.6': CORE_5_6,
  '5.8': CORE_5_8,
  '5.10': CORE_5_10,
  // PASSIVE-RELAY and PASSIVE-REPLICA of 5.12 belong to disaster recovery between clusters, which is not simulated.
  '5.12': CORE_5_10,
};

export const ASSUMPTIONS = {
  release:
    'Which open-source core a commercial release of 10.x or 11.x is built on is not public: it behaves as the core that has its features first. Name the core (5.3 to 5.12) to be sure.',
} as const;
