/**
 * Text to tree: the parser, the parser after one key press, and the formatter, against a parser written by hand for
 * this purpose (the limit) and against Chevrotain's lexer alone. Medians of interleaved rounds; asserts nothing about
 * time.
 *
 *   node bench/run.mjs language     or, unbundled, node bench/language.ts [rounds]
 */
import { format, parse, reparse, type Statement } from '../server/src/language/index.ts';
import { createLexer } from '../server/src/language/tokens.ts';
import { type BareStatement, parseByHand } from './language/handwritten.ts';

const rounds = Number(process.argv[2] ?? 60);
const lexer = createLexer(true);

/** A topology and a scenario, as often as it takes. */
function textOf(lineCount: number): string {
  const lines: string[] = [];
  for (let index = 0; lines.length < lineCount; index++) {
    lines.push(
      `/// Two mirrored servers, number ${index}.`,
      `cluster orders-${index} {`,
      '  product terracotta 4.3',
      '  client-reconnect-window 120s',
      '  stripe { server tsa-1, tsa-2 }',
      '  health-check l2-l1 { ping-idletime 5s  socket-connect-count 5 }',
      '}',
      '',
      `scenario "the active dies, number ${index}" {`,
      '  duration 6min',
      '  every 100ms shop get sessions',
      '  at 20s..60s pause shop for 70s   // stop-the-world',
      '  at 4min     restart tsa-1',
      '  when tsa-2 becomes active + 5s: crash shop-2',
      '  expect tsa-2 becomes active within 12s after 30s',
      '  expect no get on shop.sessions takes longer than 5s',
      '}',
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

function countWords(statements: readonly (Statement | BareStatement)[]): number {
  let count = 0;
  for (const { words, block } of statements) {
    const inside = block === undefined ? [] : 'statements' in block ? block.statements : block;
    count += words.length + countWords(inside);
  }
  return count;
}

function compare(lineCount: number): void {
  const text = textOf(lineCount);
  const tree = parse(text);
  const words = countWords(tree.statements);
  if (words !== countWords(parseByHand(text))) throw new Error('the parsers do not agree about the words');
  if (tree.problems.length > 0) throw new Error('the text has mistakes');

  const middle = text.indexOf('crash', text.length / 2);
  const edited = `${text.slice(0, middle)}x${text.slice(middle)}`;
  const contestants: Record<string, () => unknown> = {
    'by hand (the limit)': () => parseByHand(text),
    'lexer alone': () => lexer.tokenize(text),
    parse: () => parse(text),
    'reparse after a key': () => reparse(tree, edited),
    format: () => format(tree),
  };
  const millis = new Map<string, number[]>();
  for (let round = -10; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      run();
      const took = performance.now() - start;
      if (round >= 0) millis.set(name, [...(millis.get(name) ?? []), took]);
    }
  }
  const limit = median(millis.get('by hand (the limit)') ?? []);
  console.log(`\n${lineCount} lines, ${text.length} characters, ${words} words`);
  for (const [name, samples] of millis) {
    const typical = median(samples);
    const best = Math.min(...samples);
    console.log(
      `  ${name.padEnd(22)} ${typical.toFixed(2).padStart(8)} ms  best ${best.toFixed(2).padStart(7)} ms  ${(typical / limit).toFixed(2)} x the limit`,
    );
  }
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[samples.length >> 1] ?? 0;
}

for (const lineCount of [1_000, 10_000]) compare(lineCount);
