/** Fixes in a dynamic configuration end their findings, and change nothing but their line. */
import { expect, test } from 'vitest';
import { analyseConfiguration } from '../../configuration.ts';

/** The text after the first fix of each finding of a rule. */
function fixed(code: string, text: string): string {
  const { diagnostics } = analyseConfiguration(text, 'cluster.properties');
  const [edit] = diagnostics.find((each) => each.code === code)?.fixes[0]?.edits ?? [];
  if (edit === undefined) throw new Error(`no fix for ${code}: ${diagnostics.map((each) => each.code).join(', ')}`);
  const after = text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end);
  const left = analyseConfiguration(after, 'cluster.properties').diagnostics.filter((each) => each.code === code);
  expect(left).toEqual([]);
  return after;
}

const NODES = 'stripe.1.node.1.hostname=h1\nstripe.1.node.2.hostname=h2\n';

test('a value is changed where it stands', () => {
  const text = (window: string): string =>
    `# all\nclient-reconnect-window = ${window}\ncluster-name=c\nfailover-priority=availability\n${NODES}`;
  expect(fixed('TCS305', text('0s'))).toBe(text('120s'));
});

test('a setting that is missing stands below the others of the cluster', () => {
  expect(fixed('TCS318', `cluster-name=c\r\n${NODES}`)).toBe(
    `cluster-name=c\r\nfailover-priority=availability\r\n${NODES}`,
  );
});

test('a file without settings of the cluster begins with it', () => {
  expect(fixed('TCS318', `# nodes\n${NODES}`)).toBe(`# nodes\nfailover-priority=availability\n${NODES}`);
});
