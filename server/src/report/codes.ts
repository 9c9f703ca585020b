/** What the codes of the language itself stand for, in a few words each; rules speak for themselves. */
export const LANGUAGE_CODES: readonly (readonly [code: string, name: string, title: string])[] = [
  ['TCS000', 'defect-of-tcsim', 'tcsim itself failed'],
  ['TCS001', 'syntax', 'The text cannot be read'],
  ['TCS002', 'unknown-name', 'Nothing has this name'],
  ['TCS003', 'unknown-setting', 'There is no such setting or statement'],
  ['TCS004', 'wrong-type', 'A value has the wrong unit or type'],
  ['TCS005', 'out-of-range', 'A value is outside its range'],
  ['TCS006', 'duplicate', 'Something stands twice'],
  ['TCS007', 'import', 'A file cannot be imported'],
  ['TCS008', 'contradiction', 'Faults contradict each other'],
  ['TCS009', 'not-in-this-product', 'The product line does not have this'],
  ['TCS010', 'too-large', 'Something is too large'],
  ['TCS011', 'missing', 'Something required is missing'],
  ['TCS020', 'idle-suppression', 'A suppression suppresses nothing'],
  ['TCS021', 'wrong-suppression', 'A suppression is not understood or gives no reason'],
  ['TCS022', 'wrong-configuration', 'A mistake in tcsim.json'],
];
