/** The texts of a workspace as the server sees them: what is open in an editor first, else what the client reads for us. */
import type { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LANGUAGE_ID } from './protocol.ts';

/** Undefined: there is no such file, or the client cannot read files. */
export type ReadFile = (uri: string) => Promise<string | undefined>;

export class Files {
  private readonly open: TextDocuments<TextDocument>;
  private readonly readFile: ReadFile;
  /** Closed files that were read; undefined for those that do not exist. */
  private readonly closed = new Map<string, TextDocument | undefined>();
  private readonly reading = new Map<string, Promise<void>>();
  private readonly stamps = new Map<string, number>();
  private changes = 0;

  constructor(open: TextDocuments<TextDocument>, readFile: ReadFile) {
    this.open = open;
    this.readFile = readFile;
  }

  /** The file as far as it is known now; undefined: does not exist, or was not read yet (`isKnown` tells). */
  peek(uri: string): TextDocument | undefined {
    return this.open.get(uri) ?? this.closed.get(uri);
  }

  isKnown(uri: string): boolean {
    return this.open.get(uri) !== undefined || this.closed.has(uri);
  }

  /** Changes whenever the file may have another text; the key of everything that is derived from it. */
  stamp(uri: string): string {
    // A file that is closed and opened again begins with version 1 again.
    return `${this.stamps.get(uri) ?? 0} ${this.open.get(uri)?.version ?? 'closed'}`;
  }

  /** Reads a closed file once; concurrent calls share the reading. Never rejects: what cannot be read does not exist. */
  async load(uri: string): Promise<TextDocument | undefined> {
    if (!this.isKnown(uri)) {
      const reading = this.reading.get(uri) ?? this.read(uri);
      this.reading.set(uri, reading);
      await reading;
    }
    return this.peek(uri);
  }

  /** To be called when the file was changed, created or deleted outside the editor, and when its editor was closed. */
  forget(uri: string): void {
    this.closed.delete(uri);
    this.reading.delete(uri);
    this.stamps.set(uri, ++this.changes);
  }

  private async read(uri: string): Promise<void> {
    const stamp = this.stamps.get(uri);
    const text = await this.readFile(uri).catch(() => undefined);
    // A file that changed while it was read is read again by whoever asks next.
    if (this.stamps.get(uri) === stamp) {
      this.closed.set(uri, text === undefined ? undefined : TextDocument.create(uri, LANGUAGE_ID, 0, text));
      this.reading.delete(uri);
    }
  }
}

/**
 * The address of an imported file, relative to the importing one; undefined where that makes no sense (`untitled:`).
 * Percent-encoded as VS Code does it, so that it is the address under which the file would be open.
 */
export function resolveImport(target: string, from: string): string | undefined {
  try {
    const path = target.replaceAll('\\', '/').split('/').map(encodeSegment).join('/');
    return new URL(path, from).href;
  } catch {
    return undefined;
  }
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
