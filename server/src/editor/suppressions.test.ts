import { describe, expect, it } from 'vitest';
import { RULES } from '../rules/index.ts';
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
