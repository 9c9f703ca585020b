/**
 * Reads the elements of a configuration and keeps account: whatever nobody asked for is listed at the end, so that
 * nothing of the file is dropped in silence.
 */
import { nearest } from '../language/nearest.ts';
import type { Range } from '../language/syntax.ts';
import type { Severity } from '../model/diagnostic.ts';
import { isName } from './names.ts';
import { isPlaceholder } from './placeholders.ts';
import type { XmlAttribute, XmlElement } from './xml.ts';

/** Something to say about a place in an imported file. */
export interface Note extends Range {
  readonly code: `TCS0${string}`;
  readonly severity: Severity;
  readonly message: string;
  readonly why?: string;
  readonly help: string;
  /** Names that stand in the file, and those that the language has for them. */
  readonly renamed?: readonly Renaming[];
}

export type Renaming = readonly [from: string, to: string];

/** Who has more of them has another kind of file. */
const MOST_LISTED = 100;
const MOST_NOTES = 2_500;
/** An application has a cache for every class, and each of their names has dots; servers are few. */
const MOST_RENAMED_CACHES = 3;

const LONGEST_QUOTE = 80;

/** What a message quotes of a file: a value may be as long as the file. */
export const shortened = (text: string): string =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;

/** A value as it stands in the file. */
export interface Raw {
  readonly text: string;
  /** The value alone. */
  readonly range: Range;
  /** Where the setting begins. */
  readonly start: number;
}

/** A setting that has no effect here, and how often it stands in the file. */
export interface LeftOut {
  readonly name: string;
  readonly value: string | undefined;
  count: number;
  /** known: the product has it, and no failure depends on it · second: what counts stands before it. */
  readonly kind: 'known' | 'second' | 'unknown';
  readonly range: Range;
  readonly meant: string | undefined;
}

export class Reading {
  readonly #notes: Note[] = [];
  #notesLeftOut = 0;
  readonly #taken = new Set<XmlElement | XmlAttribute>();
  readonly #leftOut: LeftOut[] = [];
  readonly #asked = new Map<string, Set<string>>();
  readonly #passedOver = new Set<XmlElement>();
  readonly #renamedCaches: Note[] = [];

  readonly #lastCounts: boolean;

  /** `lastCounts`: of several elements that should be one, the product takes the last. */
  constructor(lastCounts = false) {
    this.#lastCounts = lastCounts;
  }

  /** The child of a name that counts, where there are several. The others stay untaken and are listed. */
  child(element: XmlElement | undefined, name: string): XmlElement | undefined {
    if (element === undefined) return undefined;
    this.#ask(element, name);
    const isWanted = (child: XmlElement): boolean => child.name === name;
    const found = this.#lastCounts ? element.children.findLast(isWanted) : element.children.find(isWanted);
    if (found !== undefined) this.#taken.add(found);
    return found;
  }

  /** All children of a name, or those of them that are wanted. */
  children(
    element: XmlElement | undefined,
    name: string,
    isWanted: (child: XmlElement) => boolean = () => true,
  ): readonly XmlElement[] {
    if (element === undefined) return [];
    this.#ask(element, name);
    const found = element.children.filter((child) => child.name === name && isWanted(child));
    for (const child of found) this.#taken.add(child);
    return found;
  }

  /** Takes the child of a name that counts, with all that is in it: what stands elsewhere counts instead. */
  passOver(element: XmlElement | undefined, name: string): void {
    const take = (each: XmlElement): void => {
      this.#taken.add(each);
      for (const attribute of each.attributes) this.#taken.add(attribute);
      each.children.forEach(take);
    };
    const found = this.child(element, name);
    if (found === undefined || this.#passedOver.has(found)) return;
    this.#passedOver.add(found);
    take(found);
  }

  /** The first of them, as many as a simulation can take. */
  atMost(most: number, elements: readonly XmlElement[], what: string): readonly XmlElement[] {
    const next = elements[most];
    if (next === undefined) return elements;
    const help = 'Those before this place are there; the others are missing.';
    this.tooMuch(next.tag, `There are ${elements.length} ${what}; at most ${most} are read.`, help);
    return elements.slice(0, most);
  }

  /** The value of an attribute, unless it is empty. */
  attribute(element: XmlElement | undefined, name: string): Raw | undefined {
    if (element === undefined) return undefined;
    this.#ask(element, name);
    const found = element.attributes.find((attribute) => attribute.name === name);
    if (found === undefined) return undefined;
    this.#taken.add(found);
    const { value, valueRange, start } = found;
    const text = value.trim();
    if (text === '') return undefined;
    // References such as &amp; take more room in the file than in the value; blanks around it are then part of the place.
    const isPlain = value.length === valueRange.end - valueRange.start;
    const first = isPlain ? valueRange.start + value.indexOf(text) : valueRange.start;
    return { text, range: { start: first, end: isPlain ? first + text.length : valueRange.end }, start };
  }

  /** The text of a child element, unless it is empty. */
  text(element: XmlElement | undefined, name: string): Raw | undefined {
    const found = this.child(element, name);
    return found === undefined ? undefined : this.ownText(found);
  }

  /** The text of an element, unless it is empty. */
  ownText({ text, textRange, start }: XmlElement): Raw | undefined {
    return text === '' ? undefined : { text, range: textRange, start };
  }

  /** What was said, and how much more there would be to say. */
  get notes(): readonly Note[] {
    const said = [...this.#notes, ...inShort(this.#renamedCaches)];
    const last = said.at(-1);
    if (this.#notesLeftOut === 0 || last === undefined) return said;
    const message = `There are ${this.#notesLeftOut} more remarks on this file.`;
    return [...said, { ...last, code: 'TCS010', severity: 'warning', message, help: 'Mend these first.' }];
  }

  /** Of a file with which nothing can happen: one note, which stands for those on its names. */
  noteLocal(head: Range, isAllKnown: boolean): void {
    const renamed = this.#renamedCaches.splice(0).flatMap((note) => note.renamed ?? []);
    this.#say({
      ...head,
      code: 'TCS003',
      severity: 'info',
      message: 'No cache of this file is clustered, and it connects to no array.',
      help: isAllKnown
        ? 'Nothing needs to be done: no failure that tcsim simulates touches it.'
        : 'No failure that tcsim simulates touches it, unless that is meant by what is not known here.',
      ...(renamed.length === 0 ? {} : { renamed }),
    });
  }

  #say(note: Note): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push(note);
    else this.#notesLeftOut++;
  }

