/**
 * Settings that the products have and that no simulated failure depends on: ports, folders, sizes, eviction, management.
 * Names from terracotta-6.xsd, the tc-config-reference.xml of the 4.3 kit and ehcache.xsd of 2.10.
 */

export const TC_CONFIG_WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  `system configuration-model bind tsa-port tsa-group-port jmx-port management-port dso-port l2-group-port jmx-enabled
   data data-backup index logs statistics log-directory dataStorage offheap hybrid security secure authentication
   http-authentication garbage-collection update-check clients application modules max-client-count-per-jvm
   client-settings id debug-logging runtime-output-options data-directories backup-restore`.split(/\s+/),
);

export const EHCACHE_WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  `name defaultCache updateCheck monitoring dynamicConfig defaultTransactionTimeoutInSeconds maxBytesLocalHeap maxBytesLocalOffHeap
   maxBytesLocalDisk diskStore sizeOfPolicy transactionManagerLookup cacheManagerEventListenerFactory managementRESTService
   cacheManagerPeerProviderFactory cacheManagerPeerListenerFactory wanEnabledTSA
   cacheEventListenerFactory listenFor bootstrapCacheLoaderFactory cacheExtensionFactory cacheExceptionHandlerFactory
   cacheLoaderFactory cacheDecoratorFactory cacheWriter copyStrategy elementValueComparator pinning persistence searchable
   maxElementsInMemory maxElementsOnDisk maxEntriesLocalHeap maxEntriesLocalDisk maxEntriesInCache eternal
   overflowToDisk overflowToOffHeap maxMemoryOffHeap timeToIdleSeconds timeToLiveSeconds diskPersistent
   diskExpiryThreadIntervalSeconds diskSpoolBufferSizeMB diskAccessStripes clearOnFlush memoryStoreEvictionPolicy logging
   statistics copyOnRead copyOnWrite cacheLoaderTimeoutMillis transactionalMode maxBytesLocal
   maxDepth maxDepthExceededBehavior concurrency compressionEnabled coherentReads localKeyCache localKeyCacheSize orphanEviction orphanEvictionPeriod
   valueMode storageStrategy properties propertySeparator`.split(/\s+/),
);

/** Elements and attributes of ehcache-core.xsd and ehcache-clustered-ext.xsd, Ehcache 3.10. */
export const EHCACHE_3_WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  `service default-serializers default-copiers persistence thread-pools default-resilience key-type value-type expiry
   eviction-advisor listeners listeners-config disk-store-settings write-behind disk offheap-store-resource unit
   store-by-value-on-heap max-object-graph-size max-object-size tuning jsr-107-defaults management management-registry
   concurrency copier serializer class size-of heap-store-settings disk-store-settings cluster-tier-manager
   persistent pooled batching non-batching event-firing-mode event-ordering-mode events-to-fire-on
   defaults default-template cache-template disk-restartable security-root-directory mbeans enable-management enable-statistics transactional xa`.split(
    /\s+/,
  ),
);
