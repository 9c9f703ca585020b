/** What may stand in a slot of a phrase: names of the right kind, values of the right type, words of the trace. */
import type { Expected, WordSlot } from '../language/phrases.ts';
import {
  type Availability,
  defaultOf,
  EDGES,
  type Entry,
  EXCEPTIONS,
  LOCK_OPERATIONS,
  OPERATIONS,
  RELEASES,
} from '../language/schema/index.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { EVENTS, type EventInfo, STATE_GROUPS, STATES, type StateInfo } from '../trace/kinds.ts';
import type { Offer } from './completion.ts';
import { choiceDocumentation, entryDocumentation, rangeText, type Setting } from './documentation.ts';
import type { Declaration, Declarations, NameKind } from './names.ts';

/** What is known around the cursor. */
export interface Situation {
  readonly names: Declarations;
  /** The words of the statement before the cursor. */
  readonly before: readonly Word[];
  readonly parents: readonly Statement[];
  readonly setting: Setting;
  /** Whether the products that the place is about have something. */
  readonly isAvailable: (thing: Availability) => boolean;
}

const PRODUCTS = ['terracotta', 'bigmemory-max'] as const;
/** The newest first. */
const VERSIONS = RELEASES.map(({ version }) => version).toReversed();

export function slotCompletions({ slot, entry }: Expected, situation: Situation): readonly Offer[] {
  switch (slot) {
    case 'nodes':
      return [
        ...named(situation, 'server', 'client', 'voter'),
        ...every('server', 'client'),
        ...named(situation, 'stripe', 'cluster'),
      ];
    case 'node':
      return named(situation, 'server', 'client', 'voter');
    case 'clients':
      return [...named(situation, 'client'), ...every('client')];
    case 'cluster':
      return named(situation, 'cluster');
    case 'cache':
      return cachesOfSubject(situation);
    case 'session':
      return named(situation, 'session');
    case 'target':
      return [...qualifiedCaches(situation), ...named(situation, 'cache', 'client')];
    case 'thing':
      return [...named(situation, 'cluster', 'client', 'cache'), word('network', 'keyword', 'Latency and jitter.')];
    case 'state':
      return states(situation);
    case 'event-name':
      return EVENTS.filter((event: EventInfo) => event.observable && situation.isAvailable(event)).map(
        ({ name, documentation }) => word(name, 'event', documentation),
      );
    case 'operation':
    case 'call-name':
      return operations(slot, situation);
    case 'edge':
      return EDGES.filter(situation.isAvailable).map(({ name, documentation }) => word(name, 'value', documentation));
    case 'exception':
      return EXCEPTIONS.filter(situation.isAvailable).map(({ name, documentation }) =>
        word(name, 'value', documentation),
      );
    case 'product':
      return PRODUCTS.map((name) => word(name, 'value', entry.documentation));
    case 'version':
      return VERSIONS.map((name) => word(name, 'value', entry.documentation));
    case 'boolean':
      return [...booleans(entry, situation), ...bound(situation)];
    case 'value':
      return [...values(entry, situation), ...bound(situation)];
    case 'duration':
    case 'time':
      return [...(slot === 'time' ? [] : durations()), ...bound(situation)];
    default:
      return [];
  }
}

function word(label: string, kind: Offer['kind'], documentation: string, detail = ''): Offer {
  return { label, kind, detail, documentation, text: label, snippet: false };
}

function named({ names }: Situation, ...kinds: readonly NameKind[]): readonly Offer[] {
  return kinds.flatMap((kind) => names.all.filter((each) => each.kind === kind).map(nameOffer));
}

function nameOffer({ name, kind, of }: Declaration): Offer {
  return word(name, 'name', '', of === '' ? kind : `${kind} of ${of}`);
}

function every(...kinds: readonly ('server' | 'client')[]): readonly Offer[] {
  return kinds.map((kind) => word(`every ${kind}`, 'keyword', `All ${kind}s of the scenario.`));
}

