import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inScenario } from '../test/meaning.ts';
import { buildProgram } from './index.ts';

describe('any text', () => {
  test('an empty file says what to do', () => {
    for (const text of ['', '\n\n', '// only a comment\n']) {
      const [only, another] = buildProgram('empty.tcsim', text).diagnostics;
      expect(another).toBeUndefined();
      expect(only).toMatchObject({ code: 'TCS011', severity: 'info' });
      const example = only?.fixes[0]?.edits[0]?.text ?? '';
      expect(buildProgram('example.tcsim', example).diagnostics).toEqual([]);
    }
  });

  test('broken texts are never silent and never throw', () => {
    const words = [
      ...inScenario('  at 30s crash tsa-1\n  expect shop resumes within 60s after 30s').split(/(\s+)/),
      ...['{', '}', '"', 'for', '[', ']', ',', '..', '|', 'with', 'every', 'client', '30s', '5', 'x', 'let', '=', '//'],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
        const text = parts.join(' ');
        const { diagnostics, model } = buildProgram('any.tcsim', text);
        expect(
          diagnostics.length > 0 || model.clusters.length > 0 || model.clients.length > 0 || /let|network/.test(text),
        ).toBe(true);
        for (const { at } of diagnostics)
          expect(0 <= at.start && at.start <= at.end && at.end <= text.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('what is more than can be read is counted, with its severity', () => {
  const statements = Array.from({ length: 1_500 }, (_, i) => `nonsense-${i}`).join('\n');
  const { diagnostics } = buildProgram('many.tcsim', statements);
  expect(diagnostics).toHaveLength(1_001);
  expect(diagnostics.at(-1)).toMatchObject({ severity: 'error', message: 'And 500 more problems from here on.' });
});

describe('fixes', () => {
  test.each([
    ['cluster orders { server tsa-1  client-reconect-window 60s }', 'client-reconnect-window 60s'],
    ['cluster orders { server tsa-1  election-time 5 }', 'election-time 5s'],
    ['cluster orders { server tsa-1  restartable yes }', 'restartable true'],
    ['cluster orders { server tsa-1  election-time 5m }', 'election-time 5min'],
    ['cluster orders { product terracota 4.3  server tsa-1 }', 'product terracotta 4.3'],
    ['cluster orders { product terracotta 9.9  server tsa-1 }', 'product terracotta 4.3'],
    ['cluster orders { server a  health-check l2-l1 { ping-probes 3s } }', 'ping-probes 3 }'],
    ['cluster orders { server a  health-check l1l2 { ping-probes 3 } }', 'health-check l1-l2 {'],
    ['cluster orders { server a b }', 'server a, b }'],
    ['cluster my.orders { server a }', 'cluster my-orders {'],
    [inScenario('  at 10s crsh tsa-1'), 'crash tsa-1'],
    [inScenario('  at 10s pause shop 5s'), 'pause shop for 5s'],
    [inScenario('  at 10s crash tsa1'), 'crash tsa-1'],
    [inScenario('  at 10s crash tsa-1 tsa-2'), 'crash tsa-1, tsa-2'],
    [inScenario('  at 10s crash tsa-1 now'), 'crash tsa-1\n'],
    [inScenario('  when tsa-2 becomes active crash web'), 'active : crash web'],
    [inScenario('  at 10s crash tsa-1\n  expect web rejoin within 5s afer 10s'), 'after 10s'],
    [inScenario('  every 1s shop gett sessions'), 'shop get sessions'],
  ])('%s', (text, part) => {
    const isMistake = ({ severity }: { severity: string }): boolean => severity === 'error';
    const [mistake] = buildProgram('test.tcsim', text).diagnostics.filter(isMistake);
    const edits = mistake?.fixes[0]?.edits ?? [];
    let fixed = text;
    for (const { at, text: replacement } of edits) fixed = fixed.slice(0, at.start) + replacement + fixed.slice(at.end);
    expect(fixed).toContain(part);
    expect(buildProgram('test.tcsim', fixed).diagnostics.filter(isMistake)).toEqual([]);
  });
});
