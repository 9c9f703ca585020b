/** What becomes of findings before anybody sees them: settings say how loud they are, comments suppress them. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model } from '../model/model.ts';
import { levelled, type RuleLevels } from './levels.ts';
import { type Judged, suppress, suppressLater } from './suppressions.ts';

/** Of all that was found in a text and its imports; what is wrong with the suppressions themselves is added. */
export function settle(found: readonly Diagnostic[], model: Model, levels: RuleLevels): Judged {
  return suppress(levelled(found, levels), model, levels);
}

/** Of what a run has shown. */
export function settleRun(found: readonly Diagnostic[], model: Model, levels: RuleLevels): Judged {
  return suppressLater(levelled(found, levels), model);
}
