/**
 * Comments that suppress findings, in whatever file: `// tcsim-disable-next-line TCS317 -- reason` in a scenario,
 * `<!-- tcsim-disable-next-line TCS105: reason -->` in XML, `# tcsim-disable-next-line …` in properties. Found by their
 * keyword, so that a file without any costs one search.
 */
import type { Range } from '../language/syntax.ts';
import type { SourceFile } from '../model/model.ts';

/** line: the one it stands on · next-line: the one below · file: all of it. */
export type Reach = 'line' | 'next-line' | 'file';

export const DIRECTIVES: Readonly<Record<string, Reach>> = {
  'tcsim-disable-next-line': 'next-line',
  'tcsim-disable-line': 'line',
  'tcsim-disable': 'file',
};

export interface Directive {
  /** The comment with its signs. */
  readonly comment: Range;
  readonly keyword: Range & { readonly text: string };
  /** Undefined when the keyword is none of `DIRECTIVES`. */
  readonly reach: Reach | undefined;
  readonly ids: readonly (Range & { readonly text: string })[];
  /** Empty when none is given. */
  readonly reason: string;
  /** Text behind the ids that no `--` or `:` makes a reason. */
  readonly stray: Range | undefined;
  /** What it covers: a finding that begins in here. */
  readonly covers: Range;
}

const KEYWORD = 'tcsim-disable';

/** What a quick fix writes where the user is to say why; it counts as no reason. */
export const REASON_TO_COME = 'why?';

/** Nobody explains more in one file; those behind them are not looked at. */
export const MOST_DIRECTIVES = 1_000;

const known = new WeakMap<SourceFile, readonly Directive[]>();

/** In the order of the text, at most one more than `MOST_DIRECTIVES`. Searched for once in each file. */
export function directivesOf(source: SourceFile): readonly Directive[] {
  let directives = known.get(source);
  if (directives === undefined) {
    directives = find(source);
    known.set(source, directives);
  }
  return directives;
}

function find({ text, format }: SourceFile): readonly Directive[] {
  const directives: Directive[] = [];
  if (!text.includes(KEYWORD)) return directives;
  const syntax = format === undefined ? SCENARIO : format === 'xml' ? XML : PROPERTIES;
  let last: Below | undefined;
  const below = (end: number): Range => {
    // Comments that stand one below the other speak about the same line.
    if (last === undefined || last.at < end) last = syntax.below(text, end);
    return last.covers;
  };
  for (const comment of syntax.comments(text)) {
    const content = text.slice(comment.start + comment.open, comment.end - comment.close);
    const indent = content.length - content.trimStart().length;
    if (!content.startsWith(KEYWORD, indent)) continue;
    directives.push(directive(text, comment, content.slice(indent), below));
    if (directives.length > MOST_DIRECTIVES) break;
  }
  return directives;
}

interface CommentAt extends Range {
  /** Signs that open it and that close it. */
  readonly open: number;
  readonly close: number;
}

interface CommentSyntax {
  /** Every comment that may hold the keyword, in the order of the text. */
  readonly comments: (text: string) => Iterable<CommentAt>;
  /** What `next-line` means for a comment that ends here. */
  readonly below: (text: string, end: number) => Below;
}

interface Below {
  /** Between the comment and this there is nothing but blanks and further comments. */
  readonly at: number;
  readonly covers: Range;
}

function directive(text: string, comment: CommentAt, content: string, below: (end: number) => Range): Directive {
  const at = comment.end - comment.close - content.length;
  const [keyword = ''] = /^[\w-]+?(?=--|[^\w-]|$)/.exec(content) ?? [];
  const ids: (Range & { text: string })[] = [];
  const listed = /[\s,]*(TCS\w*)/iy;
  let read = keyword.length;
  listed.lastIndex = read;
  for (let found = listed.exec(content); found !== null; found = listed.exec(content)) {
    const [, id = ''] = found;
    read = listed.lastIndex;
    ids.push({ start: at + read - id.length, end: at + read, text: id.toUpperCase() });
  }
  const rest = content.slice(read);
  const [, reason] = /^[\s,]*(?:--|—|:)\s*([\s\S]*?)\s*$/.exec(rest) ?? [];
  const strayStart = at + read + rest.length - rest.trimStart().length;
  const reach = Object.hasOwn(DIRECTIVES, keyword) ? DIRECTIVES[keyword] : undefined;
  return {
    comment: { start: comment.start, end: comment.end },
    keyword: { start: at, end: at + keyword.length, text: keyword },
    reach,
    ids,
    reason: reason === undefined || reason === REASON_TO_COME ? '' : reason,
    stray:
      reason === undefined && rest.trim() !== ''
        ? { start: strayStart, end: at + content.trimEnd().length }
        : undefined,
    covers:
      reach === 'next-line'
        ? below(comment.end)
        : reach === 'line'
          ? { start: startOfLine(text, comment.start), end: endOfLine(text, comment.end) }
          : { start: 0, end: text.length },
  };
}

