/** Twenty clients of one family that do the same at the same instant are one line. */
import { laneName } from '../trace/sentence.ts';
import type { TraceLine } from '../trace/text.ts';
import type { Trace } from '../trace/trace.ts';

/** The lines, with those of a family that differ in nothing but the member made one, where the first of them stands. */
export function withFamiliesFolded(trace: Trace, lines: readonly TraceLine[]): TraceLine[] {
  const groups = new Map<string, TraceLine[]>();
  for (const line of lines) {
    const key = keyOf(trace, line);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [line]);
    } else {
      group.push(line);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const members = new Set(group.map(({ lane }) => lane));
    if (first === undefined || members.size < 2 || members.size < group.length) {
      return group;
    }
    const { family, member, label } = familyOf(trace, first.laneIndex);
    const general = (text: string) => replaceName(text, member, family);
    return [{ ...first, lane: `${label} ×${members.size}`, text: general(first.text), cause: general(first.cause) }];
  });
}

/** Lines of equal keys say the same of different members. */
function keyOf(trace: Trace, { timeMicros, lane, laneIndex, text, cause }: TraceLine): string {
  const { member, label } = familyOf(trace, laneIndex);
  const own = [timeMicros, text, cause].map((part) => replaceName(String(part), member, '*')).join('\n');
  return lane === '' ? `${lane}\n${own}` : `${label}\n${own}`;
}

/** `label` is `shop` for the client shop-3, `shop.sessions` for its cache; other lanes are families of their own. */
export function familyOf(trace: Trace, laneIndex: number): { family: string; member: string; label: string } {
  const lane = trace.lanes[laneIndex];
  const owner = lane?.kind === 'cache' ? trace.lanes[lane.parent] : lane;
  const name = laneName(trace, laneIndex);
  if (owner?.kind !== 'client') {
    return { family: name, member: name, label: name };
  }
  return { family: owner.group, member: owner.name, label: owner.group + name.slice(owner.name.length) };
}

/** Whole names only: shop-1 is not a part of shop-10. */
function replaceName(text: string, from: string, to: string): string {
  return from === to
    ? text
    : text
        .split(/([\s,.:;()]+)/)
        .map((word) => (word === from ? to : word))
        .join('');
}