/** `every 1s shop put …`: the caches of shop; all of them when the client is not known. */
function cachesOfSubject(situation: Situation): readonly Offer[] {
  const caches = situation.names.all.filter(({ kind }) => kind === 'cache');
  const clients = situation.before.map(({ text }) => text.replace(/-\d+$/, ''));
  const own = caches.filter(({ of }) => situation.before.some(({ text }) => text === of) || clients.includes(of));
  return (own.length > 0 ? own : caches).map(nameOffer);
}

function qualifiedCaches({ names }: Situation): readonly Offer[] {
  return names.all
    .filter(({ kind }) => kind === 'cache')
    .map(({ name, of }) => word(`${of}.${name}`, 'name', '', `cache of ${of}`));
}

/** States of servers behind servers, of clients behind clients, of both where the statement does not tell. */
function states({ names, before, isAvailable }: Situation): readonly Offer[] {
  const lanes = new Set<string>(
    before.flatMap(({ text }, index) =>
      before[index - 1]?.text === 'every' ? [text] : names.find(text).map(({ kind }) => kind),
    ),
  );
  const isOpen = !lanes.has('server') && !lanes.has('client') && !lanes.has('voter');
  const all: readonly StateInfo[] = [...STATES, ...STATE_GROUPS];
  const fitting = all.filter((state) => (isOpen || lanes.has(state.lane)) && isAvailable(state));
  return fitting.map(({ name, lane, product, documentation }) =>
    word(
      name,
      'state',
      product === '' ? documentation : `${documentation}\n\nIn the logs: \`${product}\``,
      `${lane} state`,
    ),
  );
}

function operations(slot: WordSlot, { isAvailable }: Situation): readonly Offer[] {
  const groups =
    slot === 'call-name'
      ? [
          word('call', 'operation', 'Any operation.'),
          word('read', 'operation', 'Any operation that reads.'),
          word('write', 'operation', 'Any operation that writes.'),
          word('request', 'operation', 'A request to an Integration Server node.'),
          ...LOCK_OPERATIONS.map(({ name, documentation }) => word(name, 'operation', documentation, 'lock')),
        ]
      : [];
  return [
    ...groups,
    ...OPERATIONS.filter(isAvailable).map(({ name, kind, documentation }) =>
      word(name, 'operation', documentation, kind),
    ),
  ];
}

function booleans(entry: Entry, { setting }: Situation): readonly Offer[] {
  const usual = defaultOf(entry, setting.line, setting.edge);
  return ['true', 'false'].map((text) =>
    word(text, 'value', entryDocumentation(entry, setting), text === usual ? 'default' : ''),
  );
}

/** What a setting may have: its default, or every value where there are few. */
export function values(entry: Entry, situation: Situation): readonly Offer[] {
  const { setting, isAvailable } = situation;
  const usual = defaultOf(entry, setting.line, setting.edge);
  switch (entry.value?.type) {
    case 'boolean':
      return booleans(entry, situation);
    case 'choice':
      return entry.value.choices
        .filter((choice) => isAvailable(choice))
        .map((choice) =>
          word(choice.name, 'value', choiceDocumentation(choice, entry), choice.name === usual ? 'default' : ''),
        );
    default:
      return usual === undefined
        ? []
        : [
            word(
              usual,
              'value',
              entryDocumentation(entry, setting),
              `default${rangeText(entry) && `, ${rangeText(entry)}`}`,
            ),
          ];
  }
}

function durations(): readonly Offer[] {
  return ['100ms', '1s', '10s', '30s', '1min'].map((text) =>
    word(text, 'value', 'A duration: `us`, `ms`, `s`, `min`, `h`.'),
  );
}

/** Names that `let` or `for` gave to values. */
function bound({ names }: Situation): readonly Offer[] {
  return names.all.filter(({ kind }) => kind === 'value').map(({ name, of }) => word(name, 'name', '', of));
}
