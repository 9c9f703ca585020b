/** What the health checker asserts of its settings when it is made. Source: ConnectionHealthCheckerImpl, Terracotta 4.3.1 and core 5.x. */
import type { HealthCheck } from '../../model/model.ts';

export const HEALTH_CHECKER_CONFIG_ERROR = 'AssertionError: HealthChecker Config Error';

/** Whether a process that has a check of such settings ends when it starts. */
export const failsItsAssertion = (check: HealthCheck): boolean =>
  check.pingEnabled &&
  (check.pingIdletimeMicros <= 0 ||
    check.pingIntervalMicros <= 0 ||
    check.pingProbes <= 0 ||
    check.pingIdletimeMicros < check.pingIntervalMicros);
