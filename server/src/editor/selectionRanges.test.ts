import { expect, it } from 'vitest';
import { parse } from '../language/index.ts';
import { selectionRanges } from './selectionRanges.ts';

it('grows from the word over the statement and its block to the whole text', () => {
  const text = 'cluster a { stripe { server tsa-1, tsa-2 } }\n';
  const ranges = selectionRanges(parse(text), text.indexOf('tsa-2') + 2);
  expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual([
    'tsa-2',
    'server tsa-1, tsa-2',
    ' server tsa-1, tsa-2 ',
    '{ server tsa-1, tsa-2 }',
    'stripe { server tsa-1, tsa-2 }',
    ' stripe { server tsa-1, tsa-2 } ',
    '{ stripe { server tsa-1, tsa-2 } }',
    'cluster a { stripe { server tsa-1, tsa-2 } }',
    text,
  ]);
});

it('is the whole text where nothing stands', () => {
  expect(selectionRanges(parse('\n\n'), 1)).toEqual([{ start: 0, end: 2 }]);
});
