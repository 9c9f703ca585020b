/**
 * Changes of an XML file that leave everything else as it is: comments, order, indentation, quotes, line ends and the
 * prefixes of its elements.
 */
import type { Range } from '../language/syntax.ts';
import { readXml, type XmlAttribute, type XmlElement } from './xml.ts';

export interface XmlEdit extends Range {
  readonly text: string;
}

/** An element that may have to be made, with what is inside it. */
export interface NewElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** A text, or one child. */
  readonly content?: string | NewElement | undefined;
}

/** What is written at a place: a value in an attribute, or one in an element that has no children. */
export interface XmlSetting {
  readonly element: XmlElement;
  readonly attribute: XmlAttribute | undefined;
  /** The element says all by being there. */
  readonly isPresence: boolean;
}

/** The order that the schemas of the products ask for, of the elements that are made here and of their siblings. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  'tc-config': ['tc-properties', 'system', 'servers', 'clients', 'application'],
  servers: [
    'server',
    'mirror-group',
    'mirror-groups',
    'ha',
    'update-check',
    'garbage-collection',
    'restartable',
    'failover-priority',
    'client-reconnect-window',
  ],
  server: ['dso'],
  dso: ['client-reconnect-window', 'persistence', 'garbage-collection'],
  ehcache: [
    'diskStore',
    'sizeOfPolicy',
    'transactionManagerLookup',
    'cacheManagerEventListenerFactory',
    'managementRESTService',
    'cacheManagerPeerProviderFactory',
    'cacheManagerPeerListenerFactory',
    'terracottaConfig',
    'defaultCache',
    'cache',
  ],
};

/** Shared by all edits of one text. */
export class XmlFile {
  readonly text: string;
  /** Undefined where the file is broken: what would be edited might not be what it seems. */
  readonly root: XmlElement | undefined;
  readonly #lineEnd: string;
  readonly #unit: string;

  constructor(text: string) {
    const { root, problems } = readXml(text);
    this.text = text;
    this.root = problems.some(({ kind }) => kind !== 'tolerated') ? undefined : root;
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    this.#unit = this.#indentationUnit();
  }

  /** The element whose opening tag begins there. */
  elementAt(start: number): XmlElement | undefined {
    let element = this.root;
    while (element !== undefined && element.start !== start) {
      element = childAround(element, start);
    }
    return element;
  }

  /** The setting that begins and ends there, as the importers place it. */
  settingAt({ start, end }: Range): XmlSetting | undefined {
    let element = this.root;
    for (let inner = element; inner !== undefined; ) {
      element = inner;
      inner = childAround(inner, start);
    }
    if (element === undefined) return undefined;
    const { attributes, children } = element;
    const attribute = attributes.find(
      ({ start: from, valueRange }) =>
        from === start || (start === element.start && valueRange.start <= end && end <= valueRange.end),
    );
    const isPresence = attribute === undefined && start === element.start && end === element.tag.end;
    const isText = start === element.start && children.length === 0 && end > element.tag.end;
    return attribute !== undefined || isPresence || isText ? { element, attribute, isPresence } : undefined;
  }

  /** Writes an attribute under another name, with another value. */
  replaceAttribute({ start, end }: XmlAttribute, name: string, value: string): XmlEdit {
    const quote = this.text[end - 1] ?? '"';
    return { start, end, text: `${name}=${quote}${escaped(value)}${quote}` };
  }

  /** Takes an attribute out with the blanks before it. */
  removeAttribute({ start, end }: XmlAttribute): XmlEdit {
    let from = start;
    while (/\s/.test(this.text[from - 1] ?? '')) from--;
    return { start: from, end, text: '' };
  }

