/** Entities that a document type gives as plain text, as `<!ENTITY port "9510">`. */

/** Without references: so none grows, and none leads out of the file. */
const PLAIN = /<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<&%]{0,100})"|'([^'<&%]{0,100})')\s*>/g;
const COMMENT = /<!--[\s\S]*?-->/g;

const MOST = 100;
/** A configuration refers to a handful; with many, short files would become long. */
const MOST_REFERENCES = 10_000;

/** The replacement of each name, the first that is given; none in a text that refers to entities all over. */
export function entitiesOf(documentType: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!documentType.includes('<!ENTITY') || refersTooOften(text)) return found;
  for (const [, name = '', double, single] of documentType.replace(COMMENT, '').matchAll(PLAIN)) {
    if (found.size >= MOST) break;
    if (!found.has(name)) found.set(name, double ?? single ?? '');
  }
  return found;
}

function refersTooOften(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('&'); at >= 0 && count <= MOST_REFERENCES; at = text.indexOf('&', at + 1)) count++;
  return count > MOST_REFERENCES;
}