/** A comment ends with its line. Below it is the first line that is neither blank nor a comment. */
function toEndOfLine(sign: RegExp, columnOfComment: (line: string) => number): CommentSyntax {
  return {
    *comments(text) {
      for (let at = text.indexOf(KEYWORD); at >= 0; ) {
        const lineStart = startOfLine(text, at);
        const end = endOfLine(text, at);
        const column = columnOfComment(text.slice(lineStart, end));
        const [signs = ''] = (column < 0 ? undefined : sign.exec(text.slice(lineStart + column, end))) ?? [];
        if (signs !== '') yield { start: lineStart + column, end, open: signs.length, close: 0 };
        at = text.indexOf(KEYWORD, end);
      }
    },
    below: (text, end) => {
      for (let start = nextLine(text, end); start < text.length; start = nextLine(text, start)) {
        const line = text.slice(start, endOfLine(text, start));
        const isComment = line.trim() === '' || sign.test(line.trimStart());
        if (!isComment) return { at: start, covers: { start, end: start + line.length } };
      }
      return { at: text.length, covers: { start: text.length, end: text.length } };
    },
  };
}

const SCENARIO = toEndOfLine(/^\/\//, (line) => {
  for (const { 0: found, index } of line.matchAll(/"(?:[^"\\]|\\.)*"|\/\/|"/g)) {
    if (found === '//') return index;
    if (found === '"') return -1; // a text that its line ends
  }
  return -1;
});

const PROPERTIES = toEndOfLine(/^[#!]/, (line) => (/^\s*[#!]/.test(line) ? line.search(/[#!]/) : -1));

const XML: CommentSyntax = {
  *comments(text) {
    for (const { 0: found, index } of text.matchAll(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g)) {
      const close = found.endsWith('-->') ? 3 : 0;
      if (found.startsWith('<!--')) yield { start: index, end: index + found.length, open: 4, close };
    }
  },
  below: (text, commentEnd) => {
    // Behind blanks and further comments: the tag that begins there, and its text when that is all it holds.
    const behind = /(?:\s+|<!--[\s\S]*?-->)*/y;
    behind.lastIndex = commentEnd;
    behind.exec(text);
    const at = behind.lastIndex;
    const element = /<[^>]*>(?:[^<]*<\/[^>]*>)?/y;
    element.lastIndex = at;
    element.exec(text);
    const end = endOfLine(text, Math.max(at, element.lastIndex));
    return { at, covers: { start: startOfLine(text, at), end } };
  },
};

/** Nobody reads further along a line; what is written in one line of megabytes takes no time. */
const LONGEST_LINE = 64 * 1024;

/** Where the line of an offset begins, behind its indentation or not. */
export function startOfLine(text: string, offset: number): number {
  const least = Math.max(0, offset - LONGEST_LINE);
  let start = offset;
  while (start > least && !isLineEnd(text[start - 1])) start--;
  return start;
}

export function endOfLine(text: string, offset: number): number {
  const most = Math.min(text.length, offset + LONGEST_LINE);
  let end = offset;
  while (end < most && !isLineEnd(text[end])) end++;
  return end;
}

function nextLine(text: string, offset: number): number {
  const end = endOfLine(text, offset);
  return text.startsWith('\r\n', end) ? end + 2 : end + 1;
}

const isLineEnd = (sign: string | undefined): boolean => sign === '\n' || sign === '\r';