  warn(range: Range, message: string, help: string, code: Note['code'] = 'TCS004'): void {
    this.#say({ start: range.start, end: range.end, code, severity: 'warning', message, help });
  }

  info(range: Range, message: string, help: string, code: Note['code'] = 'TCS007'): void {
    this.#say({ start: range.start, end: range.end, code, severity: 'info', message, help });
  }

  tooMuch({ start, end }: Range, message: string, help: string): void {
    this.#say({ start, end, code: 'TCS010', severity: 'error', message, help });
  }

  /** Says that something has another name in the language, if it has. */
  renamed(what: string, { text, range }: Raw, name: string): void {
    if (name === text) return;
    const help = isPlaceholder(text)
      ? 'The product fills it in later.'
      : isName(text)
        ? 'The name is taken by something else.'
        : 'Names are letters, digits, `-` and `_`, and begin with a letter.';
    const message = `The ${what} \`${text}\` is called \`${name}\` here.`;
    const note: Note = { ...range, code: 'TCS007', severity: 'info', message, help, renamed: [[text, name]] };
    if (what === 'cache') this.#renamedCaches.push(note);
    else this.#say(note);
  }

  /** Says that a name stands in the file `before`, where the product takes it once only, and remembers it. */
  twice({ text, range }: Raw, before: Set<string>): void {
    if (before.has(text)) {
      const help = 'Give one of them another name, or remove it. Both are read here.';
      const message = `There is a cache \`${shortened(text)}\` already: the cache manager does not start.`;
      this.warn(range, message, help, 'TCS006');
    }
    before.add(text);
  }

