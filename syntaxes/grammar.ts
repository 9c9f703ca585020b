/**
 * The TextMate grammar, made from the schema table: a word that is added there is coloured here. It runs before the
 * language server has started and knows no context beyond the line, so it goes by words and by where a line begins.
 *
 * VS Code reads tcsim.tmLanguage.json; `npx vitest run syntaxes -u` writes it, and the test checks that it is current.
 */
import { ENTRIES, type Entry, OPERATIONS } from '../server/src/language/schema/index.ts';
import { EVENTS, STATES } from '../server/src/trace/kinds.ts';

/** A name is letters, digits, `-` and `.` in one piece; a word of ours is never a part of one. */
const before = '(?<![\\w.-])';
const after = '(?![\\w-]|\\.\\w)';
const name = `${before}[A-Za-z_][\\w-]*(?:\\.[\\w-]+)*`;
/** Statements begin a line or a block. */
const begin = '(?:^|(?<=\\{))\\s*';
/** They end with the line; a block on the same line has statements of its own. */
const end = '(?=[{}]|//|$)';
const quantity = `${before}(\\d+(?:\\.\\d+)?)(us|ms|s|min|h|d|[KMGT]?B|%|/(?:ms|s|min|h))?${after}`;

/** The words that stand for themselves in a phrase: slots and quoted signs are left out. */
const wordsOf = (entry: Entry): string[] =>
  entry.phrase.replace(/<[^>]*>|'[^']*'/g, ' ').match(/[A-Za-z][\w.-]*/g) ?? [];
const headOf = (entry: Entry): string => wordsOf(entry)[0] ?? '';

const entriesIn = (...categories: Entry['category'][]) =>
  ENTRIES.filter(({ category }) => categories.includes(category));

/** An alternative of whole words, longest first. */
function anyOf(words: Iterable<string>): string {
  const sorted = [...new Set(words)]
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return `${before}(?:${sorted.map((word) => word.replaceAll('.', '\\.')).join('|')})${after}`;
}

const includes = (...names: string[]) => names.map((rule) => ({ include: `#${rule}` }));

/** Words for all of a kind, as in `every client` and `no call`; in the table they are values of slots. */
const collective = ['call', 'client', 'server'];

/** The grammar as the JSON that VS Code reads. */
export function textMateGrammar() {
  const declarations = entriesIn('declaration', 'unsupported');
  const choices = ENTRIES.flatMap(({ value }) =>
    value?.type === 'choice' ? value.choices.map((choice) => choice.name) : [],
  );
  const inScenario = entriesIn('declaration').filter(({ contexts }) => contexts.includes('scenario'));
  const steps = [...entriesIn('trigger'), ...inScenario];
  const blocks = declarations.filter((entry) => !inScenario.includes(entry) && entry.opens !== undefined);
  const statements = declarations.filter(({ contexts, opens }) => contexts.includes('file') && opens === undefined);
  const statementWords = ENTRIES.filter(({ contexts }) =>
    contexts.some((context) =>
      ['action', 'event', 'expectation', 'outcome', 'quantifier', 'times', 'bound'].includes(context),
    ),
  );
  return {
    name: 'tcsim',
    scopeName: 'source.tcsim',
    patterns: includes('comments', 'strings', 'declaration', 'step', 'setting', 'values', 'laterSetting', 'block'),
    repository: {
      comments: {
        patterns: [
          comment('comment.line.documentation.tcsim', '///'), //
          comment('comment.line.double-slash.tcsim', '//'),
        ],
      },
      strings: {
        name: 'string.quoted.double.tcsim',
        begin: '"',
        end: '"|$',
        patterns: [{ name: 'constant.character.escape.tcsim', match: '\\\\.' }],
      },
      block: { name: 'punctuation.section.block.tcsim', match: '[{}]' },
      declaration: {
        begin: `${begin}(${anyOf([...blocks, ...statements].map(headOf))})`,
        beginCaptures: { 1: { name: 'storage.type.tcsim' } },
        end,
        patterns: [
          {
            match: '(?<=\\s)(x)\\s+(\\d+)',
            captures: { 1: { name: 'keyword.operator.word.tcsim' }, 2: { name: 'constant.numeric.tcsim' } },
          },
          { name: 'keyword.operator.word.tcsim', match: anyOf(['as']) },
          { name: 'constant.language.tcsim', match: anyOf(['true', 'false']) },
          ...includes('strings'),
          { match: quantity, captures: quantityCaptures },
          { name: 'entity.name.type.tcsim', match: name },
        ],
      },
      step: {
        begin: `${begin}(${anyOf(steps.map(headOf))})`,
        beginCaptures: { 1: { name: 'keyword.control.tcsim' } },
        end,
        patterns: [
          ...includes('values'),
          { name: 'keyword.other.fault.tcsim', match: anyOf(entriesIn('fault').map(headOf)) },
          { name: 'support.function.operation.tcsim', match: anyOf(OPERATIONS.map((operation) => operation.name)) },
          {
            name: 'keyword.operator.word.tcsim',
            match: anyOf([...[...statementWords, ...steps].flatMap(wordsOf), ...collective]),
          },
          { name: 'variable.parameter.tcsim', match: anyOf(entriesIn('setting').map(headOf)) },
          { name: 'entity.name.type.tcsim', match: name },
        ],
      },
      setting: { match: `${begin}(${name})`, captures: { 1: { name: 'variable.other.property.tcsim' } } },
      /** Several settings may stand on one line. */
      laterSetting: { name: 'variable.other.property.tcsim', match: anyOf(entriesIn('setting').map(headOf)) },
      values: {
        patterns: [
          ...includes('strings'),
          { match: quantity, captures: quantityCaptures },
          { name: 'constant.language.tcsim', match: anyOf(['true', 'false']) },
          { name: 'constant.language.state.tcsim', match: anyOf(STATES.map((state) => state.name)) },
          {
            name: 'constant.language.event.tcsim',
            match: anyOf(EVENTS.filter((event) => event.observable).map((event) => event.name)),
          },
          { name: 'constant.language.choice.tcsim', match: anyOf(choices) },
          { name: 'keyword.operator.tcsim', match: '\\.\\.|[+=|]' },
          { name: 'punctuation.separator.tcsim', match: '[,:\\[\\]]' },
        ],
      },
    },
  };
}

const quantityCaptures = { 1: { name: 'constant.numeric.tcsim' }, 2: { name: 'keyword.other.unit.tcsim' } };

function comment(scope: string, slashes: string) {
  return {
    name: scope,
    begin: slashes,
    end: '$',
    beginCaptures: { 0: { name: 'punctuation.definition.comment.tcsim' } },
  };
}
