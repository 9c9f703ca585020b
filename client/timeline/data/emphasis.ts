/** What stands out: the chain of the selection, and what comes from the lines under the editor's cursor. */
import type { Emphasis } from '../paint/frame.ts';
import type { Selection } from '../state.ts';
import { describe } from './describe.ts';
import type { RunModel } from './runModel.ts';

/**
 * What stands out while this is selected and the cursor is on lines of these places (indexes into `places`); the rest
 * is pale.
 */
export function emphasisOf(
  model: RunModel,
  selection: Selection | undefined,
  highlightedPlaces: readonly number[],
): Emphasis {
  const chain = selection === undefined ? [] : describe(model, selection).chain;
  let highlighted: Uint8Array | undefined;
  if (highlightedPlaces.length > 0) {
    highlighted = new Uint8Array(model.run.places.length);
    for (const place of highlightedPlaces) {
      highlighted[place] = 1;
    }
  }
  return {
    chain,
    chainSet: new Set(chain),
    selectedEvent: selection?.kind === 'event' ? selection.row : -1,
    selectedCall: selection?.kind === 'call' ? selection.row : -1,
    selectedExpectation: selection?.kind === 'expectation' ? selection.index : -1,
    highlighted,
  };
}
