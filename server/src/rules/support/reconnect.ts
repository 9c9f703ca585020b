/** Edits of `l1reconnect` and `l2reconnect`, which stand in a block or in tc-properties. */
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Cluster, Model } from '../../model/model.ts';
import { changeText } from './edits.ts';

/** Changes a setting where it is written; undefined where it has its default, because that is never the mistake. */
export function setReconnect(
  model: Model,
  cluster: Cluster,
  setting: 'l1reconnect.enabled' | 'l1reconnect.timeout' | 'l2reconnect.timeout',
  value: string,
): TextEdit | undefined {
  const written = cluster.at.settings[setting];
  return written === undefined ? undefined : changeText(model, written, /\S+$/, value);
}
