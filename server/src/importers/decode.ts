/** Bytes of an XML file as text: by its byte order mark, else by the encoding it names, else as UTF-8. */

/** Enough for `<?xml version="1.0" encoding="…"?>`. */
const DECLARATION_BYTES = 200;

/** Never throws: what cannot be decoded becomes U+FFFD, which `importConfiguration` reports. */
export function decodeXml(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { ignoreBOM: true }).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // With a byte order mark, or as the sign < with its other byte.
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  if (first === 0xef && second === 0xbb) return 'utf-8';
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES));
  const label = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  // A file in bytes cannot be in UTF-16: whoever copied it left the first line as it was.
  return /^utf-?16|^ucs|^iso-10646/i.test(label) || !isEncoding(label) ? 'utf-8' : label;
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
