/** One text for each word of the language, shown by hover and beside completion. Markdown. */
import { isEverywhere, ownersText } from '../language/availability.ts';
import {
  type Availability,
  type Choice,
  defaultOf,
  EDGE_PREFIX,
  EDGES,
  type Edge,
  type Entry,
  keywordOf,
} from '../language/schema/index.ts';
import type { ProductLine } from '../model/model.ts';
import { formatDuration } from '../trace/time.ts';
import { readable } from './phraseText.ts';

/** What the defaults of an entry depend on at its place. */
export interface Setting {
  readonly line: ProductLine;
  /** Inside a health check of this edge. */
  readonly edge: Edge | undefined;
}

const LINES: readonly ProductLine[] = ['3.7', '4.x', '10.x'];

/** Meaning, default, range, product names and source of a setting, declaration, fault or expectation. */
export function entryDocumentation(entry: Entry, setting: Setting): string {
  const facts = [
    fact('Default', defaultText(entry, setting)),
    fact('Range', rangeText(entry)),
    fact('Only in', limitedText(entry)),
    fact('In the product', productText(entry, setting.edge)),
    fact('Source', entry.source),
  ].filter((line) => line !== '');
  const choices = entry.value?.type === 'choice' ? entry.value.choices.map(choiceLine).join('\n') : '';
  const checked = entry.checkedOnly ? '*Checked, not simulated*: rules read it, and no failure depends on it.' : '';
  return [`\`\`\`tcsim\n${readable(entry)}\n\`\`\``, entry.documentation, checked, choices, facts.join('  \n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `true`, `120s`; where it differs, also those of the other product lines and edges. Empty when there is none. */
export function defaultText(entry: Entry, { line, edge }: Setting): string {
  const written = defaultOf(entry, line, edge);
  if (written === undefined || typeof entry.default === 'string') {
    return written === undefined ? '' : `\`${written}\``;
  }
  const edges = entry.contexts.includes('health-check') ? EDGES.map(({ name }) => name) : [];
  const others = [
    ...LINES.filter((other) => other !== line).map((other) => [other, defaultOf(entry, other, edge)] as const),
    ...edges.filter((other) => other !== edge).map((other) => [other, defaultOf(entry, line, other)] as const),
  ].filter(([, value]) => value !== undefined && value !== written);
  return `\`${written}\`${others.map(([where, value]) => `; ${where}: \`${value}\``).join('')}`;
}

/** The values that a setting takes, in words; empty where any of its type will do. */
export function rangeText({ value }: Entry): string {
  switch (value?.type) {
    case 'duration':
      return value.minMicros === undefined || value.maxMicros === undefined
        ? ''
        : `${formatDuration(value.minMicros)} to ${longDuration(value.maxMicros)}`;
    case 'count':
      return `${value.min} to ${value.max}`;
    default:
      return '';
  }
}

/** One line for the list of completions. */
export function entryDetail(entry: Entry, setting: Setting): string {
  const written = defaultText(entry, setting).split(';')[0]?.replaceAll('`', '') ?? '';
  return written === '' ? readable(entry) : `${readable(entry)}  ·  default ${written}`;
}

export function choiceDocumentation(choice: Choice, entry: Entry): string {
  const only = limitedText(choice);
  return `**${choice.name}**: ${choice.documentation}${only === '' ? '' : `\n\nOnly in ${only}.`}\n\nA value of \`${keywordOf(entry)}\`: ${entry.documentation}`;
}

function choiceLine(choice: Choice): string {
  const only = limitedText(choice);
  return `- \`${choice.name}\`: ${choice.documentation}${only === '' ? '' : ` Only in ${only}.`}`;
}

/** Which products have it; empty when all have. */
function limitedText(thing: Availability): string {
  return isEverywhere(thing) ? '' : ownersText(thing);
}

function fact(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `**${name}**: ${text}`;
}

function productText({ product, property }: Entry, edge: Edge | undefined): string {
  const propertyName = property?.name.replace('{edge}', edge === undefined ? '…' : EDGE_PREFIX[edge]);
  const named = propertyName === undefined ? '' : `\`${propertyName}\` in tc.properties`;
  return [product?.replace(/<[^>]+>/g, (element) => `\`${element}\``) ?? '', named]
    .filter((part) => part !== '')
    .join('; ');
}

function longDuration(micros: number): string {
  const hours = micros / 3_600_000_000;
  if (hours >= 24 && Number.isInteger(hours / 24)) {
    return hours === 24 ? '24h' : `${hours / 24} days`;
  }
  return Number.isInteger(hours) && hours > 0 ? `${hours}h` : formatDuration(micros);
}
