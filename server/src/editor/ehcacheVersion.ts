/** Ehcache 2 versions: which settings and values a declared product has. */

/** True unless the thing came with a later Ehcache than that of the product. Versions as `2.6`, `2.10`. */
export function isWithin(ehcache: string | undefined, { sinceEhcache }: { readonly sinceEhcache?: string }): boolean {
  return ehcache === undefined || sinceEhcache === undefined || minor(sinceEhcache) <= minor(ehcache);
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
