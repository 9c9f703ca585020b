/** `tcsim.json`: what a team says about the rules, in a file beside the scenarios or in a folder above them. */
import { type AnyNode, type MemberNode, parse } from '@humanwhocodes/momoa';
import { nearest } from '../language/nearest.ts';
import type { Range } from '../language/syntax.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { CONFIGURATION_FILE } from './configurationFile.ts';
import { isLevel, LEVELS, meantRule, type RuleLevel, type RuleLevels, ruleOf } from './levels.ts';

export interface Configuration {
  readonly levels: RuleLevels;
  /** Mistakes; `at.file` is 0 and stands for the configuration. What is not mistaken counts all the same. */
  readonly diagnostics: readonly Mistake[];
}

/** `isOfJson`: an editor that reads JSON with a schema says it, too. */
export interface Mistake extends Diagnostic {
  readonly isOfJson: boolean;
}

const KEYS = ['$schema', 'rules'];

/** Far beyond any configuration. */
const MAX_LENGTH = 256 * 1024;

/** Reads JSON with comments. Never throws for what the text says. */
export function readConfiguration(text: string): Configuration {
  const levels = new Map<string, RuleLevel>();
  const diagnostics: Mistake[] = [];
  const report = (range: Range, message: string, help: string, severity: Severity = 'error'): void => {
    const why = severity === 'error' ? 'What it was meant to change stays as it is.' : '';
    const at = { file: 0, ...range };
    const isOfJson = text.length <= MAX_LENGTH;
    diagnostics.push({ code: 'TCS022', severity, at, message, why, help, related: [], fixes: [], isOfJson });
  };

  const root = parsed(text, report);
  if (root?.type === 'Object') {
    for (const member of root.members) readMember(member);
  } else if (root !== undefined) {
    report(rangeOf(root), `A ${CONFIGURATION_FILE} is an object in braces.`, 'Write { "rules": { "TCS317": "off" } }.');
  }
  return { levels, diagnostics };

  function readMember(member: MemberNode): void {
    const key = keyOf(member);
    if (key === '$schema') return;
    if (key !== 'rules') {
      const meant = nearest(key, KEYS);
      const help = meant === undefined ? `It has ${KEYS.join(' and ')}.` : `Was \`${meant}\` meant?`;
      report(rangeOf(member.name), `A ${CONFIGURATION_FILE} has no \`${key}\`.`, help, 'warning');
    } else if (member.value.type === 'Object') {
      for (const each of member.value.members) readRule(each);
    } else {
      report(rangeOf(member.value), '`rules` is an object in braces.', 'Write { "TCS317": "off" }.');
    }
  }

  function readRule(member: MemberNode): void {
    const id = keyOf(member);
    const { value } = member;
    const level = value.type === 'String' ? value.value : undefined;
    if (ruleOf(id) === undefined) report(rangeOf(member.name), ...noRule(id), 'warning');
    else if (levels.has(id))
      report(rangeOf(member.name), `\`${id}\` is written twice.`, 'The last one counts.', 'warning');
    if (!isLevel(level)) {
      const wrong = text.slice(...(value.range ?? [0, 0])).slice(0, 40);
      const meant = level === undefined ? undefined : nearest(level, LEVELS);
      const choice = `A rule is ${LEVELS.map((each) => `"${each}"`).join(', ')}.`;
      report(
        rangeOf(value),
        `${wrong} is no severity.`,
        meant === undefined ? choice : `Was "${meant}" meant? ${choice}`,
      );
    } else if (ruleOf(id) !== undefined) {
      levels.set(id, level);
    }
  }
}

/** Message and help for what is not the id of a rule. */
export function noRule(id: string): [message: string, help: string] {
  const meant = meantRule(id);
  if (meant !== undefined) return [`There is no rule \`${id}\`.`, `Was \`${meant.id}\` (${meant.slug}) meant?`];
  return /^TCS0\d\d$/.test(id)
    ? [`\`${id}\` is not a rule.`, 'What the language itself reports has the severity that it has.']
    : [`There is no rule \`${id}\`.`, 'The reference of the rules lists them all.'];
}

type Report = (range: Range, message: string, help: string) => void;

/** Undefined, after a report, for what is not JSON. */
function parsed(text: string, report: Report): AnyNode | undefined {
  const isMarked = text.startsWith('\ufeff');
  // The reader has no sign for the byte order mark; a blank keeps every place.
  const readable = isMarked ? ` ${text.slice(1)}` : text;
  if (readable.trim() === '') return undefined;
  if (text.length > MAX_LENGTH) {
    report({ start: 0, end: 0 }, `The file is larger than ${MAX_LENGTH / 1024} KB.`, 'Name the rules once each.');
    return undefined;
  }
  try {
    return parse(readable, { mode: 'jsonc', ranges: true, allowTrailingCommas: true }).body;
  } catch (error) {
    const offset = error instanceof Error && 'offset' in error && typeof error.offset === 'number' ? error.offset : 0;
    const start = Math.min(offset, text.length);
    report(
      { start, end: Math.min(start + 1, text.length) },
      'From here on this is not JSON.',
      'Repair what stands here or right before it.',
    );
    return undefined;
  }
}

function keyOf({ name }: MemberNode): string {
  return name.type === 'String' ? name.value : name.name;
}

function rangeOf({ range }: AnyNode): Range {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
