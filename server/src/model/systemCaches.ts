/** The caches that every Integration Server node has: sessions, and the list of the nodes. */
export const SYSTEM_CACHES = ['SessionStore', 'ClusterMembers'] as const;

export const isSystemCache = (name: string): boolean => SYSTEM_CACHES.some((system) => system === name);
