import { useEffect, useReducer, useRef, useState } from 'react';
import type { FeedMessage, LiveCall } from '#shared/api/feed.ts';
import { applyFeed, emptyFeed, type FeedState } from '#shared/api/feed-state.ts';
import type { JobRecord } from '#shared/api/records.ts';
import { FeedConnection, type ConnectionState } from './connection.ts';

export interface LiveView {
  readonly connection: ConnectionState;
  readonly feed: FeedState;
  /** The newest job that was booked while this page was open. */
  readonly booked: JobRecord | null;
  /** Grows whenever lists should be read again: after a snapshot, and when a call ended. */
  readonly revision: number;
  /** The box's business time less this page's clock, ms. */
  readonly clockOffset: number;
  readonly retry: () => void;
}

interface Known {
  readonly feed: FeedState;
  readonly booked: JobRecord | null;
  readonly revision: number;
  readonly clockOffset: number;
}

const nothing: Known = {
  feed: emptyFeed({ shop: '', ring: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, bench: false }),
  booked: null,
  revision: 0,
  clockOffset: 0,
};

const learn = (known: Known, message: FeedMessage): Known => ({
  feed: applyFeed(known.feed, message),
  booked: message.type === 'job.booked' ? message.job : known.booked,
  revision: known.revision + (message.type === 'snapshot' || message.type === 'call.ended' ? 1 : 0),
  clockOffset: message.type === 'snapshot' ? message.at - Date.now() : known.clockOffset,
});

/** The live feed of the box that served this page. */
export const useFeed = (): LiveView => {
  const [known, take] = useReducer(learn, nothing);
  const [connection, setConnection] = useState<ConnectionState>({ kind: 'connecting' });
  const held = useRef<FeedConnection | null>(null);
  useEffect(() => {
    const open = new FeedConnection(window.location.origin, { message: take, state: setConnection });
    held.current = open;
    open.start();
    return () => open.stop();
  }, []);
  return { ...known, connection, retry: () => held.current?.retry() };
};

/** True while any call, or the box as a whole, is heard by the bench recognizer. */
export const usesBench = (feed: FeedState): boolean =>
  feed.box.bench || feed.calls.some((call: LiveCall) => call.bench && call.ended === null);
