/**
 * Reads XML into a small tree in which everything knows its place. Nothing outside the text is ever looked at: the five
 * entities of XML are expanded and those that a document type gives as plain text. A text that is broken gives everything up
 * to the place where it breaks.
 */
import { SaxesParser } from 'saxes';
import type { Range } from '../language/syntax.ts';
import { entitiesOf } from './entities.ts';
import { XML_LIMITS } from './limits.ts';

export interface XmlAttribute extends Range {
  /** With its prefix. */
  readonly name: string;
  readonly value: string;
  /** Between the quotes. */
  readonly valueRange: Range;
}

/** From the first sign of the opening tag to the last of the closing one. */
export interface XmlElement extends Range {
  /** Without its prefix: prefixes are the choice of whoever wrote the file. */
  readonly name: string;
  /** The name in the opening tag, with its prefix. */
  readonly tag: Range;
  /** Between the tags; empty and at the end where there is one tag only. */
  readonly inner: Range;
  /** Each name once, the first one. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The text of its own, without that of its children and without white space around it. */
  readonly text: string;
  /** Where that text stands, as far as it stands in one piece. */
  readonly textRange: Range;
}

export interface XmlProblem extends Range {
  /** stopped: reading ended here · tolerated: wrong, but reading went on · too-large: a limit was reached. */
  readonly kind: 'stopped' | 'tolerated' | 'too-large';
  readonly message: string;
}

export interface XmlDocument {
  /** Undefined when not even an opening tag could be read. */
  readonly root: XmlElement | undefined;
  /** At most one of each kind. */
  readonly problems: readonly XmlProblem[];
}

interface Growing {
  name: string;
  start: number;
  end: number;
  tag: Range;
  inner: Range;
  attributes: XmlAttribute[];
  children: Growing[];
  text: string;
  textRange: Range;
}

/** Ends the reading. Never leaves this file. */
class Stop extends Error {}

/** Mistakes after which the structure is still what its writer meant. */
const TOLERABLE =
  /entity|disallowed character\.|XML declaration|processing instruction|duplicate attribute|unmatched closing|outside of root|located doctype|malformed comment|whitespace|encoding value|version number|standalone|\bexpected |name\/value|value must|"]]>"/;

/** Never throws for what a text says. */
export function readXml(text: string): XmlDocument {
  if (text.length > XML_LIMITS.length) {
    const limit = `${XML_LIMITS.length / 1024 / 1024} MB`;
    const message = `The file is larger than ${limit}, which no configuration is.`;
    return { root: undefined, problems: [{ kind: 'too-large', message, start: 0, end: 0 }] };
  }
  const builder = new Builder(text);
  builder.read();
  return { root: builder.root, problems: builder.problems };
}

class Builder {
  root: Growing | undefined;
  readonly problems: XmlProblem[] = [];
  readonly #text: string;
  readonly #parser = new SaxesParser({ position: false, xmlns: false });
  readonly #open: Growing[] = [];
  #attributes: XmlAttribute[] = [];
  #tagStart = 0;
  #elements = 0;
  #mistakes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    const parser = this.#parser;
    parser.on('error', (error) => this.#fail(error.message));
    parser.on('doctype', (documentType) => {
      for (const [name, value] of entitiesOf(documentType, this.#text)) parser.ENTITIES[name] ??= value;
    });
    parser.on('opentagstart', () => this.#beginTag());
    parser.on('attribute', ({ name, value }) => this.#addAttribute(name, value));
    parser.on('opentag', ({ name, isSelfClosing }) => this.#openElement(name, isSelfClosing));
    parser.on('closetag', ({ isSelfClosing }) => {
      // An element of one tag was never put on the stack.
      if (!isSelfClosing) this.#finish(this.#text.lastIndexOf('</', parser.position - 1), parser.position);
    });
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    try {
      parser.write(this.#text).close();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    const end = Math.min(parser.position, this.#text.length);
    while (this.#open.length > 0) this.#finish(end, end);
  }

  #fail(message: string): void {
    const plain = message.replace(/^[\w.]*:?\d+:\d+: /, '');
    if (!TOLERABLE.test(plain)) this.#stop('stopped', plain);
    if (this.#mistakes++ === 0) this.#report('tolerated', plain);
    if (this.#mistakes > XML_LIMITS.mistakes) this.#stop('stopped', 'there are too many mistakes.');
  }

  #report(kind: XmlProblem['kind'], message: string): void {
    const end = Math.min(this.#parser.position, this.#text.length);
    this.problems.push({ kind, message, start: Math.max(0, end - 1), end });
  }

  #stop(kind: XmlProblem['kind'], message: string): never {
    this.#report(kind, message);
    throw new Stop(message);
  }

  #beginTag(): void {
    this.#tagStart = this.#text.lastIndexOf('<', this.#parser.position - 1);
    this.#attributes = [];
  }

  #addAttribute(name: string, value: string): void {
    if (this.#attributes.length >= XML_LIMITS.attributes) {
      this.#stop('too-large', `An element has more than ${XML_LIMITS.attributes} attributes.`);
    }
    if (this.#attributes.some((attribute) => attribute.name === name)) return;
    const end = this.#parser.position;
    const closing = end - 1;
    // A quote cannot stand inside the quotes that it would end.
    const opening = this.#text.lastIndexOf(this.#text[closing] ?? '"', closing - 1);
    const start = this.#text.lastIndexOf(name, opening);
    this.#attributes.push({ name, value, start, end, valueRange: { start: opening + 1, end: closing } });
  }

  #openElement(name: string, isSelfClosing: boolean): void {
    if (this.#open.length >= XML_LIMITS.depth) {
      this.#stop('too-large', `Elements are nested more than ${XML_LIMITS.depth} deep.`);
    }
    if (++this.#elements > XML_LIMITS.elements) {
      this.#stop('too-large', `There are more than ${XML_LIMITS.elements} elements.`);
    }
    const end = this.#parser.position;
    const start = this.#tagStart;
    const element: Growing = {
      name: name.slice(name.indexOf(':') + 1),
      start,
      end,
      tag: { start: start + 1, end: start + 1 + name.length },
      inner: { start: end, end },
      attributes: this.#attributes,
      children: [],
      text: '',
      textRange: { start: end, end },
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root ??= element;
    else parent.children.push(element);
    if (!isSelfClosing) this.#open.push(element);
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #finish(innerEnd: number, end: number): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    element.inner = { start: element.inner.start, end: innerEnd };
    element.end = end;
    element.text = element.text.trim();
    const { start } = element.inner;
    // Text between children is no setting of anything.
    const found =
      element.text === '' || element.children.length > 0 ? -1 : this.#text.slice(start, innerEnd).indexOf(element.text);
    element.textRange = found < 0 ? element.inner : { start: start + found, end: start + found + element.text.length };
  }
}
