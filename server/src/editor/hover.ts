/** What stands under the cursor, in words: settings with defaults and source, names, states, events, detection times. */

import type { Analysis } from '../index.ts';
import { EDGES, type Edge, LOCK_OPERATIONS, OPERATIONS } from '../language/schema/index.ts';
import type { Range, Word } from '../language/syntax.ts';
import type { Cluster, Model } from '../model/model.ts';
import { pausedMicros, unreachableMicros } from '../rules/support/detection.ts';
import { EVENTS, STATES } from '../trace/kinds.ts';
import { formatDuration } from '../trace/time.ts';
import { choiceDocumentation, entryDocumentation } from './documentation.ts';
import type { EditorFile } from './file.ts';
import { type Declaration, declarationsOf } from './names.ts';
import { matchesOf, type Place, placeAt, type Use, usesOf } from './place.ts';
import { productLineAt } from './productLine.ts';
import { propertyAt } from './properties.ts';
import { suppressionHover } from './suppressions.ts';

export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

/** What stands at the cursor, as Markdown; undefined where there is nothing to say. */
export function hover({ analysis }: EditorFile, offset: number): Hover | undefined {
  const names = declarationsOf(analysis);
  const place = placeAt(analysis.tree, offset, names);
  if (place.comment) {
    return suppressionHover(analysis, offset);
  }
  const { word, statement, context } = place;
  if (!word || !statement || context === undefined) {
    return undefined;
  }
  if (context === 'tc-properties') {
    const property = propertyAt(place);
    const line = productLineAt(place.parents, analysis);
    return property && { range: word, markdown: entryDocumentation(property.entry, { line, edge: property.edge }) };
  }
  const use = usesOf(statement.words, matchesOf(statement.words, context, names)).find((each) => each.word === word);
  const markdown = use && textOf(use, place, analysis);
  return markdown ? { range: { start: word.start, end: word.end }, markdown } : undefined;
}

function textOf(use: Use, place: Place, analysis: Analysis): string | undefined {
  const { word, entry, slot } = use;
  switch (slot?.type) {
    case undefined:
    case 'duration':
    case 'time':
    case 'count':
    case 'boolean':
    case 'string':
    case 'any':
    case 'any-list':
      return phraseText(use, place, analysis);
    case 'value':
      return valueText(use, place, analysis);
    case 'state':
      return stateText(word.text, use, place, analysis);
    case 'event-name':
      return eventText(word.text);
    case 'operation':
    case 'call-name':
      return operationText(word.text);
    case 'edge':
      return edgeText(word.text, place, analysis);
    default:
      return (
        declarationsOf(analysis)
          .find(word.text)
          .map((declaration) => nameText(declaration, analysis.model))
          .join('\n\n---\n\n') || entryDocumentation(entry, setting(place, analysis))
      );
  }
}

function setting(place: Place, analysis: Analysis) {
  return { line: productLineAt(place.parents, analysis), edge: place.edge };
}

function phraseText({ entry, word }: Use, place: Place, analysis: Analysis): string | undefined {
  const text = entryDocumentation(entry, setting(place, analysis));
  const edge = entry.id === 'health-check' ? edgeNamed(place.statement?.words[1]) : place.edge;
  return edge && entry.id.startsWith('health-check') && word.kind !== 'punctuation'
    ? [text, detectionText(edge, place, analysis)].filter((part) => part !== '').join('\n\n')
    : text;
}

function valueText(use: Use, place: Place, analysis: Analysis): string | undefined {
  const { entry, word } = use;
  const choice = entry.value?.type === 'choice' && entry.value.choices.find(({ name }) => name === word.text);
  const value = declarationsOf(analysis)
    .find(word.text)
    .find(({ kind }) => kind === 'value');
  if (choice) {
    return choiceDocumentation(choice, entry);
  }
  return value ? nameText(value, analysis.model) : phraseText(use, place, analysis);
}

