/** Public sources that rules refer to: title and address. Addresses of the vendor's manuals are as of 2026. */

const MANUAL = 'https://documentation.softwareag.com/terracotta';
const HA_440 = `${MANUAL}/terracotta_440/webhelp/bigmemory-max-webhelp/bmm-webhelp`;
const HA_439 = `${MANUAL}/terracotta_439/bigmemory-max/webhelp/bigmemory-max-webhelp`;
const HA_4310 = `${MANUAL}/terracotta_4310/bigmemory-max/webhelp/bigmemory-max-webhelp`;
const IS_COMPENDIUM =
  'https://documentation.softwareag.com/webmethods/compendiums/v10-11/C_API_Management/api-mgmt-comp';
const IS_CLUSTERING =
  'https://documentation.softwareag.com/webmethods/microservices_container/msc10-5/10-5_MSC_PIE_webhelp/pie-webhelp';
const CORE = 'https://github.com/Terracotta-OSS/terracotta-core';
const EHCACHE = 'https://github.com/ehcache/ehcache2';
const JIRA = 'https://github.com/Terracotta-OSS/jira-site';

export const SOURCES = {
  rejoin: `BigMemory Max, Using Rejoin to Reconnect Terracotta Clients: ${HA_439}/co-rc_client_failover_after_server_failure.html`,
  healthCheckProperties: `BigMemory Max, HealthChecker Properties: ${HA_440}/re-hc_healthchecker_properties.html`,
  healthCheckTuning: `BigMemory Max, Tuning HealthChecker to Allow for Interruptions: ${HA_439}/co-hc_tuning_healthchecker.html`,
  healthCheckMaximum: `BigMemory Max, Calculating HealthChecker Maximum: ${HA_439}/co-hc_calculating_healthchecker_maximum.html`,
  reconnection: `BigMemory Max, Effective Client-Server Reconnection Settings: ${HA_440}/co-rc_effective_reconnection_settings.html`,
  clientReconnect: `BigMemory Max, Automatic Client Reconnect: ${HA_440}/co-rc_auto_client_reconnect.html`,
  clientConnection: `BigMemory Max, Special Client Connection Properties: ${HA_440}/co-rc_special_client_connect_properties.html`,
  nonstop: `BigMemory Max, Nonstop Timeouts and Behaviors: ${HA_4310}/co-nstop_nonstop_timeouts_and_behaviors.html`,
  nonstopTuning: `BigMemory Max, Tuning for Nonstop Timeouts and Behaviors: ${HA_4310}/co-nstop_tuning_timeouts_and_behaviors.html`,
  reconnectWindow: `BigMemory Max, /tc:tc-config/servers/client-reconnect-window: ${HA_440}/re-tconfig_servers_parameters_22.html`,
  failoverTuning: `BigMemory Max, Failover Tuning for Guaranteed Consistency: ${HA_440}/co-arch_cluster_failover_tuning.html`,
  highAvailability:
    'terracotta.org, High Availability: terracotta.org/documentation/4.1/terracotta-server-array/high-availability',
  configurationReference:
    'terracotta.org, BigMemory Max configuration reference guide: terracotta.org/documentation/4.1/bigmemorymax/configuration/reference-guide',
  bestPractices:
    'terracotta.org, Terracotta Clustering Best Practices: http://terracotta.org/documentation/3.7.4/bigmemorymax/best-practices',
  integrationServerNonstop: `Integration Server Administrator's Guide, The Nonstop Behavior of a Distributed Cache: ${IS_COMPENDIUM}/to-configuring_ehcache_on_integration_server_28.html`,
  integrationServerSplitBrain: `Integration Server Clustering Guide, Terracotta servers disconnected: ${IS_CLUSTERING}/to-managing_server_cluster_18.html`,
  integrationServerRejoin: `Integration Server Administrator's Guide, The Rejoin Behavior of a Distributed Cache: ${IS_COMPENDIUM}/to-configuring_ehcache_on_integration_server_27.html`,
  integrationServerClustering:
    'Integration Server, Enabling Clustering: https://documentation.softwareag.com/webmethods/wmsuites/wmsuite10-2/C_Appli_Int_(on_premises)/appintgr_onpremise-compendium/to-installation_and_setup_9.html',
  integrationServerStartUp:
    'Integration Server, About Action on Startup Error Options: https://documentation.softwareag.com/webmethods/compendiums/v10-3/C_Appli_Int_(on_premises)/appintgr_onpremise-compendium/to-installation_and_setup_9.html',
  integrationServerSessions:
    'Integration Server Clustering Guide, Session Objects: https://documentation.softwareag.com/webmethods/wmsuites/wmsuite10-0/Compendium_Application_Integration_(on_premises)/appintgr_onpremise-compendium/to-clustering_overview_10.html',
  integrationServerQuiesce:
    'Integration Server, Quiescing Integration Server: https://documentation.softwareag.com/webmethods/compendiums/v10-7/C_API_Management/api-mgmt-comp/to-quiesce_server_7.html',
  healthChecker: `Terracotta 4.3.1, ConnectionHealthCheckerImpl and ConnectionHealthCheckerContextImpl: ${CORE}`,
  tcProperties: `Terracotta 4.3.1, tc.properties: ${CORE}`,
  settingsChecker: `Terracotta 4.3.1, HASettingsChecker: ${CORE}`,
  reconnectCode: `Terracotta 4.3.1, ClientConnectionEstablisher and ServerClientHandshakeManager: ${CORE}`,
  clusterState: `Terracotta 4.3.1, ClusterStateImpl and ClientHandshakeManagerImpl: ${CORE}`,
  splitBrain: `Terracotta 4.3.1, L2HAZapNodeRequestProcessor and ZapNodeProcessorWeightGeneratorFactory: ${CORE}`,
  election: `Terracotta 4.3.1, ElectionManagerImpl and StateManagerImpl: ${CORE}`,
  groupConfiguration: `Terracotta platform, ClusterValidator: https://github.com/Terracotta-OSS/terracotta-platform`,
  ehcache26: `Ehcache 2.6, CacheConfiguration and TerracottaInvalidConfigurationTest: ${EHCACHE}`,
  ehcache210: `Ehcache 2.10, RejoinWithoutNonStopStore and NonStopStoreWrapper: ${EHCACHE}`,
  ehcacheNonstop: `Ehcache 2.10, NonstopConfiguration, NoOpOnTimeoutStore and LocalReadsOnTimeoutStore: ${EHCACHE}`,
  toolkitNonstop: `Terracotta 4.3.1, NonStopManagerImpl and NonStopInvocationHandler: ${CORE}`,
  ehcacheConfiguration: `Ehcache 2.10, CacheConfiguration and Configuration: ${EHCACHE}`,
  ehcacheCache: `Ehcache 2.6 and 2.10, Cache.checkClusteredConfig; Ehcache 2.6, NonStopStore: ${EHCACHE}`,
  ehcacheClient: `Ehcache 2.10, TerracottaClientConfiguration and TerracottaClient: ${EHCACHE}`,
  ehcacheClusteredStore: `Ehcache 2.10, ClusteredStore: ${EHCACHE}`,
  failoverTuning10:
    'Terracotta 10.11, Failover Tuning: https://documentation.softwareag.com/terracotta/terracotta_10-11/webhelp/terracotta-db-webhelp/co-srv_failover_tuning.html',
  leasing:
    'Terracotta 10.7, Connection Leasing: https://documentation.softwareag.com/terracotta/terracotta_10-7/webhelp/terracotta-db-webhelp/co-srv_connection_leasing.html',
  votes: `terracotta-core 5.12, ConsistencyManagerImpl.voteThreshold: ${CORE}`,
  dynamicConfiguration:
    'Terracotta platform 5.11, Setting and ClusterValidator of the dynamic configuration: https://github.com/Terracotta-OSS/terracotta-platform',
  resilience: 'Ehcache 3.10, Resilience: https://www.ehcache.org/documentation/3.10/resilience.html',
  ehcache3Timeouts: 'Ehcache 3.10, Timeouts and RobustResilienceStrategy: https://github.com/ehcache/ehcache3',
  ehcache3Connection: 'Ehcache 3.10, ConnectionState: https://github.com/ehcache/ehcache3',
  ehcache3Clustered: 'Ehcache 3.10, Clustered Cache: https://www.ehcache.org/documentation/3.10/clustered-cache.html',
  ehcache1451: 'ehcache3 issue 1451: https://github.com/ehcache/ehcache3/issues/1451',
  ehcache2314: 'ehcache3 issue 2314: https://github.com/ehcache/ehcache3/issues/2314',
  ehcache2694: 'ehcache3 issue 2694: https://github.com/ehcache/ehcache3/issues/2694',
  faq: 'terracotta.org, Technical FAQ: terracotta.org/documentation/4.1',
  defaultSettings: 'terracotta.org, Default Settings for distributed BigMemory: terracotta.org/documentation/4.1',
  releaseNotes35:
    'Terracotta 3.5 Release Notes: https://confluence.terracotta.org/display/archive/Terracotta+3.5+Release+Notes',
  integrationServerDistributed:
    "Integration Server Administrator's Guide, Considerations for Configuring a Distributed Cache: https://documentation.softwareag.com/webmethods/compendiums/v10-5/C_API_Management/api-mgmt-comp/to-configuring_ehcache_on_integration_server_23.html",
  integrationServerTcConfig:
    "Integration Server Administrator's Guide, Configuring tc-config.xml on the TSA: https://documentation.softwareag.com/webmethods/compendiums/v10-5/C_API_Management/api-mgmt-comp/to-configuring_ehcache_on_integration_server_22.html",
  integrationServerNoConfig:
    'Integration Server Clustering Guide, IS Cannot Download the tc-config.xml File: https://documentation.softwareag.com/webmethods/integration_server/pie10-15/webhelp/pie-webhelp/pie-webhelp/to-managing_server_cluster_14.html',
  integrationServerNoServers:
    'Integration Server Clustering Guide, IS Cannot Connect to the Servers in the tc-config.xml File: https://documentation.softwareag.com/webmethods/compendiums/v10-5/C_Appli_Int_(on_premises)/appintgr_onpremise-compendium/to-managing_server_cluster_15.html',
  integrationServerParameters:
    "Integration Server Administrator's Guide, Client-Specific Parameters: https://documentation.softwareag.com/webmethods/compendiums/v10-3/C_B2B_Integration/b2b-integration-compendium/to-configuring_ehcache_on_integration_server_26.html",
  integrationServerCacheWide:
    "Integration Server Administrator's Guide, Cache-Wide Parameters: https://documentation.softwareag.com/webmethods/compendiums/v10-11/C_API_Management/api-mgmt-comp/to-configuring_ehcache_on_integration_server_25.html",
  integrationServerNodes:
    'Integration Server Clustering Guide, Server Environment: https://documentation.softwareag.com/webmethods/integration_server/pie10-15/webhelp/pie-webhelp/pie-webhelp/to-installation_and_setup_6.html',
  integrationServerDisconnected:
    'Integration Server Clustering Guide, What Happens When IS in a Stateful Cluster Is Disconnected from the TSA: https://documentation.softwareag.com/webmethods/microservices_container/msc10-3/10-3_MSC_PIE_webhelp/pie-webhelp/to-managing_server_cluster_16.html',
  configFromServer: `Terracotta 4.3.1, ConfigInfoFromL2Impl and tc.properties: ${CORE}`,
  safeShutdown: `BigMemory Max, Safe Cluster Shutdown and Restart Procedures: ${HA_4310}/co-bp_safe_cluster_shutdown.html`,
  safeFailover: `BigMemory Max, A Safe Failover Procedure: ${HA_440}/co-bp_safe_failover_procedure.html`,
  serverReconnect: `BigMemory Max, Automatic Server Instance Reconnect: ${MANUAL}/terracotta_43/bigmemory-max/webhelp/bigmemory-max-webhelp/co-rc_auto_server_instance_reconnect.html`,
  ports: `Terracotta 4.3.1, L2DSOConfigObject: ${CORE}`,
  cdv661: `CDV-661, two reconnect windows are confused: ${JIRA} (browse/CDV-661)`,
  cdv1084: `CDV-1084, one l2-group-port for two servers of a host: ${JIRA} (browse/CDV-1084)`,
  cdv1252: `CDV-1252, constant timeouts and reconnects between servers: ${JIRA} (browse/CDV-1252)`,
  ehc697: `EHC-697, RMI replication loses removes after a partition: ${JIRA} (browse/EHC-697)`,
  ehc1028: `EHC-1028, puts right after the start are swallowed: ${JIRA} (browse/EHC-1028)`,
  ehc1046: `EHC-1046, UnlockedReadsView of a strong cache returns null: ${JIRA} (browse/EHC-1046)`,
  cdv1102: `CDV-1102, quarantined client refused after a restart without persistence: ${JIRA} (browse/CDV-1102)`,
  cdv1224: `CDV-1224, a choice of the winner of a split brain: ${JIRA} (browse/CDV-1224)`,
  lockWrapper: `Ehcache 2.10, NonStopSyncWrapper; Ehcache 2.6, NonstopSync: ${EHCACHE}`,
  rejoinAwarePlatform: `Terracotta 4.3.1, RejoinAwarePlatformService ("Lock is not valid after rejoin"): ${CORE}`,
  cdv1583: `CDV-1583, tryLock of an ejected client ignores its time-out: ${JIRA} (browse/CDV-1583)`,
  ehc816: `EHC-816, BlockingCache over a nonstop cache: ${JIRA} (browse/EHC-816)`,
  cdv1627: `CDV-1627, session clients rejected after a GC of 140 s: ${JIRA} (browse/CDV-1627)`,
  ehc1088: `EHC-1088, service dies after a lost connection: ${JIRA} (browse/EHC-1088)`,
} as const;
