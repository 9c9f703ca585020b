import { expect, test } from 'vitest';
import { expectDiagnostics } from '../test/marked.ts';

const inScenario = (lines: string): string => `cluster orders { server tsa-1, tsa-2 }
client shop { cache sessions }
scenario "s" {
  duration 5min
${lines}
}
`;

test('two steps for one node at one instant', () => {
  const [found] = expectDiagnostics(
    inScenario(`  at 30s crash tsa-1
  at 30s start tsa-1
  ^^^^^^^^^^^^^^^^^^ TCS008: at the same instant
  at 30s crash tsa-2`),
  );
  expect(found).toMatchObject({ severity: 'error', related: [{ message: 'The other step is here.' }] });
});

test('nodes that are down, or up', () => {
  const found = expectDiagnostics(
    inScenario(`  initially shop down
  at 10s pause shop for 5s
  ^^^^^^^^^^^^^^^^^^^^^^^^ TCS008: does not run
  at 20s start shop
  at 30s pause shop for 5s
  at 40s crash tsa-1
  at 50s crash tsa-1
  ^^^^^^^^^^^^^^^^^^ TCS008: already down
  at 60s restart tsa-1
  at 70s start tsa-1
  ^^^^^^^^^^^^^^^^^^ TCS008: already runs
  at 80s restart tsa-1`),
  );
  expect(new Set(found.map((diagnostic) => diagnostic.severity))).toEqual(new Set(['warning']));
});

test('the order of the lines does not matter, the time does', () => {
  expectDiagnostics(
    inScenario(`  at 60s start tsa-1
  at 30s crash tsa-1`),
  );
});

test('nothing is said of a node that something uncertain happens to', () => {
  expectDiagnostics(
    inScenario(`  when tsa-2 becomes active: start tsa-1
  at 30s crash tsa-1
  at 60s pause tsa-1 for 5s
  at 10s..20s crash shop
  at 60s start shop`),
  );
});

test('nothing is said of a server that is attached or detached', () => {
  expectDiagnostics(`cluster orders {
  product terracotta 11.1
  failover-priority availability
  server s1, s2, s3, s4
}
scenario "s" {
  duration 5min
  initially s3, s4 detached
  at 10s detach s2
  at 20s start s2, s4
  at 30s attach s3
  at 40s restart s3
}
`);
});

test('a step after the end, and nothing to heal', () => {
  expectDiagnostics(
    inScenario(`  at 10s heal
  ^^^^^^^^^^^ TCS008: nothing to heal
  at 20s cut shop from orders
  at 30s heal
  at 6min crash tsa-1
  ^^^^^^^^^^^^^^^^^^^ TCS008: never happens
  every 1s from 6min shop get sessions
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS008: never happens`),
  );
  expectDiagnostics(
    inScenario(`  at 20s..40s partition tsa-1 | tsa-2
  at 1min heal`),
  );
});

test('a partition has no node on both sides', () => {
  expectDiagnostics(
    inScenario(`  at 10s partition tsa-1 | tsa-2, tsa-1
                           ^^^^^^^^^^^^ TCS008: both sides`),
  );
});

test('fixed-rate is for calls', () => {
  expectDiagnostics(`cluster orders { product terracotta 4.3  server tsa-1, tsa-2 }
client shop { rejoin true  cache sessions { nonstop true } }
scenario "rates" {
  duration 1min
  every 1s fixed-rate shop put sessions
  at 5s every 1s fixed-rate until 9s shop get sessions
  every 10s fixed-rate restart tsa-2
            ^^^^^^^^^^ TCS008: \`fixed-rate\` changes nothing
  expect every put on sessions succeeds
}
`);
});
