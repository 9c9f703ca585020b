/** The same as roundTrip.test.ts for the 10.x line: cluster configurations in both formats, and clustered Ehcache 3. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format, parse } from '../language/index.ts';
import type { Statement } from '../language/syntax.ts';
import { buildProgram } from '../model/index.ts';
import { importConfiguration, printImports } from './index.ts';
import { withoutPlaces } from './testing.ts';

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const names = fc.constantFrom('node-1', 'node-2', 'orders', '2nd', 'localhost', '10.0.0.1', 'h1', '%h', 'a b', 'é', '');
const line = (key: string, value: string | undefined): string => (value === undefined ? '' : `${key}=${value}`);

const node = fc.record({
  name: optional(names),
  hostname: optional(names),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a build
  port: optional(fc.constantFrom('9410', '09510', '70000', 'blah', '${PORT}', '-1')),
  'group-port': optional(fc.constantFrom('9430', '1')),
  'bind-address': optional(fc.constantFrom('0.0.0.0', '10.0.0.1', '"quoted\\\\"')),
  'tc-properties': optional(
    fc.constantFrom('l2.healthcheck.l2.ping.idletime\\:2000', 'l2.election.timeout\\:9,other\\:1', 'nonsense', ''),
  ),
  'tc-properties.l2.healthcheck.l2.ping.probes': optional(fc.constantFrom('4', 'four')),
  'data-dirs': optional(fc.constantFrom('main\\:/data')),
});

const cluster = fc.record({
  'client-reconnect-window': optional(fc.constantFrom('30s', '2m', '1h', '0s', '120', 'soon', '5ms')),
  'client-lease-duration': optional(fc.constantFrom('150s', '500ms', '2m', '1h', '-1s')),
  'failover-priority': optional(fc.constantFrom('availability', 'consistency', 'consistency:2', 'availability:1', 'x')),
  'offheap-resources': optional(fc.constantFrom('main:512MB', 'main:1GB,second:5TB', 'main', 'é:1GB', 'main:1XB')),
  unknown: optional(fc.constantFrom('1')),
});

const settings = (prefix: string, values: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(values).map(([key, value]) => line(`${prefix}${key}`, value));

/** One stripe: several are not simulated. */
const numbered = fc
  .tuple(cluster, optional(names), fc.array(node, { minLength: 1, maxLength: 4 }))
  .map(([all, stripe, nodes]) =>
    [
      ...settings('', all).map((each) => each.replace(/(?<==.*):/g, '\\:')),
      line('stripe.1.stripe-name', stripe),
      ...nodes.flatMap((each, i) => ['', ...settings(`stripe.1.node.${i + 1}.`, each), `stripe.1.node.${i + 1}.x=1`]),
    ].join('\n'),
  );

const named = fc
  .tuple(cluster, fc.constantFrom('one', '1', 'a-b'), fc.array(node, { minLength: 1, maxLength: 4 }))
  .map(([all, stripe, nodes]) =>
    [
      ...settings('', all),
      `stripe-names=${stripe}`,
      `${stripe}:node-names=${nodes.map((_, i) => `n${i}`).join(' , ')}`,
      ...nodes.flatMap(({ name: _, ...each }, i) => settings(`n${i}:`, each)),
    ].join('\n'),
  );

