/** What a run of characters looks like in a message: short, and without characters that print as nothing. */
export function printable(text: string): string {
  const chars = [...text.slice(0, 40)].slice(0, 12);
  const shown = chars.map((char) => (/[\p{C}\p{Z}]/u.test(char) ? `<${codePoint(char)}>` : char)).join('');
  return shown.length < text.length && chars.join('') !== text ? `${shown}…` : shown;
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What the author of an unknown character probably meant. */
export function helpForUnknown(text: string): string {
  if (/[“”„«»'‘’`]/.test(text)) return 'Put texts between straight double quotes: "…".';
  if (/[#*/]/.test(text)) return 'A comment starts with `//` and ends with its line.';
  if (/;/.test(text)) return 'Remove it: a statement ends with its line.';
  if (/[–—−]/.test(text)) return 'Use the plain hyphen `-`.';
  if (text === '.' || text.includes('…')) return 'A span of time is written with two dots: `20s..60s`.';
  return 'Remove it, or put the text between double quotes; names consist of letters, digits, `-`, `_` and `.`.';
}
