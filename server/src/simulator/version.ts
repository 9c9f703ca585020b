/** The version of the engine: part of every trace, raised whenever a run may come out differently. */
export const ENGINE_VERSION = '0.1.0';