const attribute = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${name}="${value}"`;

const timeout = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('5', '150', 'x', '0'),
      optional(fc.constantFrom('seconds', 'millis', 'minutes', 'days', '?')),
    )
    .map(([value, unit]) => `<tc:${name}${attribute('unit', unit)}>${value}</tc:${name}>`);

const memory = fc.constantFrom(
  '<heap>10</heap>',
  '<offheap unit="MB">1</offheap>',
  '<tc:clustered-dedicated from="main" unit="MB">8</tc:clustered-dedicated>',
  '<tc:clustered-dedicated unit="MB">8</tc:clustered-dedicated>',
  '<tc:clustered-shared sharing="pool"/>',
  '<tc:clustered-shared sharing="a pool"/>',
  '<tc:clustered/>',
);

const cache = fc
  .record({
    alias: optional(names),
    template: optional(fc.constantFrom('usual', 'none')),
    memory: fc.uniqueArray(memory, { maxLength: 2 }),
    consistency: optional(fc.constantFrom('strong', 'eventual', 'other')),
    hasLoader: fc.boolean(),
    hasStrategy: fc.boolean(),
  })
  .map((each) =>
    [
      `<cache${attribute('alias', each.alias)}${attribute('uses-template', each.template)}>`,
      each.hasLoader ? '<loader-writer><class>x</class></loader-writer>' : '',
      each.hasStrategy ? '<resilience><class>x</class></resilience>' : '',
      `<resources>${each.memory.join('')}</resources>`,
      each.consistency === undefined ? '' : `<tc:clustered-store consistency="${each.consistency}"/>`,
      '</cache>',
    ].join(''),
  );

const ehcache3 = fc
  .record({
    url: fc.constantFrom('terracotta://a:9410,b/x', 'terracotta://a', 'nonsense', ''),
    read: optional(timeout('read-timeout')),
    write: optional(timeout('write-timeout')),
    mode: optional(fc.constantFrom('expecting', 'auto-create', 'auto-create-on-reconnect', 'other')),
    older: optional(fc.constantFrom('true', 'false', 'x')),
    standard: optional(fc.constantFrom('main', 'the main one')),
    caches: fc.array(cache, { maxLength: 4 }),
  })
  .map((each) =>
    [
      '<config xmlns="http://www.ehcache.org/v3" xmlns:tc="http://www.ehcache.org/v3/clustered">',
      `<service><tc:cluster><tc:connection${attribute('url', each.url)}/>${each.read ?? ''}${each.write ?? ''}`,
      `<tc:server-side-config${attribute('client-mode', each.mode)}${attribute('auto-create', each.older)}>`,
      each.standard === undefined ? '' : `<tc:default-resource from="${each.standard}"/>`,
      '<tc:shared-pool name="pool" unit="MB">8</tc:shared-pool></tc:server-side-config></tc:cluster></service>',
      ...each.caches,
      '<cache-template name="usual"><tc:clustered-store consistency="strong"/></cache-template>',
      '</config>',
    ].join('\n'),
  );

test('a configuration and its scenario text have one model', () => {
  fc.assert(
    fc.property(fc.oneof(numbered, named), ehcache3, (array, application) => {
      const files = [
        { name: 'cluster.properties', text: array },
        { name: 'ehcache.xml', text: application },
      ];
      const text = 'import "cluster.properties" as orders\nimport "ehcache.xml" as shop\n';
      const direct = buildProgram('main.tcsim', text, (target) => files.find(({ name }) => name === target));
      const printed = printImports([
        { file: 'cluster.properties', imported: importConfiguration(array, 'orders') },
        { file: 'ehcache.xml', imported: importConfiguration(application, 'shop') },
      ]);
      const read = buildProgram('printed.tcsim', printed);
      expect(withoutPlaces(read.model)).toEqual(withoutPlaces(direct.model));
      expect(direct.model.clusters).toHaveLength(1);
      const errors = ({ diagnostics }: typeof read): string[] =>
        diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      // Caches that say the same are one statement of the text, so what is wrong with them is said once.
      expect(new Set(errors(read))).toEqual(new Set(errors(direct)));
      expect(format(parse(printed))).toBe(printed);
    }),
    { numRuns: 300 },
  );
});

test('every word of an import stands inside the file', () => {
  fc.assert(
    fc.property(fc.oneof(numbered, named, ehcache3), (text) => {
      const { tree, notes } = importConfiguration(text, 'orders');
      const look = (statements: readonly Statement[]): void => {
        for (const { words, block, start, end } of statements) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
          for (const word of words) {
            expect(0 <= word.start && word.start <= word.end && word.end <= text.length).toBe(true);
          }
          look(block?.statements ?? []);
        }
      };
      look(tree.statements);
      for (const { start, end } of notes) expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 300 },
  );
});
