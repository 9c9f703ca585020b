/** A call into a cache, once. Repeated calls are loops: `workload.ts`. */
import { inApplication, type Performer } from './stage.ts';

export const operate: Performer<'operate'> = (
  stage,
  { clients, cache, operation, key, keyCount, spanMicros = 0 },
  origin,
) => {
  const source = stage.world.recorder.source(origin);
  for (const client of clients) {
    const request = {
      client,
      cache,
      operation,
      key: keyNumber(key, 0, keyCount),
      keyCount: key === undefined ? keyCount : 1,
      spanMicros,
      source,
      done: () => {},
    };
    inApplication(stage, client, () => stage.call(request));
  }
};

/** Keys are numbers inside: a written key has its own, beyond those that are counted through. */
export function keyNumber(key: string | undefined, turn: number, keyCount: number): number {
  if (key === undefined) return turn % keyCount;
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) % 1_000_000;
  return 1_000_000 + hash;
}
