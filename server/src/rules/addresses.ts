/** Where people find the reference: the pages that `npm run generate` writes, as the repository shows them. */
export const REPOSITORY = 'https://github.com/tcsim/tcsim';

/** Rules have a page each; what is wrong with the language explains itself. */
export const hasPage = (code: string): boolean => !code.startsWith('TCS0');

/** Of a code that has a page. */
export const pageOf = (code: string): string => `${REPOSITORY}/blob/main/docs/rules/${code}.md`;
