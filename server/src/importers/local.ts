/** Clients that no array can do anything to: most of the files named ehcache.xml belong to one. */
import type { Statement } from '../language/syntax.ts';
import type { Imported } from './index.ts';

type Parts = Pick<Imported, 'url' | 'kind'> & { readonly statements: readonly Statement[] };

/** Whether a file names no array, and none of its caches is clustered. */
export function isLocal({ statements, url, kind }: Parts): boolean {
  return kind === 'client' && url === undefined && statements.every(isLocalClient);
}

/** Only an Ehcache 2 that has the element for it names an array otherwise than by its url. */
function isLocalClient({ words, block }: Statement): boolean {
  const settings = block?.statements ?? [];
  return words[0]?.text === 'client' && settings.every(isLocalSetting);
}

function isLocalSetting({ words, block }: Statement): boolean {
  switch (words[0]?.text) {
    case 'cache':
    case 'default-cache':
      return block?.statements.some((setting) => says(setting, 'clustered', 'false')) === true;
    case 'cluster':
    case 'rejoin':
    case 'url':
      return false;
    default:
      return true;
  }
}

const says = ({ words }: Statement, keyword: string, value: string): boolean =>
  words[0]?.text === keyword && words[1]?.text === value;
