import { afterEach, expect, test, vi } from 'vitest';

const native = Object.getOwnPropertyDescriptor(Object, 'groupBy');

afterEach(() => {
  if (native) Object.defineProperty(Object, 'groupBy', native);
});

test('a host without Object.groupBy gets one, and the grammar can be checked with it', async () => {
  Reflect.deleteProperty(Object, 'groupBy');
  vi.resetModules();
  const { Grammar } = await import('./grammar.ts');
  expect(() => new Grammar(false)).not.toThrow();

  const groupBy: unknown = Reflect.get(Object, 'groupBy');
  expect(groupBy).not.toBe(native?.value);
  expect(Reflect.apply(groupBy as () => unknown, Object, [[1, 2, 3], (n: number) => (n % 2 ? 'odd' : 'even')])).toEqual(
    Object.assign(Object.create(null), { odd: [1, 3], even: [2] }),
  );
});
