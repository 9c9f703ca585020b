/**
 * What a server has room for. Without as much as the active has it could fail at any time later, so it is not taken in.
 * Source: Terracotta 4.3.1, ReplicatedObjectManagerImpl (checkForSufficientResources), L2DSOConfigObject.
 */
import type { Server } from '../../model/model.ts';

export interface Resources {
  readonly dataStorageBytes: number;
  readonly offheapBytes: number;
}

/** The size that a server has whose configuration gives none. */
const DEFAULT_DATA_STORAGE_BYTES = 2 * 1024 ** 3;

export function resourcesOf({ dataStorageBytes = DEFAULT_DATA_STORAGE_BYTES, offheapBytes }: Server): Resources {
  return { dataStorageBytes, offheapBytes: offheapBytes ?? dataStorageBytes };
}

/** Why a server cannot follow an active; undefined when it can. */
export function lackOf(name: string, own: Resources, required: Resources): string | undefined {
  const text = (what: string, needed: number, got: number): string | undefined =>
    needed > got
      ? `Node ${name} does not have enough ${what} space to join the cluster. Required ${needed} got ${got}`
      : undefined;
  return (
    text('dataStorage', required.dataStorageBytes, own.dataStorageBytes) ??
    text('offheap', required.offheapBytes, own.offheapBytes)
  );
}
