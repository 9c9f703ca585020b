/**
 * Editor features as tests read best: a text with the cursor at `$0`, and what is expected there. In texts for places,
 * `«name»` marks what should be found.
 */
import { expect } from 'vitest';
import { analyse } from '../../index.ts';
import type { Origin } from '../../language/syntax.ts';
import { codeActions } from '../codeActions.ts';
import { completions } from '../completion.ts';
import { definition } from '../definition.ts';
import type { EditorFile } from '../file.ts';
import { hover } from '../hover.ts';
import { references } from '../references.ts';
import { rename } from '../rename.ts';

export interface Edited {
  readonly file: EditorFile;
  readonly text: string;
  /** Where `$0` was; 0 without one. */
  readonly offset: number;
  /** What stood between `«` and `»`. */
  readonly marked: readonly { readonly start: number; readonly end: number }[];
}

export function edited(markedText: string): Edited {
  let text = '';
  let offset = 0;
  const marked: { start: number; end: number }[] = [];
  let open = 0;
  for (const part of markedText.split(/(\$0|«|»)/)) {
    if (part === '$0') {
      offset = text.length;
    } else if (part === '«') {
      open = text.length;
    } else if (part === '»') {
      marked.push({ start: open, end: text.length });
    } else {
      text += part;
    }
  }
  return { file: { analysis: analyse(text, 'test.tcsim') }, text, offset, marked };
}

/** The labels offered at `$0`, in their order. */
export function offered(text: string): readonly string[] {
  const { file, offset } = edited(text);
  return completions(file, offset).map(({ label }) => label);
}

export function expectCompletion(
  text: string,
  { has = [], lacks = [] }: { readonly has?: readonly string[]; readonly lacks?: readonly string[] },
): void {
  const labels = offered(text);
  expect(labels).toEqual(expect.arrayContaining([...has]));
  expect(labels.filter((label) => lacks.includes(label))).toEqual([]);
}

/** The text after the completion with this label was chosen; `$1` places stay. */
export function completed(text: string, label: string): string {
  const { file, offset, text: plain } = edited(text);
  const chosen = completions(file, offset).find((each) => each.label === label);
  if (!chosen) {
    throw new Error(`"${label}" is not offered.`);
  }
  return plain.slice(0, chosen.range.start) + chosen.text + plain.slice(chosen.range.end);
}

/** The text that hovering at `$0` shows; empty for none. */
export function hovered(text: string): string {
  const { file, offset } = edited(text);
  return hover(file, offset)?.markdown ?? '';
}

export function expectHover(text: string, ...parts: readonly string[]): void {
  const shown = hovered(text);
  for (const part of parts) {
    expect(shown).toContain(part);
  }
}

/** Going to the definition at `$0` leads to the marked places. */
export function expectDefinition(text: string): void {
  const { file, offset, marked } = edited(text);
  expect(ranges(definition(file, offset))).toEqual(marked);
}

/** The name at `$0` stands, declared and used, in the marked places and no others. */
export function expectReferences(text: string): void {
  const { file, offset, marked } = edited(text);
  expect(ranges(references(file, offset, true))).toEqual(marked);
}

/** The text after the name at `$0` was changed, or the reason why it cannot be. */
export function renamed(text: string, newName: string): string {
  const { file, offset, text: plain } = edited(text);
  const renaming = rename(file, offset, newName);
  return 'refusal' in renaming
    ? renaming.refusal
    : applied(
        plain,
        renaming.edits.map(({ at, text: replacement }) => ({ ...at, text: replacement })),
      );
}

/** The text after the quick fix with this title was chosen at `$0`. */
export function fixed(text: string, title: string): string {
  const { file, offset, text: plain } = edited(text);
  const actions = codeActions(file, { start: offset, end: offset });
  const chosen = actions.find((action) => action.title === title);
  if (!chosen) {
    throw new Error(`"${title}" is not offered, but: ${actions.map((action) => action.title).join(', ')}`);
  }
  return applied(
    plain,
    chosen.edits.map(({ at, text: replacement }) => ({ ...at, text: replacement })),
  );
}

function applied(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

function ranges(origins: readonly Origin[]): readonly { readonly start: number; readonly end: number }[] {
  return origins.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
}
