/** The reference page of the language, written from the schema table. */
import { EVENTS, STATE_GROUPS, STATES } from '../trace/kinds.ts';
import { isEverywhere, ownersText } from './availability.ts';
import {
  type Availability,
  type Category,
  type Context,
  EDGE_PREFIX,
  EDGES,
  ENTRIES,
  type Entry,
  entriesOf,
  LOCK_OPERATIONS,
  OPERATIONS,
  phraseText,
  type ValueSpec,
} from './schema/index.ts';
import { formatDuration } from './values.ts';

/** Signs that would end a cell or begin a tag. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function rangeText(value: ValueSpec | undefined): string {
  switch (value?.type) {
    case undefined:
      return '';
    case 'duration':
      return `${formatDuration(value.minMicros ?? 0)} … ${formatDuration(value.maxMicros ?? 0)}`;
    case 'count':
      return value.max >= 1_000_000 ? `from ${value.min}` : `${value.min} … ${value.max}`;
    case 'boolean':
      return '`true`, `false`';
    case 'choice':
      return value.choices.map((choice) => code(choice.name)).join(', ');
  }
}

function defaultText(entry: Entry): string {
  const written = entry.default;
  if (written === undefined) return '';
  if (typeof written === 'string') return code(written);
  return Object.entries(written)
    .map(([where, text]) => `${code(text)} (${where})`)
    .join(', ');
}

/** ` Only in Terracotta 4.x.`; empty when all products have it. */
const limitedText = (thing: Availability): string => (isEverywhere(thing) ? '' : ` Only in ${ownersText(thing)}.`);

/** Where the setting lives in the product, and who says so. */
function productText(entry: Entry): string {
  const parts = [entry.product, entry.property?.name.replace('{edge}', '…')].filter((part) => part !== undefined);
  const source = entry.source === undefined ? '' : `<small>${cell(entry.source)}</small>`;
  return [cell(parts.join('; ')), source].filter((part) => part !== '').join('<br>');
}

function settingRow(entry: Entry): string[] {
  return [
    code(phraseText(entry).replace(' <value>', '')),
    defaultText(entry),
    rangeText(entry.value),
    cell(entry.documentation) + limitedText(entry) + (entry.checkedOnly ? ' *Checked, not simulated.*' : ''),
    productText(entry),
  ];
}

function settings(context: Context): string {
  const rows = entriesOf(context)
    .filter((entry) => entry.category === 'setting')
    .map(settingRow);
  return table(['Setting', 'Default', 'Values', 'Meaning', 'In the product, and source'], rows);
}

function choices(context: Context): string {
  const lists = entriesOf(context).flatMap((entry) => {
    if (entry.value?.type !== 'choice') return [];
    const rows = entry.value.choices.map((choice) => [
      code(choice.name),
      cell(choice.documentation) + limitedText(choice),
    ]);
    return [table([code(phraseText(entry).replace(' <value>', '')), 'Meaning'], rows)];
  });
  return lists.join('\n\n');
}

function phrases(entries: readonly Entry[], head = 'Phrase'): string {
  return table(
    [head, 'Meaning'],
    entries.map((entry) => [code(phraseText(entry)), cell(entry.documentation) + limitedText(entry)]),
  );
}

const of = (context: Context, ...categories: Category[]): Entry[] =>
  entriesOf(context).filter((entry) => categories.includes(entry.category));

const BLOCKS: readonly { readonly id: string; readonly context: Context; readonly title: string }[] = [
  { id: 'cluster', context: 'cluster', title: 'Cluster' },
  { id: 'server', context: 'server', title: 'Server' },
  { id: 'health-check', context: 'health-check', title: 'Health check' },
  { id: 'l1reconnect', context: 'l1reconnect', title: 'Reconnect of clients: l1reconnect' },
  { id: 'l2reconnect', context: 'l2reconnect', title: 'Reconnect of servers: l2reconnect' },
  { id: 'client', context: 'client', title: 'Client' },
  { id: 'cache', context: 'cache', title: 'Cache' },
  { id: 'nonstop', context: 'nonstop', title: 'Nonstop' },
  { id: 'voter', context: 'voter', title: 'Voter' },
  { id: 'integration-server', context: 'integration-server', title: 'Integration Server' },
  { id: 'integration-server.cache', context: 'distributed-cache', title: 'Distributed cache of Integration Server' },
  { id: 'network', context: 'network', title: 'Network' },
  { id: 'scenario', context: 'scenario', title: 'Scenario' },
];

