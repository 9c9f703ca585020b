/** The group of a stripe with the settings of this line: a lost connection is not restored, discovery makes a new one. */
import { Group, type GroupOwner } from '../../transport/group.ts';
import type { Message } from '../messages.ts';
import type { ServerNode } from '../server-node.ts';
import type { StripeArray } from './array.ts';
import { GROUP_CONNECT_TIMEOUT_MICROS } from './timing.ts';

type Handlers = Pick<GroupOwner<Message>, 'onPeerJoined' | 'onPeerLeft' | 'onGroupMessage'>;

export function createGroup(array: StripeArray, node: ServerNode, handlers: Handlers): Group<Message> {
  const { world, network, checkers, cluster, version, servers } = array;
  return new Group<Message>(
    world,
    network,
    checkers,
    {
      ...handlers,
      index: node.index,
      process: node.process,
      lane: node.lane,
      isMember: (peer) => servers[peer]?.isAttached ?? false,
      log: (text) => node.log(text),
    },
    node.stripeState.servers.filter((peer) => peer !== node),
    {
      healthCheck: cluster.healthCheck['l2-l2'],
      reconnect: { enabled: false, timeoutMicros: 0 },
      handshakeTimeoutMicros: version.groupHandshakeTimeoutMicros,
      socketConnectTimeoutMicros: GROUP_CONNECT_TIMEOUT_MICROS,
      reconnectWaitMicros: 0,
    },
  );
}
