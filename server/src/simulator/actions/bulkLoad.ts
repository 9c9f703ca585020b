/** A client loads its cache in bulk-load mode. */
import { inApplication, type Performer } from './stage.ts';

export const bulkLoad: Performer<'bulk-load'> = (stage, { clients, cache, durationMicros }, origin) => {
  const { world } = stage;
  const source = world.recorder.source(origin);
  for (const client of clients) {
    world.kernel.currentCause = -1;
    const set = (coherent: boolean, then: () => void): void => {
      stage.call({
        client,
        cache,
        operation: 'setNodeCoherent',
        key: 0,
        keyCount: 1,
        source,
        coherent,
        done: (outcome) => {
          if (outcome === 'ok') then();
        },
      });
    };
    const process = stage.nodes.get(client)?.process;
    inApplication(stage, client, () => {
      set(false, () => {
        world.after(process, durationMicros, () => set(true, () => {}));
      });
    });
  }
};
