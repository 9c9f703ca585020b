/** Fixes in a dynamic configuration end their findings, and change nothing but their line. */
import { expect, test } from 'vitest';
import { analyseConfiguration } from '../../configuration.ts';
import { setTcProperty } from './propertyEdits.ts';

/** The text after the first fix of each finding of a rule. */
function fixed(code: string, text: string): string {
  const { diagnostics } = analyseConfiguration(text, 'cluster.properties');
  const edits = diagnostics.find((each) => each.code === code)?.fixes[0]?.edits;
  if (edits === undefined) throw new Error(`no fix for ${code}: ${diagnostics.map((each) => each.code).join(', ')}`);
  const backwards = [...edits].sort((a, b) => b.at.start - a.at.start);
  const after = backwards.reduce((now, { at, text: put }) => now.slice(0, at.start) + put + now.slice(at.end), text);
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

const AVAILABILITY = 'failover-priority=availability\n';

test('an entry of tc-properties is changed wherever it stands, and keeps its escapes', () => {
  const one = (millis: string): string =>
    `${AVAILABILITY}${NODES}stripe.1.node.1.tc-properties=a\\:1,l2.healthcheck.l2.ping.idletime\\:${millis},b\\:2\n`;
  expect(fixed('TCS209', one('0'))).toBe(one('5000'));
  const each = (millis: string): string =>
    `${AVAILABILITY}${NODES}${[1, 2].map((i) => `stripe.1.node.${i}.tc-properties.l2.healthcheck.l2.ping.idletime=${millis}\n`).join('')}`;
  expect(fixed('TCS209', each('0'))).toBe(each('5000'));
});

test('in a .cfg as well', () => {
  const text = (millis: string): string =>
    `stripe-names=s\ns:node-names=a,b\nfailover-priority=availability\ntc-properties=x:1,\\\n# idle\n  l2.healthcheck.l2.ping.idletime:${millis}\na:hostname=h1\nb:hostname=h2\n`;
  expect(fixed('TCS209', text('0'))).toBe(text('5000'));
});

test('a name is a value', () => {
  const text = (second: string): string =>
    `${AVAILABILITY}${NODES}stripe.1.node.1.name=tsa\nstripe.1.node.2.name=${second}\n`;
  expect(fixed('TCS313', text('tsa'))).toBe(text('tsa-2'));
});

test('what is missing is added to every node, and in a .cfg to the cluster', () => {
  const added = (text: string): string => {
    const { model } = analyseConfiguration(text, 'cluster.properties');
    const edits = setTcProperty(model, 0, 'l2.election.timeout', '5') ?? [];
    return [...edits]
      .reverse()
      .reduce((now, { at, text: put }) => now.slice(0, at.start) + put + now.slice(at.end), text);
  };
  expect(added(`${AVAILABILITY}${NODES}`)).toBe(
    `${AVAILABILITY}stripe.1.node.1.hostname=h1\nstripe.1.node.1.tc-properties.l2.election.timeout=5\nstripe.1.node.2.hostname=h2\nstripe.1.node.2.tc-properties.l2.election.timeout=5\n`,
  );
  expect(added('stripe-names=s\ns:node-names=a\nfailover-priority=availability\na:port=1\n')).toBe(
    'stripe-names=s\ns:node-names=a\nfailover-priority=availability\ntc-properties.l2.election.timeout=5\na:port=1\n',
  );
});