function stateText(name: string, use: Use, place: Place, analysis: Analysis): string | undefined {
  const subjects = new Set(subjectKinds(use, place, analysis));
  const states = STATES.filter((state) => state.name === name && (subjects.size === 0 || subjects.has(state.lane)));
  return states
    .map(({ lane, product, documentation }) =>
      [`**${name}** (state of a ${lane})`, documentation, product && `In the product's logs: \`${product}\``]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    .join('\n\n---\n\n');
}

/** Servers or clients: what the statement speaks about. */
function subjectKinds({ slot }: Use, place: Place, analysis: Analysis): readonly string[] {
  const words = place.statement?.words.slice(0, slot?.first) ?? [];
  const names = declarationsOf(analysis);
  return words.flatMap(({ text }, index) =>
    words[index - 1]?.text === 'every' ? [text] : names.find(text).map(({ kind }) => kind),
  );
}

function eventText(name: string): string | undefined {
  const event = EVENTS.find((each) => each.name === name);
  return event && `**${name}** (event)\n\n${event.documentation}`;
}

function operationText(name: string): string | undefined {
  const operation = OPERATIONS.find((each) => each.name === name);
  const lock = LOCK_OPERATIONS.find((each) => each.name === name);
  if (lock !== undefined) return `**${name}** (lock)\n\n${lock.documentation}`;
  return operation && `**${name}** (${operation.bulk ? 'bulk ' : ''}${operation.kind})\n\n${operation.documentation}`;
}

function edgeText(name: string, place: Place, analysis: Analysis): string | undefined {
  const edge = EDGES.find((each) => each.name === name);
  return edge && `**${name}**: ${edge.documentation}\n\n${detectionText(edge.name, place, analysis)}`.trimEnd();
}

export function edgeNamed(word: Word | undefined): Edge | undefined {
  return EDGES.find(({ name }) => name === word?.text)?.name;
}

/** What the settings of the edge add up to. Source of the sums: `rules/support/detection.ts`. */
export function detectionText(edge: Edge, place: Pick<Place, 'parents'>, { model }: Analysis): string {
  const name = place.parents[0]?.words[1]?.text;
  const check = model.clusters.find((cluster) => cluster.name === name)?.healthCheck[edge];
  if (!check) {
    return '';
  }
  if (!check.pingEnabled) {
    return 'With the settings here nothing is ever declared dead: `ping-enabled` is `false`.';
  }
  const refused = check.pingIdletimeMicros + (check.pingProbes + 1) * check.pingIntervalMicros;
  return [
    'With the settings here, counted from the last byte and up to one `ping-interval` later:',
    '',
    '| the other end | is declared dead after |',
    '|---|---|',
    `| is paused, its machine accepts connections | ${formatDuration(pausedMicros(check))} |`,
    `| is silent: a pulled cable, no power | ${formatDuration(unreachableMicros(check))} |`,
    ...(check.socketConnect ? [`| refuses connections | ${formatDuration(refused)} |`] : []),
  ].join('\n');
}

function nameText({ kind, name, of, whole }: Declaration, model: Model): string {
  const doc = documentationAbove(model.files[whole.file]?.text ?? '', whole.start);
  const cluster = model.clusters.find((each) => each.name === (kind === 'cluster' ? name : of));
  return [`**${name}** (${kind === 'value' ? `stands for ${of}` : sentenceOf(kind, of, cluster)})`, doc]
    .filter((part) => part !== '')
    .join('\n\n');
}

function sentenceOf(kind: Exclude<Declaration['kind'], 'value'>, of: string, cluster: Cluster | undefined): string {
  const product = cluster ? `Terracotta ${cluster.product.version}, Ehcache ${cluster.product.ehcache}` : '';
  switch (kind) {
    case 'cluster': {
      const servers = cluster?.stripes.flatMap((stripe) => stripe.servers.map(({ name }) => name)) ?? [];
      return `cluster, ${product}; servers: ${servers.join(', ')}`;
    }
    case 'stripe':
      return `stripe of ${of}`;
    case 'server':
      return `server of ${of}`;
    case 'voter':
      return `voter of ${of}`;
    case 'client':
      return of === '' ? 'client' : `client of ${of}, ${product}`;
    case 'cache':
      return `cache of ${of}`;
    case 'session':
      return `session on ${of}`;
  }
}

/** The `///` lines right above a declaration. */
function documentationAbove(text: string, start: number): string {
  const lines: string[] = [];
  const above = text
    .slice(0, start)
    .split(/\r\n?|\n/)
    .slice(0, -1);
  for (let line = above.pop(); line !== undefined && /^\s*\/\/\//.test(line); line = above.pop()) {
    lines.unshift(line.replace(/^\s*\/\/\/ ?/, ''));
  }
  return lines.join('\n');
}
