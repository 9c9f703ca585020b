import { expect, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { configurationHover } from './configurationHover.ts';

/** What hovering at `|` shows, and over which text. */
function hovered(marked: string): { readonly over: string; readonly text: string } | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const hover = configurationHover({ analysis: analyseConfiguration(text, 'file.xml') }, offset);
  return hover && { over: text.slice(hover.range.start, hover.range.end), text: hover.markdown };
}

const servers = (inner: string) =>
  `<tc-config><servers><server name="a"/><server name="b"/>${inner}</servers></tc-config>`;

test('a setting: its meaning, default and source', () => {
  const { over, text } = hovered(servers('<client-reconnect-w|indow>45</client-reconnect-window>')) ?? {};
  expect(over).toBe('<client-reconnect-window>45');
  expect(text).toContain('client-reconnect-window');
  expect(text).toContain('**Default**: `120s`');
  expect(text).toMatch(/\*\*Source\*\*/);
});

test('a property of a health check, with what its edge adds up to', () => {
  const config =
    '<tc-config><tc-properties><property name="l2.healthcheck.l1.ping.idletime" va|lue="2000"/></tc-properties></tc-config>';
  const { over, text } = hovered(config) ?? {};
  expect(over).toBe('<property name="l2.healthcheck.l1.ping.idletime" value="2000');
  expect(text).toContain('`l2.healthcheck.l1.ping.idletime` in tc.properties');
  expect(text).toContain('is declared dead after');
});

test('a property that only clients obey', () => {
  const config =
    '<tc-config><tc-properties><property name="l1.socket.connect.timeout" value="20|00"/></tc-properties></tc-config>';
  expect(hovered(config)?.text).toContain('socket-connect-timeout');
});

test('an attribute of a cache, and the cache itself', () => {
  const cache = (marked: string) => `<ehcache><cache name="k">${marked}</cache></ehcache>`;
  expect(hovered(cache('<terracotta consis|tency="strong"/>'))?.text).toContain('eventual');
  expect(hovered(cache('<terracotta><nons|top timeoutMillis="5"/></terracotta>'))?.over).toBe('nonstop');
  expect(hovered('<ehcache><ca|che name="k"/></ehcache>')?.text).toContain('cache <names>');
});

test('nothing over what has no effect, between the tags, and in a text that is none', () => {
  expect(hovered('<tc-config><servers> | </servers></tc-config>')).toBeUndefined();
  expect(hovered(servers('<update-che|ck/>'))).toBeUndefined();
  expect(hovered('te|xt')).toBeUndefined();
});
