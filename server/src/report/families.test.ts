import { expect, it } from 'vitest';
import type { Scenario } from '../model/model.ts';
import { CLIENT_STATE, EVENT, Recorder } from '../trace/recorder.ts';
import { traceLines } from '../trace/text.ts';
import { withFamiliesFolded } from './families.ts';

it('says once what the members of a family do at the same instant', () => {
  const record = new Recorder({ scenario: { name: 'x', durationMicros: 10 } as Scenario, engine: 'test' });
  const lanes = ['shop-1', 'shop-2', 'shop-10', 'batch'].map((name) =>
    record.addLane({ kind: 'client', name, parent: -1, source: -1, group: name.replace(/-\d+$/, '') }),
  );
  for (const lane of lanes) {
    const lost = record.event(5, EVENT['connection-lost'], lane, -1, -1, 0, 0, record.intern('tsa-1'));
    record.event(5, EVENT.state, lane, lost, -1, CLIENT_STATE.offline);
  }
  record.event(6, EVENT.clusterOnline, 0, -1);
  const trace = record.finish({ sent: 0, delivered: 0, dropped: 0, inFlight: 0 }, 0);
  const lines = withFamiliesFolded(trace, traceLines(trace));
  expect(lines.map(({ lane, text, cause }) => `${lane}: ${text}${cause}`)).toEqual([
    'shop ×3: lost the connection to tsa-1',
    'shop ×3: is offline  ← shop connection-lost',
    'batch: lost the connection to tsa-1',
    'batch: is offline  ← batch connection-lost',
    'shop-1: clusterOnline',
  ]);
});
