import type { Word } from './syntax.ts';

/**
 * Writes words in a row with the language's spacing: one space, none in front of `,` and `:` nor inside brackets and
 * spans. Where the source has a gap between two settings on one line, two spaces keep them apart.
 *
 * @param settings whether the words may be several settings on one line
 */
export function joinWords(words: readonly Word[], settings: boolean): string {
  let line = '';
  let sinceGap = 0;
  let previous: Word | undefined;
  for (const word of words) {
    if (previous !== undefined) {
      // A setting is at least a name and a value: a wider gap behind the name alone is only somebody's column.
      const wide = settings && sinceGap >= 2 && word.start - previous.end >= 2 && word.kind === 'word';
      line += wide ? '  ' : gap(previous, word);
      if (wide) sinceGap = 0;
    }
    line += word.text;
    sinceGap++;
    previous = word;
  }
  return line;
}

function gap(left: Word, right: Word): '' | ' ' {
  const touching = left.end === right.start;
  // Around what the language does not know, the author's spacing is all there is: `größe` must not fall apart.
  if (left.kind === 'unknown' || right.kind === 'unknown') return touching ? '' : ' ';
  if (right.kind === 'punctuation') {
    if (right.text === ',' || right.text === ':' || right.text === ']') return '';
    if (right.text === '..') return isEndOfSpan(left) ? '' : ' ';
  }
  if (left.kind === 'punctuation') {
    if (left.text === '[') return '';
    if (left.text === '..') return isEndOfSpan(right) ? '' : ' ';
    // A port keeps to its host: `10.0.0.1:9510`.
    if (left.text === ':' && right.kind === 'quantity' && touching) return '';
  }
  return ' ';
}

/** A word with a dot of its own at the end would swallow the two dots of the span. */
function isEndOfSpan({ kind, text }: Word): boolean {
  return (kind === 'quantity' || kind === 'word') && !text.endsWith('.');
}
