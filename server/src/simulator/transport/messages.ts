/** What any two processes of a product line say to each other below their own messages. */

export type HealthMessage =
  | { readonly type: 'ping' }
  | { readonly type: 'ping-reply' }
  // what time it is to the sender
  | { readonly type: 'time-check'; readonly clockMicros: number };

/** How two servers of a stripe shake hands. */
export type GroupMessage =
  | {
      readonly type: 'hello';
      readonly server: number;
      readonly session: number;
      readonly resume: boolean;
      readonly received: number;
    }
  | { readonly type: 'welcome'; readonly received: number }
  | { readonly type: 'hello-rejected' | 'hello-confirmed' };

export type TransportMessage = HealthMessage | GroupMessage;
