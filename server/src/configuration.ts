/** A configuration file of the product, checked by itself: as `analyse` does it for a scenario file. */
import { defaultAlias, type Imported, importConfiguration } from './importers/index.ts';
import type { Analysis } from './index.ts';
import type { Statement, SyntaxTree, Word } from './language/syntax.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { buildProgram, byPlace } from './model/index.ts';
import { runRules } from './rules/check.ts';
import { AS_THEY_ARE, type RuleLevels, rulesAt } from './rules/levels.ts';
import { settle, settleRun } from './rules/settle.ts';

/**
 * Reads a configuration as file 0 of a program of its own; its tree are the statements that the importer made, at places
 * of the file. A client without an array is checked together with one about which no rule has anything to say. Never
 * throws for what the text says.
 */
export function analyseConfiguration(text: string, name: string, levels: RuleLevels = AS_THEY_ARE): Analysis {
  const imported = importConfiguration(text, defaultAlias(name));
  const tree =
    imported.kind === 'client' && !hasCluster(imported.tree) ? withSomeCluster(imported.tree) : imported.tree;
  const readImport = () => ({ name: SOME_CLUSTER_FILE, text: someCluster(imported.product) });
  const program = buildProgram(name, text, readImport, tree, undefined, imported.format);
  const found = [...notesOf(imported), ...program.diagnostics, ...runRules(rulesAt(levels), program.model)];
  const own = found.filter(({ at }) => at.file === 0);
  const judged = settle(own, program.model, levels);
  return {
    tree,
    model: program.model,
    diagnostics: [...judged.diagnostics].sort(byPlace),
    suppressed: judged.suppressed,
    settle: (findings) => settleRun(findings, program.model, levels),
    runnable: false,
    get symbols() {
      return program.symbols;
    },
  };
}

/** An array with a mirror, of a version or the usual one, about which no rule has anything to say that a client could cause. */
export function someCluster(version: string | undefined): string {
  const product = version === undefined ? '' : `product terracotta ${version}  failover-priority availability\n`;
  return `cluster some-array { ${product}server some-server, other-server }\n`;
}

/** One for each kind of client. */
export const SOME_CLUSTERS: readonly string[] = [someCluster(undefined), someCluster('10.15')];

const SOME_CLUSTER_FILE = 'some-array.tcsim';

const hasCluster = ({ statements }: SyntaxTree): boolean =>
  statements.some(({ words }) => words[0]?.text === 'cluster');

function withSomeCluster(tree: SyntaxTree): SyntaxTree {
  const nowhere = { start: 0, end: 0 };
  const words: Word[] = [
    { kind: 'word', text: 'import', ...nowhere },
    { kind: 'string', text: `"${SOME_CLUSTER_FILE}"`, ...nowhere },
  ];
  const statement: Statement = { ...nowhere, words, block: undefined, doc: undefined };
  return { ...tree, statements: [statement, ...tree.statements] };
}

function notesOf({ notes }: Imported): Diagnostic[] {
  return notes.map(({ code, severity, start, end, message, why = '', help }) => ({
    code,
    severity,
    at: { file: 0, start, end },
    message,
    why,
    help,
    related: [],
    fixes: [],
  }));
}
