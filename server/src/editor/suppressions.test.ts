import { describe, expect, it } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { RULES } from '../rules/index.ts';
import type { Completion } from './completion.ts';
import { configurationHover } from './configurationHover.ts';
import { configurationCompletions } from './suppressions.ts';
import { completed, expectCompletion, expectHover, hovered, offered } from './testing/editor.ts';

const PAIR = 'cluster orders { server tsa-1, tsa-2 }';

describe('in a comment', () => {
  it('the words that suppress are offered once one is begun', () => {
    expect(offered('// tc$0')).toEqual(['tcsim-disable-next-line', 'tcsim-disable-line', 'tcsim-disable']);
    expect(completed('// tcsim-d$0', 'tcsim-disable-line')).toBe(`// tcsim-disable-line \${1:TCS317} -- \${2:reason}`);
  });

  it('every rule is offered behind them, those of the file first', () => {
    const labels = offered(`// tcsim-disable-next-line $0\n${PAIR}`);
    expect(labels).toHaveLength(RULES.length);
    expect(labels[0]).toBe('TCS317');
    expect(completed(`// tcsim-disable TCS101, 31$0\n${PAIR}`, 'TCS317')).toBe(
      `// tcsim-disable TCS101, TCS317\n${PAIR}`,
    );
  });

  it.each(['// $0', '// The array. t$0', '// tcsim-disable TCS317 -- a$0', '/// t$0', '// tcsim-disable-nextline $0'])(
    'nothing is offered: %s',
    (text) => expectCompletion(text, { lacks: [...offered('// tc$0'), 'TCS317'] }),
  );

  it('a rule says what it is about', () => {
    expectHover(
      '// tcsim-disable TCS101, TC$0S317 -- one rack',
      '**TCS317** (`availability-two-servers`)',
      'TCS317.md',
    );
    expect(hovered('// tcsim-disable TCS317 -- one $0rack')).toBe('');
    expect(hovered('// See TC$0S317.')).toBe('');
  });
});

describe('in a comment of a configuration file', () => {
  const XML_PAIR = '<tc-config><servers><server name="a"/><server name="b"/></servers></tc-config>';
  const PROPERTIES = 'failover-priority=availability\nstripe.1.node.1.hostname=h1\nstripe.1.node.2.hostname=h2\n';
  const at = (marked: string): { readonly text: string; readonly offset: number } => ({
    text: marked.replace('$0', ''),
    offset: marked.indexOf('$0'),
  });
  const inFile = (marked: string): readonly Completion[] => {
    const { text, offset } = at(marked);
    return configurationCompletions({ analysis: analyseConfiguration(text, 'it') }, offset);
  };
  const chosen = (marked: string, label: string): string => {
    const { text } = at(marked);
    const found = inFile(marked).find((each) => each.label === label);
    return found === undefined ? '' : text.slice(0, found.range.start) + found.text + text.slice(found.range.end);
  };

  it('the words are offered, with the sign before a reason that may stand there', () => {
    expect(chosen(`<!-- tc$0 -->\n${XML_PAIR}`, 'tcsim-disable-line')).toBe(
      `<!-- tcsim-disable-line \${1:TCS317}: \${2:reason} -->\n${XML_PAIR}`,
    );
    expect(chosen(`${PROPERTIES}  # t$0\n`, 'tcsim-disable')).toBe(
      `${PROPERTIES}  # tcsim-disable \${1:TCS317} -- \${2:reason}\n`,
    );
  });

  it('every rule is offered behind them, those of the file first', () => {
    for (const [text, first] of [
      [`<!-- tcsim-disable-next-line TCS101, $0 -->\n${XML_PAIR}`, 'TCS317'],
      [`<!--\n  tcsim-disable $0\n-->${XML_PAIR}`, 'TCS317'],
      [`! tcsim-disable $0\n${PROPERTIES}`, 'TCS317'],
      [`${PROPERTIES.replaceAll('\n', '\r')}# tcsim-disable-line TCS3$0`, 'TCS317'],
    ] as const) {
      const labels = inFile(text).map(({ label }) => label);
      expect(labels).toHaveLength(RULES.length);
      expect(labels[0]).toBe(first);
    }
  });

  it.each([
    `<!-- x -->$0${XML_PAIR}`,
    `<!-- tcsim-disable TCS317: t$0 -->${XML_PAIR}`,
    XML_PAIR.replace('"a"', '"tcsim-disable $0"'),
    `${PROPERTIES}a=# tcsim-disable $0`,
    `$0${XML_PAIR}`,
  ])('nothing is offered: %s', (text) => expect(inFile(text)).toEqual([]));

  it('a rule says what it is about', () => {
    const { text, offset } = at(`<!-- tcsim-disable TCS$0317: one rack -->\n${XML_PAIR}`);
    const hovered = configurationHover({ analysis: analyseConfiguration(text, 'it') }, offset);
    expect(hovered?.markdown).toContain('availability-two-servers');
  });
});
