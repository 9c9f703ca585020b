/** `tcsim check --fix`: makes the safe fixes in the files themselves. */
import { readFileSync } from 'node:fs';
import { type FixedText, fixAll } from '../editor/fixAll.ts';
import { type AnalysedFile, analysed, analysis } from './analysed.ts';
import type { RuleFiles } from './ruleFiles.ts';
import { fileErrorText, type Source, writeFileWhole } from './sources.ts';
import { complain } from './terminal.ts';

export interface FixedFile {
  readonly file: AnalysedFile;
  /** How many problems were repaired. */
  readonly count: number;
}

/** The file as it is afterwards. One that cannot be written is left as it is, after a complaint. */
export function fixFile(source: Source, rules: RuleFiles): FixedFile {
  const { name, text } = source;
  const file = analysed(source, rules);
  if (file.analysis === undefined || text === undefined) return { file, count: 0 };
  const fixed = fixAll(file.analysis, (next) => analysis(name, next, rules));
  if (fixed.count === 0 || !write(name, text, fixed)) return { file, count: 0 };
  return { file: analysed({ ...source, text: fixed.text }, rules), count: fixed.count };
}

function write(name: string, before: string, { text }: FixedText): boolean {
  try {
    // What was decoded from another encoding is not written back in UTF-8.
    if (!Buffer.from(before).equals(readFileSync(name))) {
      complain(`tcsim check: ${name} is not in UTF-8 and was left as it is.`);
      return false;
    }
    writeFileWhole(name, text);
    return true;
  } catch (error) {
    complain(`tcsim check: ${name}: ${fileErrorText(error)}`);
    return false;
  }
}
