/** The known word that a mistyped one most likely meant. */

/**
 * Edits between two words: insertion, deletion, substitution, or the exchange of two neighbours (optimal string
 * alignment, the restricted Damerau–Levenshtein distance). Gives up with `limit + 1` as soon as it is exceeded.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/**
 * The nearest candidate, ignoring case, or else the only one that has the word as a part between hyphens; undefined when
 * none is near enough to be meant. Ties go to the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let limit = typed.length <= 3 ? 1 : typed.length <= 6 ? 2 : 3;
  let found: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase(), limit);
    // A word with every letter changed is another word, however short.
    if (distance > limit || distance >= Math.max(typed.length, candidate.length) - 1) continue;
    if (candidate === word) continue;
    found = candidate;
    if (distance === 0) break;
    limit = distance - 1;
  }
  return found ?? onlyOneWith(typed, candidates);
}

/** `behavior` means `timeout-behavior` where nothing else has that part. */
function onlyOneWith(part: string, candidates: Iterable<string>): string | undefined {
  if (part.length < 4) return undefined;
  let found: string | undefined;
  for (const candidate of candidates) {
    if (!`-${candidate.toLowerCase()}-`.includes(`-${part}-`) || candidate === found) continue;
    if (found !== undefined) return undefined;
    found = candidate;
  }
  return found;
}
