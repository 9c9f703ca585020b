/**
 * `Object.groupBy` (Chevrotain 13 calls it) and `Map.groupBy` (every room does) are missing in Node 20, which the oldest
 * supported editor has inside. Imported before Chevrotain, for its effect only.
 */
function define(target: object, value: unknown): void {
  if (!('groupBy' in target)) Object.defineProperty(target, 'groupBy', { configurable: true, writable: true, value });
}

define(Map, <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
});

define(Object, <T>(items: Iterable<T>, keyOf: (item: T, index: number) => PropertyKey): Record<PropertyKey, T[]> => {
  const groups: Record<PropertyKey, T[]> = Object.create(null);
  for (const [key, group] of Map.groupBy(items, keyOf)) groups[key] = group;
  return groups;
});
