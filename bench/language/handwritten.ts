/**
 * What a parser without a library could do: one pass over the characters of a correct text, into the same shallow tree,
 * without comments, docs or problems. It is the limit that the real parser is measured against, not a parser to use.
 */
export interface BareWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface BareStatement {
  readonly words: BareWord[];
  readonly block: BareStatement[] | undefined;
}

const [TAB, LINE_FEED, SPACE, QUOTE, DOT, SLASH, OPEN, CLOSE] = [9, 10, 32, 34, 46, 47, 123, 125];

export function parseByHand(text: string): BareStatement[] {
  const file: BareStatement[] = [];
  const outer: BareStatement[][] = [];
  let list = file;
  let words: BareWord[] = [];
  const end = (block: BareStatement[] | undefined) => {
    if (words.length === 0) return;
    list.push({ words, block });
    words = [];
  };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) {
      at++;
    } else if (code === LINE_FEED) {
      end(undefined);
      at++;
    } else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      while (at < text.length && text.charCodeAt(at) !== LINE_FEED) at++;
    } else if (code === OPEN) {
      const block: BareStatement[] = [];
      end(block);
      outer.push(list);
      list = block;
      at++;
    } else if (code === CLOSE) {
      end(undefined);
      list = outer.pop() ?? file;
      at++;
    } else {
      const start = at;
      at = endOfWord(text, start, code);
      words.push({ text: text.slice(start, at), start, end: at });
    }
  }
  end(undefined);
  return file;
}

function endOfWord(text: string, start: number, first: number): number {
  let at = start + 1;
  if (first === QUOTE) {
    while (text.charCodeAt(at) !== QUOTE) at++;
    return at + 1;
  }
  if (first === DOT && text.charCodeAt(at) === DOT) return at + 1;
  if (!isWordCode(first)) return at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!isWordCode(code) && !(code === DOT && text.charCodeAt(at + 1) !== DOT)) return at;
    at++;
  }
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || (code >= 65 && code <= 90);
}