  /**
   * Lists a setting that decides nothing here: one that the product has, or one that nobody knows. `meantBy` finds what may be
   * meant; something close to what is known makes it unknown. Asked for the first of each name only, since looking takes time.
   */
  leaveOut(name: string, range: Range, kind: 'known' | 'unknown', meantBy?: () => string | undefined): void {
    const before = this.#leftOut.find((each) => each.name === name);
    if (before !== undefined) before.count++;
    if (before !== undefined || this.#leftOut.length >= MOST_LISTED) return;
    const meant = meantBy?.();
    this.#leftOut.push({
      name,
      value: undefined,
      count: 1,
      kind: meant === undefined ? kind : 'unknown',
      range,
      meant,
    });
  }

  /**
   * The settings that nobody asked for, each name once. `known` are those that the product has and no failure depends on.
   */
  leftOut(root: XmlElement | undefined, known: ReadonlySet<string>): LeftOut[] {
    const found = new Map<string, LeftOut>();
    const add = (name: string, parent: XmlElement, range: Range, value: string, isSecond = false): void => {
      const before = found.get(name);
      if (before !== undefined) before.count++;
      if (before !== undefined || found.size >= MOST_LISTED) return;
      const kind = known.has(name) ? 'known' : isSecond ? 'second' : 'unknown';
      const meant = kind === 'unknown' ? nearest(name, this.#asked.get(parent.name) ?? []) : undefined;
      // Other values may be long, or secret.
      const short = /^(\d{1,9}[a-zA-Z]?|true|false)$/.test(value) ? value : undefined;
      found.set(name, { name, value: short, count: 1, kind, range, meant });
    };
    const walk = (element: XmlElement): void => {
      for (const attribute of element.attributes) {
        const { name } = attribute;
        if (this.#taken.has(attribute) || /^xmlns(:|$)|^(xsi|xml):/.test(name)) continue;
        add(name, element, attribute, attribute.value);
      }
      const taken = element.children.filter((child) => this.#taken.has(child));
      const first = new Set(taken.map((child) => child.name));
      for (const child of element.children) {
        if (this.#taken.has(child)) walk(child);
        else add(child.name, element, child.tag, child.children.length === 0 ? child.text : '', first.has(child.name));
      }
    };
    if (root !== undefined) walk(root);
    return [...found.values(), ...this.#leftOut];
  }

  /** The notes on what was left out: one for all that is known, one for each that is not. */
  noteLeftOut(head: Range, list: readonly LeftOut[], isLocal: boolean): void {
    const known = list.filter(({ kind }) => kind === 'known').map(({ name }) => `\`${name}\``);
    const isAllKnown = list.every(({ kind }) => kind === 'known');
    if (isLocal) this.noteLocal(head, isAllKnown);
    else if (known.length > 0) {
      const help = 'Nothing needs to be done: no failure that tcsim simulates depends on them.';
      this.info(head, `Without effect on the simulation: ${known.join(', ')}.`, help, 'TCS003');
    }
    for (const { name, count, kind, range, meant } of list) {
      if (kind === 'known') continue;
      if (kind === 'second') {
        const [message, help] = this.#lastCounts
          ? [`\`${name}\` stands here again further down.`, 'The last one counts.']
          : [`\`${name}\` stands here again.`, 'The first one counts.'];
        this.warn(range, message, help, 'TCS006');
        continue;
      }
      const often = count > 1 ? ` It stands in the file ${count} times.` : '';
      const help =
        meant === undefined ? 'Look whether its name is right and its place, too.' : `Did you mean \`${meant}\`?`;
      const message = `\`${name}\` is not a setting that tcsim knows here; it is left out.${often}`;
      if (meant === undefined) this.info(range, message, help, 'TCS003');
      else this.warn(range, message, help, 'TCS003');
    }
  }

  /** A whole number, or nothing after a note. `what` names the setting in it. */
  integer(raw: Raw | undefined, what: string): string | undefined {
    if (raw === undefined || this.isOpen(raw, what)) return undefined;
    const [, sign = '', digits] = /^([+-]?)0*(\d+)$/.exec(raw.text) ?? [];
    if (digits !== undefined) return `${sign === '-' && digits !== '0' ? '-' : ''}${digits}`;
    this.warn(
      raw.range,
      `\`${shortened(raw.text)}\` is not a whole number.`,
      `The default of \`${what}\` counts here.`,
    );
    return undefined;
  }

  /** `true` or `false`, or nothing after a note. */
  boolean(raw: Raw | undefined, what: string): string | undefined {
    if (raw === undefined || this.isOpen(raw, what)) return undefined;
    const lower = raw.text.toLowerCase();
    if (lower === 'true' || lower === '1') return 'true';
    if (lower === 'false' || lower === '0') return 'false';
    this.warn(
      raw.range,
      `\`${shortened(raw.text)}\` is neither true nor false.`,
      `The default of \`${what}\` counts here.`,
    );
    return undefined;
  }

  /** One of the choices, in their spelling, or nothing after a note. */
  choice(raw: Raw | undefined, what: string, choices: readonly string[]): string | undefined {
    if (raw === undefined || this.isOpen(raw, what)) return undefined;
    const found = choices.find((each) => each.toLowerCase() === raw.text.toLowerCase());
    if (found !== undefined) return found;
    const help = `It is one of ${choices.join(', ')}; the default of \`${what}\` counts here.`;
    this.warn(raw.range, `\`${shortened(raw.text)}\` is not a value that tcsim can simulate.`, help);
    return undefined;
  }

  /** True for a value that is filled in later and that nothing depends on until then: it is listed. */
  isFilledIn(raw: Raw | undefined, what: string): boolean {
    if (raw === undefined || !isPlaceholder(raw.text)) return false;
    this.leaveOut(what, raw.range, 'known');
    return true;
  }

  /** True, after a note, for a value that a build or an installation fills in. */
  isOpen(raw: Raw, what: string): boolean {
    if (!isPlaceholder(raw.text)) return false;
    this.warn(
      raw.range,
      `\`${shortened(raw.text)}\` is filled in later, so the value of \`${what}\` is not known.`,
      'The default counts here. Write the value in the scenario if it is another: `with NAME { … }`.',
    );
    return true;
  }

  #ask(element: XmlElement, name: string): void {
    const names = this.#asked.get(element.name);
    if (names === undefined) this.#asked.set(element.name, new Set([name]));
    else names.add(name);
  }
}

/** Each where they are few; else how many there are, and what was made of the first. */
function inShort(notes: readonly Note[]): readonly Note[] {
  const [first] = notes;
  if (first === undefined || notes.length <= MOST_RENAMED_CACHES) return notes;
  const renamed = notes.flatMap((note) => note.renamed ?? []);
  const [[from = '', to = ''] = []] = renamed;
  const message = `${notes.length} caches have other names here, as \`${shortened(from)}\` is \`${shortened(to)}\`.`;
  return [{ ...first, message, help: 'Names are letters, digits, `-` and `_`, and begin with a letter.', renamed }];
}
