/** What the public manuals of Integration Server do not say and the simulation needs. Shown with every result. */
export const ASSUMPTIONS = {
  readAndSave:
    'Integration Server reads a session from SessionStore when a request begins and saves it when its top-level service ends; the caller waits for both. While the node knows that it is disconnected it works on its own copy without asking. The manuals do not give the order.',
  systemCaches:
    'SessionStore follows the settings of Ehcache where none are written (timeout 30 s, exception), and a save has succeeded when the array has received it; the settings that Integration Server ships are not public.',
  localReads:
    'A write to a cache with localReads fails on Integration Server, as its Clustering Guide says; Ehcache itself would ignore it.',
  newerState:
    'A node that was cut off and finds a state that another node has saved since takes that state over, even when it changed its own copy; the manuals describe only the case in which all nodes were cut off.',
  hosts:
    'A connected node lists the nodes of its cluster that are connected; how long the entry of a lost node stays is not public.',
  logs: 'The manuals say that the client log and the cache log tell of every disconnect and reconnect; the wording is that of the simulation.',
  startUp:
    'A node takes requests when its start-up has finished; until then they are refused. It has the configuration as soon as any running server can be reached.',
  retries:
    'With max-connect-retries a node looks for the active that many times, each time at all of its servers, with reconnect-wait-interval but at least 1 s between; the manuals name the settings and not the arithmetic.',
  cacheManager:
    'All distributed caches of an Integration Server node are in one cache manager. When it does not start, the node runs and keeps its sessions, and a service that uses one of these caches ends with an exception; the manuals say only that the cache manager does not start.',
  cacheChange:
    'A parameter that is changed while the cache manager runs counts from the next start of the node on, and the array knows of it; the manuals ask for a procedure for that.',
  balancer:
    'A load balancer leaves out nodes whose process does not run; it cannot see that a node is cut off from the array or paused.',
} as const;
