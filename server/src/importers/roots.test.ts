import { expect, test } from 'vitest';
import { isConfiguration, LONGEST_PROLOG } from './roots.ts';

test.each([
  '<tc-config/>',
  '<tc:tc-config xmlns:tc="http://www.terracotta.org/config">',
  '\ufeff<?xml version="1.0"?>\r\n<!-- <project> -->\n<ehcache>',
  '<!DOCTYPE ehcache [<!ENTITY a "b>">]>\n<ehcache name="x">',
  `<!--${' '.repeat(60_000)}--><tc-config>`,
  '<tc-config ', // as it is being typed
  '# two nodes\nfailover-priority=availability\nstripe.1.node.1.name=tsa-1\n',
  'stripe-names=one\none:node-names=a,b\n',
  '# exported\nstripe:one:node-names=a,b\n',
])('is a configuration: %s', (text) => {
  expect(isConfiguration(text)).toBe(true);
});

test.each([
  '',
  'tc-config',
  'user.name=somebody\nstripe=1\n',
  '<project><tc-config/></project>',
  '<tc-config-other/>',
  '<!-- <tc-config> -->',
  '<config xmlns="http://example.com/other"/>',
  '<eh:ehcache xmlns:eh="http://www.ehcache.org/v3"/>',
  `<!--${' '.repeat(LONGEST_PROLOG)}--><tc-config>`,
])('is none: %s', (text) => {
  expect(isConfiguration(text)).toBe(false);
});

test.each([
  '<!--'.repeat(2_000_000),
  '<!DOCTYPE '.repeat(1_000_000),
  '<!DOCTYPE a ['.repeat(500_000),
  ' '.repeat(9_000_000),
])('a hostile beginning is none either, and an expression that tries everything would not end: %#', (text) => {
  expect(isConfiguration(text)).toBe(false);
});
