/** What a setting of a configuration file is called in the language, and what it means. */
import { type Context, type Edge, type Entry, entriesOf, keywordOf } from '../language/schema/index.ts';
import type { Range, Statement } from '../language/syntax.ts';
import { knownProperties } from '../model/properties.ts';
import { entryDocumentation } from './documentation.ts';
import type { EditorFile } from './file.ts';
import { detectionText, edgeNamed, type Hover } from './hover.ts';
import { productLineAt } from './productLine.ts';
import { suppressionHover } from './suppressions.ts';

interface Found {
  readonly entry: Entry;
  readonly edge: Edge | undefined;
  readonly range: Range;
  /** Outermost first. */
  readonly parents: readonly Statement[];
}

/** Over the name or value of a setting, over the tag of what declares something, and over a rule in a comment that suppresses it. */
export function configurationHover({ analysis }: EditorFile, offset: number): Hover | undefined {
  const rule = suppressionHover(analysis, offset);
  if (rule !== undefined) return rule;
  const found = innermost(analysis.tree.statements, 'file', undefined, [], offset);
  if (found === undefined) return undefined;
  const { entry, edge, range, parents } = found;
  const line = productLineAt(parents, analysis);
  const detection = edge === undefined ? '' : detectionText(edge, { parents }, analysis);
  const markdown = [entryDocumentation(entry, { line, edge }), detection].filter((part) => part !== '').join('\n\n');
  return { range, markdown };
}

/** The last of the innermost statements whose words stand at the offset: those around it may stand there, too. */
function innermost(
  statements: readonly Statement[],
  context: Context,
  edge: Edge | undefined,
  parents: readonly Statement[],
  offset: number,
): Found | undefined {
  let found: Found | undefined;
  for (const statement of statements) {
    const entry = entryFor(statement, context);
    if (entry === undefined) continue;
    const own = entry.opens === 'health-check' ? edgeNamed(statement.words[1]) : edge;
    const { opens } = entry;
    const inner =
      opens === undefined || statement.block === undefined
        ? undefined
        : innermost(statement.block.statements, opens, own, [...parents, statement], offset);
    const range = wordsOf(statement);
    const isHere = range.start <= offset && offset <= range.end;
    // What the element says by being there has no words but its tag; the element is what people point at.
    if (inner !== undefined && !(isHere && inner.range.end <= range.end)) found = inner;
    else if (isHere) found = { entry, edge: own, range, parents };
  }
  return found;
}

function entryFor({ words }: Statement, context: Context): Entry | undefined {
  const keyword = words[0]?.text ?? '';
  if (context === 'tc-properties') return knownProperties().get(keyword)?.entry;
  return entriesOf(context).find((entry) => keywordOf(entry) === keyword);
}

/** From the beginning of the setting to the end of its value; the tag alone of what has a block. */
function wordsOf({ words, block, start }: Statement): Range {
  const [first] = words;
  const last = block === undefined ? words.at(-1) : first;
  return { start: first?.start ?? start, end: last?.end ?? start };
}
