/** set, attach, detach: what an operator does with the configuration tool of a running cluster, or in the Administrator of a node. */
import { beginFault, formatMicros, type Performer } from './stage.ts';

export const set: Performer<'set'> = (stage, action, origin) => {
  const { cluster, setting, valueMicros } = action;
  const servers = [...stage.nodes.values()].filter(({ kind }) => kind === 'server').map(({ name }) => name);
  beginFault(stage, `set ${setting} of ${cluster} to ${formatMicros(valueMicros)}`, servers, origin);
  stage.configure(action);
};

export const attach: Performer<'attach'> = (stage, action, origin) => {
  beginFault(stage, `attach ${action.nodes.join(', ')}`, action.nodes, origin);
  stage.configure(action);
};

export const detach: Performer<'detach'> = (stage, action, origin) => {
  beginFault(stage, `detach ${action.nodes.join(', ')}`, action.nodes, origin);
  stage.configure(action);
};

export const setCache: Performer<'set-cache'> = (stage, action, origin) => {
  const { nodes, cache, parameter, value } = action;
  beginFault(stage, `set ${parameter} of ${cache} to ${value} on ${nodes.join(', ')}`, nodes, origin);
  stage.administer(action);
};
