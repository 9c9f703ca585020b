/** What clusters of Terracotta 10.x and 11.x have beside the rest: leases, server memory, voters, counted votes. */
import { slotOf, wordOf } from '../language/phrases.ts';
import { releaseOf } from '../language/schema/index.ts';
import type { Word } from '../language/syntax.ts';
import { parseCount, parseSize } from '../language/values.ts';
import type { ClusterSource } from './clusters.ts';
import { type Child, childrenOf, EMPTY_DRAFT, type Layers, locationsOf, settingOf, type Values } from './layers.ts';
import type { Cluster, Product } from './model.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import { reportValue } from './statements.ts';
import type { OffheapResource, Terracotta10Cluster, Voter } from './terracotta10.ts';

const MOST_VOTERS = 1_000;

/** Declares the voters of a cluster as nodes. */
export function declareVoters(child: Child, scope: Scope): void {
  for (const { word } of slotOf(child.match, 'names')?.items ?? []) {
    if (!scope.declare('voter', word.text, originOf(child.file, word))) continue;
    scope.nodes.set(word.text, { kind: 'voter', declared: word.text, members: [word.text] });
  }
}

/** The voters that a cluster declares. */
export function buildVoters({ draft, name }: ClusterSource): Voter[] {
  return childrenOf([draft], 'voter').flatMap((child) => {
    const layers = [child.draft ?? EMPTY_DRAFT];
    const host = settingOf(layers, 'host');
    const written = host === undefined ? undefined : wordOf(host.match, 'host')?.text;
    return (slotOf(child.match, 'names')?.items ?? []).map(({ word }) => ({
      name: word.text,
      cluster: name.text,
      host: written ?? word.text,
      at: locationsOf(child, word, layers),
    }));
  });
}

/** Undefined for the products that have none of this. */
export function buildTerracotta10(
  source: ClusterSource,
  layers: Layers,
  values: Values,
  product: Product,
  scope: Scope,
): Terracotta10Cluster | undefined {
  const release = releaseOf(product.version);
  if (release?.core === undefined) return undefined;
  reportStripes(source, product, scope);
  return {
    core: release.core,
    coreIsAssumed: release.assumed === true,
    failoverPriority: writtenPriority(layers) ?? 'missing',
    voterCount: voterCount(layers, scope),
    clientLeaseMicros: values.number('cluster.client-lease-duration'),
    offheapResources: offheapResources(layers, scope),
  };
}

/** How the clients of this line spread their data over several stripes is not public. */
function reportStripes({ draft, file }: ClusterSource, product: Product, scope: Scope): void {
  const direct = childrenOf([draft], 'server').length > 0 ? 1 : 0;
  const [first, second] = childrenOf([draft], 'stripe');
  const extra = direct === 1 ? first : second;
  if (extra === undefined) return;
  scope.report.add({
    code: 'TCS009',
    severity: 'info',
    at: originOf(file, extra.words[extra.match.first] ?? extra.statement),
    message: `In a run, clients of Terracotta ${product.version} use the first stripe only.`,
    why: 'How they use several stripes, and what they do when one fails, is not public.',
    help: 'What happens inside a stripe does not depend on the others: look at them one by one.',
  });
}

/** Undefined when it is not written, or wrong. */
export const writtenPriority = (layers: Layers): Cluster['failoverPriority'] | undefined =>
  settingOf(layers, 'failover-priority')?.value as Cluster['failoverPriority'] | undefined;

/** N of `consistency:N`. */
function voterCount(layers: Layers, scope: Scope): number {
  const setting = settingOf(layers, 'failover-priority');
  const word = setting === undefined ? undefined : wordOf(setting.match, 'voters');
  // What is written instead of the priority has been reported.
  if (setting === undefined || word === undefined || setting.value === undefined) return 0;
  const at = originOf(setting.file, word);
  if (setting.value !== 'consistency') {
    scope.report.add({
      code: 'TCS003',
      at,
      message: 'Only `consistency` has a number of voters.',
      why: 'Under `availability` nobody votes.',
      help: 'Remove `:` and the number, or write `consistency`.',
    });
    return 0;
  }
  const parsed = parseCount(scope.use(word, setting.file), 0, MOST_VOTERS);
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, at, scope, '`failover-priority`');
  return 0;
}

/** Reports a number of voters where the product has none. */
export function reportVoterCount(layers: Layers, product: Product, scope: Scope): void {
  const setting = settingOf(layers, 'failover-priority');
  const word = setting === undefined ? undefined : wordOf(setting.match, 'voters');
  if (setting === undefined || word === undefined || releaseOf(product.version)?.core !== undefined) return;
  scope.report.add({
    code: 'TCS009',
    at: originOf(setting.file, word),
    message: `Terracotta ${product.version} has no external voters.`,
    why: 'There a passive waits for an operator.',
    help: 'Terracotta 10.5 and later have them: change the version in `product`, or remove the number.',
  });
}

function offheapResources(layers: Layers, scope: Scope): OffheapResource[] {
  const setting = settingOf(layers, 'offheap-resources');
  if (setting === undefined) return [];
  const { match, file } = setting;
  const names = match.slots.filter(({ label }) => label === 'name').map(({ items }) => items[0]?.word);
  const sizes = match.slots.filter(({ label }) => label === 'size').map(({ items }) => items[0]?.word);
  return names.flatMap((name, i) => {
    const bytes = sizeOf(sizes[i], file, scope);
    return name === undefined || bytes === undefined ? [] : [{ name: name.text, bytes }];
  });
}

/** Bytes; undefined when the word is missing or wrong, which is reported. */
export function sizeOf(word: Word | undefined, file: number, scope: Scope): number | undefined {
  if (word === undefined) return undefined;
  const parsed = parseSize(scope.use(word, file));
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, originOf(file, word), scope);
  return undefined;
}