function block({ id, context, title }: (typeof BLOCKS)[number]): string {
  const entry = ENTRIES.find((each) => each.id === id);
  const inner = of(context, 'declaration');
  const parts = [
    `## ${title}`,
    entry === undefined ? '' : `\`${phraseText(entry)} { … }\`\n\n${entry.documentation}`,
    settings(context),
    choices(context),
    inner.length === 0 ? '' : phrases(inner, 'Also inside'),
    id === 'health-check' ? edges() : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function edges(): string {
  const rows = EDGES.map(({ name, documentation }) => [
    code(name),
    cell(documentation),
    code(`${EDGE_PREFIX[name]}.…`),
  ]);
  return table(['Edge', 'Who watches whom', 'In tc.properties'], rows);
}

/** As one would write them. */
const FILE_ORDER = ['import', 'let', 'cluster', 'client', 'network', 'scenario'];

const EXAMPLE = `/// Two mirrored servers and an application with one cache.
cluster orders {
  product terracotta 4.3
  client-reconnect-window 60s
  server tsa-1, tsa-2
  health-check l2-l1 { socket-connect-count 5 }
}

client shop x 3 {
  rejoin true
  cache sessions {
    nonstop { timeout 5s  timeout-behavior localReads }
  }
}

scenario "the active dies while a client is in a long GC" {
  for gc in [20s, 70s]
  duration 5min
  every 100ms shop get sessions
  every 1s    shop put sessions keys 10

  at 20s pause shop-1 for gc
  at 30s crash tsa-1
  when tsa-2 becomes active + 1min: restart tsa-1

  expect tsa-2 becomes active within 12s after 30s
  expect no get on shop.sessions takes longer than 5s
  expect shop is never ejected
}
`;

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

function contents(): string {
  const titles = [
    'File',
    ...BLOCKS.map(({ title }) => title),
    'When',
    'Faults',
    'Work',
    'Expectations',
    'States',
    'Events',
  ];
  return titles.map((title) => `[${title}](#${anchor(title)})`).join(' · ');
}

const head = (): string => `# The .tcsim language

<!-- Generated from the schema table in server/src/language/schema. Do not edit. -->

A \`.tcsim\` file declares a Terracotta cluster and its clients, and tells in scenarios what goes wrong and what must hold.

- One statement per line. A block opens with \`{\` on the line of its statement. Settings may share a line.
- A setting has the name that it has in the product, and the default of the product when it is not written.
- Quantities carry a unit: \`250us\`, \`250ms\`, \`30s\`, \`2min\`, \`1h\`. Times count from the start of the scenario.
- Names of several things are separated by commas or \`and\`. \`every client\` and \`every server\` stand for all of them; the name
  of a family, stripe or cluster stands for its members. \`shop.sessions\` is the cache of one client, \`sessions\` that of all.
- \`// …\` is a comment; \`/// …\` above a declaration or scenario is its documentation.

\`\`\`tcsim
${EXAMPLE}\`\`\`

${contents()}

In the phrases below, \`<…>\` is something to fill in, \`[…]\` may be left out, \`(a|b)\` is a choice and \`(…)*\` may repeat.`;

/** `docs/language.md`. */
export function languageReference(): string {
  const states = STATES.map((state) => [
    code(state.name),
    state.lane,
    state.product === '' ? '' : code(state.product),
    cell(state.documentation),
  ]);
  const groups = STATE_GROUPS.map(({ name, lane, documentation }) => [code(name), lane, '', cell(documentation)]);
  const events = EVENTS.filter((event) => event.observable).map((event) => [
    code(event.name),
    cell(event.documentation),
  ]);
  const operations = OPERATIONS.map((operation) => [
    code(operation.name),
    operation.bulk ? `${operation.kind}, bulk` : operation.kind,
    cell(operation.documentation) + limitedText(operation),
  ]);
  const locks = LOCK_OPERATIONS.map(({ name, documentation }) => [code(name), 'lock', cell(documentation)]);
  const unsupported = ENTRIES.filter((entry) => entry.category === 'unsupported');
  const sections = [
    head(),
    `## File\n\n${phrases(FILE_ORDER.flatMap((id) => ENTRIES.filter((entry) => entry.id === id)))}`,
    ...BLOCKS.map(block),
    `## When\n\n${phrases(of('scenario', 'trigger'))}\n\n### Events to wait for\n\n${phrases(of('event', 'event'))}`,
    `## Faults\n\n${phrases(of('action', 'fault'))}`,
    `## Work\n\n${phrases(of('action', 'work'))}\n\n${table(['Operation', 'Kind', 'Meaning'], [...operations, ...locks])}`,
    `## Expectations\n\n${phrases(of('expectation', 'expectation'))}`,
    `### How many\n\n${phrases([...of('quantifier', 'quantifier'), ...of('times', 'quantifier')])}`,
    `### How calls end\n\n${phrases(of('outcome', 'outcome'))}`,
    `### Bounds\n\n${phrases(of('bound', 'bound'))}`,
    `## States\n\n${table(['State', 'Of a', 'In the product', 'Meaning'], [...states, ...groups])}`,
    `## Events\n\n${table(['Event', 'Meaning'], events)}`,
    `## Not supported yet\n\n${phrases(unsupported, 'Word')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}
