/** Edits of `l1reconnect` and `l2reconnect`, which stand in a block or in tc-properties. */
import type { Cluster, Model } from '../../model/model.ts';
import { isInConfiguration } from './configurationEdits.ts';
import { changeText, type Edit, setSetting } from './edits.ts';

/** Changes a setting where it is written; undefined where it has its default, because that is never the mistake. */
export function setReconnect(
  model: Model,
  cluster: Cluster,
  setting: 'l1reconnect.enabled' | 'l1reconnect.timeout' | 'l2reconnect.timeout',
  value: string,
): Edit {
  const written = cluster.at.settings[setting];
  if (written !== undefined && isInConfiguration(model, written)) return setSetting(model, cluster.at, setting, value);
  return written === undefined ? undefined : changeText(model, written, /\S+$/, value);
}
