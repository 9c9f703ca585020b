import { describe, expect, it } from 'vitest';
import { expectCompletion, offered } from './testing/editor.ts';

const scenario = (line: string) => `cluster orders { server tsa-1, tsa-2 }
integration-server is1, is2 {
  cache prices { timeout 2s }
}
scenario "s" {
  duration 5min
  session alice on is1, is2
  at 1s is1 invoke stateful "add" session alice
  ${line}
}
`;

describe('Integration Server nodes', () => {
  it('complete their settings and those of their caches', () => {
    expectCompletion('integration-server is1 { $0 }', {
      has: ['session-storage', 'cluster-name', 'action-on-startup-error', 'cache'],
      lacks: ['jvm', 'callback-port'],
    });
    expectCompletion('integration-server is1 { cache prices { $0 } }', {
      has: ['timeout', 'immediate-timeout-when-disconnected', 'timeout-behavior'],
      lacks: ['immediate-timeout'],
    });
    expect(offered('integration-server is1 { action-on-startup-error $0 }')).toEqual([
      'stand-alone',
      'shut-down',
      'quiesce',
    ]);
  });

  it('complete requests with their sessions and caches', () => {
    expectCompletion(scenario('at 2s is1 $0'), { has: ['invoke'] });
    expectCompletion(scenario('at 2s is1 invoke stateful "add" session $0'), { has: ['alice'], lacks: ['is1'] });
    expectCompletion(scenario('expect session alice $0'), { has: ['diverges', 'on', 'never'] });
    expectCompletion(scenario('expect every $0'), { has: ['request'] });
  });

  it('complete the blocks of `with` with their own settings', () => {
    expectCompletion(scenario('with is1 { $0 }'), { has: ['session-storage'], lacks: ['jvm'] });
    expectCompletion(scenario('with prices { $0 }'), {
      has: ['immediate-timeout-when-disconnected'],
      lacks: ['immediate-timeout'],
    });
  });
});
