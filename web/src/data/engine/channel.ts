import type { IndexStatus } from '../model/status.ts';

/** What tabs tell each other. */
export type TabMessage =
  /** The leader has saved a change. */
  | { readonly type: 'saved' }
  | { readonly type: 'status'; readonly status: IndexStatus }
  /** The leader can keep nothing any more: everybody has to read for themselves. */
  | { readonly type: 'alone' }
  /** To the leader: look at the chain now; forget everything; say how far you are. */
  | { readonly type: 'poll' | 'reset' | 'hello' };

/** Where they do. */
export interface TabChannel {
  readonly post: (message: TabMessage) => void;
  readonly listen: (listener: (message: TabMessage) => void) => void;
  readonly close: () => void;
}

/** A channel of the browser; its messages come from this origin only. */
export function openTabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  let isOpen = true;
  return {
    post: (message) => {
      if (isOpen) channel.postMessage(message);
    },
    listen: (listener) => channel.addEventListener('message', ({ data }) => listener(data as TabMessage)),
    close: () => {
      isOpen = false;
      channel.close();
    },
  };
}
