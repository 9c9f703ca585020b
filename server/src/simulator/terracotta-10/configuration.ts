/**
 * What an operator does with the configuration tool of a running cluster: change a setting, attach or detach servers.
 * Source: terracotta-platform 5.x, Setting, DetachAction (`detach -f`: without it a server that runs is not detached),
 * NomadManager, and the tests of attach and detach under activated and network_disrupted; texts are the product's.
 */
import type { ConfigurationAction } from '../line.ts';
import type { ServerNode } from './server-node.ts';
import type { StripeArray } from './stripe/array.ts';
import { ASSUMPTIONS, TOOL_PATIENCE_MICROS } from './stripe/timing.ts';

const NOT_ALL_DECIDED = 'Please ensure all online nodes are either ACTIVE or PASSIVE before sending any update.';
const NOT_ACCESSIBLE = 'Nomad system is currently not accessible.';
const LAST_OF_ITS_STRIPE = 'Unable to detach since destination stripe contains only 1 node';
const NO_TOOL = 'The servers of this release read their configuration when they start; nothing can change it before.';

const RETRY_MICROS = 1_000_000;

/** Does nothing when the action is about another cluster. */
export function configure(array: StripeArray, action: ConfigurationAction): void {
  if (action.kind === 'set') {
    if (action.cluster !== array.cluster.name) return;
    change(array, array.servers, `${action.setting} is ${action.valueMicros / 1000} ms`, () => {
      if (action.setting === 'client-lease-duration') array.dynamic.clientLeaseMicros = action.valueMicros;
      else array.dynamic.reconnectWindowMicros = action.valueMicros;
    });
    return;
  }
  const nodes = array.servers.filter(({ name }) => action.nodes.includes(name));
  for (const node of nodes) {
    const stripe = node.stripeState.servers;
    if (action.kind === 'attach') {
      if (node.isAttached) refuse(array, node, `${node.name} is part of the topology already`);
      else change(array, stripe, `${node.name} is attached`, () => node.attach());
    } else if (node.isActive) {
      detachActive(array, node);
    } else if (node.isAttached) {
      change(array, stripe, `${node.name} is detached`, () => node.detach(), node);
    } else {
      refuse(array, node, `${node.name} is not part of the topology`);
    }
  }
}

/** It is stopped and reset first; the change then needs another active. Without one the topology stays as it was. */
function detachActive(array: StripeArray, node: ServerNode): void {
  const { world, version } = array;
  const others = node.stripeState.servers.filter((other) => other !== node && other.isAttached);
  const online = others.filter(({ process }) => process.running);
  const reason = others.length === 0 ? LAST_OF_ITS_STRIPE : version.dynamicConfiguration ? undecided(online) : NO_TOOL;
  if (reason !== undefined || online.length === 0) {
    refuse(array, node, reason ?? NOT_ACCESSIBLE);
    return;
  }
  const begunMicros = world.nowMicros;
  const attempt = (): void => {
    const running = others.filter(({ process }) => process.running);
    if (obstacle(array, running) === undefined) {
      change(array, [node, ...others], `${node.name} is detached`, () => node.detach(), node);
    } else if (world.nowMicros - begunMicros < TOOL_PATIENCE_MICROS) {
      world.after(undefined, RETRY_MICROS, attempt);
    } else {
      const [shown] = running.length > 0 ? running : others;
      refuse(
        array,
        shown ?? node,
        `Unable to connect to stripe UID: it has no active. ${node.name} is stopped and reset, and still counts as a member`,
      );
    }
  };
  node.reset();
  attempt();
}

/** `except`: a server whose own state does not matter, because it leaves. */
function change(
  array: StripeArray,
  concerned: readonly ServerNode[],
  text: string,
  apply: () => void,
  except?: ServerNode,
): void {
  const members = concerned.filter(({ isAttached }) => isAttached);
  const [first] = members;
  if (first === undefined) return;
  const online = members.filter((node) => node.process.running && node !== except);
  const reason = obstacle(array, online);
  const shown = online.find(({ isActive }) => isActive) ?? online[0] ?? first;
  if (reason !== undefined) {
    refuse(array, shown, reason);
    return;
  }
  array.world.recorder.assume(ASSUMPTIONS.configuration);
  array.world.emit('configuration-changed', shown.lane, text);
  apply();
}

function obstacle({ version, stripes }: StripeArray, online: readonly ServerNode[]): string | undefined {
  if (!version.dynamicConfiguration) return NO_TOOL;
  const reason = undecided(online);
  if (reason !== undefined) return reason;
  const concerned = new Set(online.map(({ stripe }) => stripe));
  const activesOf = (stripe: number): number => online.filter((node) => node.stripe === stripe && node.isActive).length;
  const isComplete =
    concerned.size > 0 && stripes.every((_, stripe) => !concerned.has(stripe) || activesOf(stripe) === 1);
  return isComplete ? undefined : NOT_ACCESSIBLE;
}

function undecided(online: readonly ServerNode[]): string | undefined {
  return online.every(({ state }) => state !== undefined && DECIDED.has(state)) ? undefined : NOT_ALL_DECIDED;
}

const DECIDED: ReadonlySet<string> = new Set(['active', 'in-window', 'passive']);

function refuse({ world }: StripeArray, node: ServerNode, reason: string): void {
  world.recorder.assume(ASSUMPTIONS.configuration);
  world.emit('configuration-refused', node.lane, reason);
}