  /** Takes an element out, with its lines where nothing else stands on them. */
  removeElement(element: XmlElement): XmlEdit {
    const { start, end } = element;
    const rest = /^[ \t]*(\r\n|\n)/.exec(this.text.slice(end, end + LONGEST_INDENTATION))?.[0] ?? '';
    if (rest === '' || !this.#beginsLine(element)) return { start, end, text: '' };
    return { start: start - this.#indentationOf(start).length, end: end + rest.length, text: '' };
  }

  setAttribute(element: XmlElement, name: string, value: string): XmlEdit {
    const found = element.attributes.find((attribute) => attribute.name === name);
    if (found !== undefined) return { ...found.valueRange, text: escaped(value) };
    const last = element.attributes.at(-1);
    const end = last?.end ?? element.tag.end;
    const quote = (last === undefined ? undefined : this.text[last.end - 1]) ?? '"';
    return { start: end, end, text: ` ${name}=${quote}${escaped(value)}${quote}` };
  }

  /** Replaces the text of an element that has no children. */
  setText(element: XmlElement, value: string): XmlEdit {
    if (this.#isSelfClosing(element)) {
      const start = this.#endOfTag(element);
      return { start, end: element.end, text: `>${escaped(value)}</${this.#nameOf(element)}>` };
    }
    return { ...element.textRange, text: escaped(value) };
  }

  /** Adds an element behind the siblings that come before it in the schema. */
  addChild(parent: XmlElement, child: NewElement): XmlEdit {
    const prefix = this.#prefixIn(parent);
    if (this.#isSelfClosing(parent)) {
      const closing = `</${this.#nameOf(parent)}>`;
      return {
        start: this.#endOfTag(parent),
        end: parent.end,
        text: `>${this.#only(parent, child, prefix)}${closing}`,
      };
    }
    const before = this.#siblingBefore(parent, child.name);
    const [first] = parent.children;
    const neighbour = before ?? first;
    if (neighbour === undefined) return this.#intoEmpty(parent, child, prefix);
    const at = before === undefined ? parent.inner.start : this.#behind(before.end);
    if (!this.#beginsLine(neighbour)) return { start: at, end: at, text: this.#print(child, prefix, undefined) };
    const indentation = this.#indentationOf(neighbour.start);
    return { start: at, end: at, text: this.#lineEnd + indentation + this.#print(child, prefix, indentation) };
  }

  #intoEmpty(parent: XmlElement, child: NewElement, prefix: string): XmlEdit {
    const { start, end } = parent.inner;
    const inner = this.text.slice(start, end);
    if (inner.trim() === '') return { start, end, text: this.#only(parent, child, prefix) };
    // A comment stays where it is.
    const at = start + inner.trimEnd().length;
    const indentation = this.#indentationOf(parent.start) + this.#unit;
    const isApart = inner.includes('\n');
    const text = this.#print(child, prefix, isApart ? indentation : undefined);
    return { start: at, end: at, text: isApart ? this.#lineEnd + indentation + text : text };
  }

  /** An only child on lines of its own, unless its parent shares its line with others. */
  #only(parent: XmlElement, child: NewElement, prefix: string): string {
    if (!this.#beginsLine(parent) || !this.text.includes('\n')) return this.#print(child, prefix, undefined);
    const outer = this.#indentationOf(parent.start);
    const indentation = outer + this.#unit;
    return `${this.#lineEnd}${indentation}${this.#print(child, prefix, indentation)}${this.#lineEnd}${outer}`;
  }

  /** `indentation`: that of the line on which it stands; undefined to put everything on one. */
  #print({ name, attributes = {}, content }: NewElement, prefix: string, indentation: string | undefined): string {
    const tag = prefix + name;
    const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
    const opening = `<${tag}${pairs.join('')}`;
    if (content === undefined) return `${opening}/>`;
    if (typeof content === 'string') return `${opening}>${escaped(content)}</${tag}>`;
    if (indentation === undefined) return `${opening}>${this.#print(content, prefix, undefined)}</${tag}>`;
    const inner = indentation + this.#unit;
    const lines = [`${opening}>`, inner + this.#print(content, prefix, inner), `${indentation}</${tag}>`];
    return lines.join(this.#lineEnd);
  }

  #siblingBefore(parent: XmlElement, name: string): XmlElement | undefined {
    const order = ORDER[parent.name] ?? [];
    const place = order.indexOf(name);
    if (place < 0) return parent.children.at(-1);
    const later = new Set(order.slice(place + 1));
    const next = parent.children.findIndex((child) => later.has(child.name));
    return next < 0 ? parent.children.at(-1) : parent.children[next - 1];
  }

  /** Behind an element and a comment that follows it on its line. */
  #behind(end: number): number {
    const comment = /^[ \t]*<!--[^\n]*?-->(?=[ \t]*\r?\n)/.exec(this.text.slice(end, this.#endOfLine(end) + 1));
    return end + (comment?.[0].length ?? 0);
  }

  /** Children of one element have one prefix; the root may have another one, or none. */
  #prefixIn(parent: XmlElement): string {
    const like = parent.children[0] ?? (parent === this.root ? undefined : parent);
    const name = like === undefined ? '' : this.#nameOf(like);
    return name.slice(0, name.indexOf(':') + 1);
  }

  #nameOf({ tag }: XmlElement): string {
    return this.text.slice(tag.start, tag.end);
  }

  #isSelfClosing({ end, inner }: XmlElement): boolean {
    return inner.end === end && this.text.startsWith('/>', end - 2);
  }

  /** Where `/>` begins, with the blank before it. */
  #endOfTag({ start, end }: XmlElement): number {
    return start + this.text.slice(start, end - 2).trimEnd().length;
  }

  #beginsLine({ start }: XmlElement): boolean {
    // The line itself may be as long as the file.
    let before = start - 1;
    while (/[ \t]/.test(this.text[before] ?? '')) before--;
    return before < 0 || this.text[before] === '\n';
  }

  #indentationOf(offset: number): string {
    const line = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(line, offset))?.[0] ?? '';
  }

  #endOfLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end;
  }

  /** By how much the children of the root, or theirs, stand to the right of it. */
  #indentationUnit(): string {
    const root = this.root;
    const pairs = (root?.children ?? []).flatMap((child) => [
      { outer: root, inner: child },
      ...child.children.map((grandchild) => ({ outer: child, inner: grandchild })),
    ]);
    for (const { outer, inner } of pairs) {
      if (outer === undefined || !this.#beginsLine(inner)) continue;
      const left = this.#indentationOf(outer.start);
      const right = this.#indentationOf(inner.start);
      if (right.startsWith(left) && right.length > left.length) return right.slice(left.length);
    }
    return '  ';
  }
}

const LONGEST_INDENTATION = 1_000;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', "'": '&apos;' };

const escaped = (text: string): string => text.replace(/[&<"']/g, (sign) => ENTITIES[sign] ?? sign);

/** The child in which an offset lies; children stand in the order of the file, and may be thousands. */
function childAround({ children }: XmlElement, offset: number): XmlElement | undefined {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const child = children[low - 1];
  return child !== undefined && offset < child.end ? child : undefined;
}
