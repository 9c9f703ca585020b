/** *Run* above each scenario. */
import type { Range, SyntaxTree } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import { headOf } from './file.ts';

export interface ScenarioHead {
  /** Without quotes and escapes. */
  readonly name: string;
  readonly head: Range;
  readonly nameRange: Range;
  /** With its block. */
  readonly whole: Range;
}

/** The scenarios of a text in order, runnable or not; a scenario that has no name yet is left out. */
export function scenarioHeads(tree: SyntaxTree): readonly ScenarioHead[] {
  return tree.statements.flatMap((statement) => {
    const [keyword, name] = statement.words;
    return keyword?.text === 'scenario' && name?.kind === 'string'
      ? [{ name: unquote(name.text), head: headOf(statement), nameRange: name, whole: statement }]
      : [];
  });
}
