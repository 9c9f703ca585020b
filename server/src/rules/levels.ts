/** How loudly each rule speaks: what settings and `tcsim.json` may say about it. */
import { editDistance } from '../language/nearest.ts';
import { type Diagnostic, SEVERITIES, type Severity } from '../model/diagnostic.ts';
import { RULES } from './index.ts';
import type { Rule } from './rule.ts';

/** A severity in place of the rule's own, or nothing at all. */
export type RuleLevel = Severity | 'off';

/** By the id of the rule, as in `TCS317`. Rules that are not named keep the severity that they have by themselves. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

/** In the order in which they are shown. */
export const LEVELS: readonly RuleLevel[] = [...SEVERITIES, 'off'];

export const AS_THEY_ARE: RuleLevels = new Map();

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

export const ruleOf = (id: string): Rule | undefined => BY_ID.get(id);

/**
 * What the language says and may be suppressed where it is no error. Broken syntax, a defect of tcsim and what is said
 * of the configuration and of suppressions are always reported.
 */
export const isOfLanguage = (code: string): boolean => /^TCS0(?!00|01|2)\d\d$/.test(code);

/** What a comment may suppress. */
export const isSuppressible = ({ code, severity }: Diagnostic): boolean =>
  BY_ID.has(code) || (isOfLanguage(code) && severity !== 'error');

export const isLevel = (value: unknown): value is RuleLevel => LEVELS.some((level) => level === value);

/** The rules that are not switched off. */
export const rulesAt = (levels: RuleLevels): readonly Rule[] =>
  levels.size === 0 ? RULES : RULES.filter(({ id }) => levels.get(id) !== 'off');

/** Both, the second one winning rule by rule. */
export const combined = (levels: RuleLevels, winning: RuleLevels): RuleLevels =>
  levels.size === 0 ? winning : new Map([...levels, ...winning]);

/** What was found, as loud as it should be. What the language itself reports has no other level than its own. */
export function levelled(found: readonly Diagnostic[], levels: RuleLevels): readonly Diagnostic[] {
  if (levels.size === 0) return found;
  return found.flatMap((diagnostic) => {
    const level = levels.get(diagnostic.code);
    if (level === 'off') return [];
    return level === undefined || level === diagnostic.severity ? diagnostic : { ...diagnostic, severity: level };
  });
}

/** What the setting `tcsim.rules` says; an editor marks by itself what is wrong in there, here it is passed over. */
export function levelsOf(setting: unknown): RuleLevels {
  if (typeof setting !== 'object' || setting === null) return AS_THEY_ARE;
  const levels = Object.entries(setting).filter(
    (each): each is [string, RuleLevel] => BY_ID.has(each[0]) && isLevel(each[1]),
  );
  return new Map(levels);
}

/** The rule that was meant by something that is no id: its name, an id in small letters or with a slip. */
export function meantRule(text: string): Rule | undefined {
  const typed = text.toLowerCase();
  const named = RULES.find(({ id, slug }) => slug === typed || id.toLowerCase() === typed);
  // A number that is no rule's is as near to many others.
  if (named !== undefined || /^tcs\d{3}$/.test(typed)) return named;
  return RULES.find(({ id }) => editDistance(typed, id.toLowerCase(), 1) <= 1);
}
