/** Edits of a cache's nonstop settings, which may be missing, a bare setting, or a block. */
import type { Cache, Model } from '../../model/model.ts';
import { addNonstopInConfiguration, isInConfiguration } from './configurationEdits.ts';
import { addToBlock, changeSetting, type Edit, setSetting } from './edits.ts';

/** With other transactions nonstop does not work (TCS120). */
export const canBeNonstop = ({ checked }: Cache): boolean =>
  checked?.transactionalMode !== 'local' && checked?.transactionalMode !== 'xa';

/** Switches nonstop on; its settings keep their values or get their defaults. */
export function enableNonstop(model: Model, cache: Cache): Edit {
  const nonstop = cache.nonstop.at;
  if (isInConfiguration(model, (nonstop ?? cache.at).self)) {
    return nonstop === undefined
      ? addNonstopInConfiguration(model, cache.at)
      : setSetting(model, nonstop, 'enabled', 'true');
  }
  if (nonstop === undefined) return addToBlock(model, cache.at, 'nonstop true');
  const { enabled } = nonstop.settings;
  if (enabled !== undefined) return changeSetting(model, enabled, 'enabled true');
  return changeSetting(model, nonstop.name, 'nonstop true');
}

/** Says of a cache that says nothing about it that it is not nonstop. */
export function disableNonstop(model: Model, cache: Cache): Edit {
  return isInConfiguration(model, cache.at.self)
    ? addNonstopInConfiguration(model, cache.at, { name: 'enabled', value: 'false' })
    : addToBlock(model, cache.at, 'nonstop false');
}

/** Sets one of the settings inside the nonstop block. */
export function setNonstop(model: Model, cache: Cache, name: string, value: string): Edit {
  const nonstop = cache.nonstop.at;
  if (nonstop === undefined) {
    return isInConfiguration(model, cache.at.self)
      ? addNonstopInConfiguration(model, cache.at, { name, value })
      : addToBlock(model, cache.at, `nonstop { ${name} ${value} }`);
  }
  if (nonstop.block === undefined) return changeSetting(model, nonstop.name, `nonstop { ${name} ${value} }`);
  return setSetting(model, nonstop, name, value);
}
