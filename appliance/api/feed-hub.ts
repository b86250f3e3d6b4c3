import type { BoxInfo, FeedChange, FeedMessage, FeedSnapshot } from '#shared/api/feed.ts';
import { applyFeed, emptyFeed, withoutSecrets, type FeedState } from '#shared/api/feed-state.ts';

export type FeedListener = (message: FeedChange) => void;

/**
 * What happens on the box's calls right now, in memory: core publishes, every page listens. A restarted core publishes
 * `call.started` again for the calls that go on, then what its checkpoint knows of them.
 */
export interface FeedHub {
  /** Never throws: a call does not end because a page could not be told. */
  publish(change: FeedChange): void;
  /** All that a new listener must know. */
  snapshot(): FeedSnapshot;
  /** Tells every later change, until the returned function is called. */
  listen(listener: FeedListener): () => void;
}

/** @param now business time, epoch ms */
export const createFeedHub = (box: BoxInfo, now: () => number): FeedHub => {
  let state: FeedState = emptyFeed(box);
  const listeners = new Set<FeedListener>();
  return {
    publish(change) {
      const message: FeedChange =
        change.type === 'call.slots' ? { ...change, slots: withoutSecrets(change.slots) } : change;
      state = applyFeed(state, message satisfies FeedMessage);
      for (const listener of listeners) listener(message);
    },
    snapshot: () => ({ type: 'snapshot', at: now(), box: state.box, calls: [...state.calls] }),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
