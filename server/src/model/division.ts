/** The statements of a file: those that declare scenarios, and all others. */
import { unmoved } from '../language/moved.ts';
import type { Statement, SyntaxTree } from '../language/syntax.ts';

export interface Division {
  readonly scenarios: readonly Statement[];
  readonly others: readonly Statement[];
}

const known = new WeakMap<SyntaxTree, Division>();

/** In the order of the text. Each statement is looked at once, since every key looks at all of them. */
export function divisionOf(tree: SyntaxTree): Division {
  let division = known.get(tree);
  if (division === undefined) {
    const scenarios: Statement[] = [];
    const others: Statement[] = [];
    for (const statement of tree.statements) {
      (unmoved(statement).words[0]?.text === 'scenario' ? scenarios : others).push(statement);
    }
    division = { scenarios, others };
    known.set(tree, division);
  }
  return division;
}
