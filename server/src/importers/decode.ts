/** Bytes of a file as text: by its byte order mark, else by where its zero bytes stand, else by the encoding it names, else as UTF-8. */
import { XML_LIMITS } from './limits.ts';

/** Longer than any configuration is, so that it is refused as one in another encoding would be. */
const MOST_UTF_32 = 4 * (XML_LIMITS.length + 1);

/** Enough for `<?xml version="1.0" encoding="…"?>`. */
const DECLARATION_BYTES = 200;

/** Never throws: what cannot be decoded becomes U+FFFD, which `importConfiguration` reports. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return decodeUtf32(bytes, encoding === 'utf-32le');
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** No platform decodes it. */
function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST_UTF_32));
  let text = '';
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    const code = view.getUint32(at, isLittleEndian);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb) return 'utf-8';
  // These files begin with signs of ASCII, or with a mark; the other bytes of each are zero.
  if (first === 0 && second === 0 && (third === 0 || third === 0xfe) && fourth !== 0) return 'utf-32be';
  if (first !== 0 && second === 0) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
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
