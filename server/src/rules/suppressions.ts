/** What suppressing comments do to findings, and what is wrong with the comments themselves. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model, Origin, SourceFile } from '../model/model.ts';
import { hasScenarios } from '../model/reuse.ts';
import { type Directive, directivesOf, MOST_DIRECTIVES } from './directives.ts';
import { isOfLanguage, isSuppressible, type RuleLevels, ruleOf } from './levels.ts';
import { mistakesIn, unused } from './suppressionMistakes.ts';

/** A finding that a comment keeps from being reported. */
export interface Suppressed {
  readonly diagnostic: Diagnostic;
  /** The comment. */
  readonly at: Origin;
  /** Why, in the words of the comment; empty when it gives none. */
  readonly reason: string;
}

export interface Judged {
  /** What is left to report, the suppressions' own problems included; not sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
}

interface Suppression {
  readonly directive: Directive;
  readonly file: number;
  readonly id: Directive['ids'][number];
  isUsed: boolean;
}

/** The checked file among those of the model. */
const OWN = 0;

/**
 * Divides what was found into what is reported and what a comment suppresses. Suppressions that suppress nothing are
 * reported for the checked file only, and only where that is certain: imported declarations mean other things elsewhere,
 * rules that are off find nothing, and a text with errors is not checked in full.
 */
export function suppress(found: readonly Diagnostic[], model: Model, levels: RuleLevels): Judged {
  const { files } = model;
  const suppressions = suppressionsIn(files);
  const { diagnostics, suppressed } = divided(found, suppressions);
  const [source] = files;
  if (source === undefined) return { diagnostics, suppressed };
  const isComplete = !found.some(({ code, severity }) => severity === 'error' && code < 'TCS1');
  const idle = isComplete
    ? suppressions.filter((each) => !each.isUsed && each.file === OWN && isCertain(each.id.text, levels, model))
    : [];
  return {
    diagnostics: [
      ...diagnostics,
      ...mistakesIn(source, OWN),
      ...idle.map((each) => unused(each.directive, each.id, each.file, source.text)),
    ],
    suppressed,
  };
}

/** The same for what is found later, in a run; says nothing about the suppressions. */
export function suppressLater(found: readonly Diagnostic[], { files }: Model): Judged {
  return found.length === 0 ? { diagnostics: found, suppressed: [] } : divided(found, suppressionsIn(files));
}

function suppressionsIn(files: readonly SourceFile[]): Suppression[] {
  return files.flatMap((source, file) =>
    directivesOf(source)
      .slice(0, MOST_DIRECTIVES)
      .flatMap((directive) =>
        directive.reach === undefined ? [] : directive.ids.map((id) => ({ directive, file, id, isUsed: false })),
      ),
  );
}

function divided(found: readonly Diagnostic[], suppressions: readonly Suppression[]): Judged {
  if (suppressions.length === 0) return { diagnostics: found, suppressed: [] };
  const suppressed: Suppressed[] = [];
  const diagnostics = found.filter((diagnostic) => {
    const fitting = isSuppressible(diagnostic) ? suppressions.filter((each) => covers(each, diagnostic)) : [];
    for (const each of fitting) each.isUsed = true;
    const [first] = fitting;
    if (first === undefined) return true;
    const { comment, reason } = first.directive;
    suppressed.push({ diagnostic, at: { file: first.file, ...comment }, reason });
    return false;
  });
  return { diagnostics, suppressed };
}

function covers({ directive, file, id }: Suppression, { code, at }: Diagnostic): boolean {
  return id.text === code && file === at.file && directive.covers.start <= at.start && at.start <= directive.covers.end;
}

/** Whether the rule would have found something here if there were something. */
function isCertain(id: string, levels: RuleLevels, model: Model): boolean {
  const rule = ruleOf(id);
  if (rule === undefined) return isOfLanguage(id);
  return levels.get(id) !== 'off' && (rule.phase === 'static' || (rule.phase === 'scenario' && hasScenarios(model)));
}
