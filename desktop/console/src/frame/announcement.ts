import { useEffect, useRef, useState } from 'react';
import type { FeedState } from '#shared/api/feed-state.ts';
import type { JobRecord } from '#shared/api/records.ts';
import { formatPhone } from '../format/people.ts';

/** What a screen reader is told without losing its place: a call began, a job was booked. */
export const useAnnouncement = (feed: FeedState, booked: JobRecord | null): string => {
  const [text, setText] = useState('');
  const newest = feed.calls.find((call) => call.ended === null);
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (newest === undefined || newest.id === told.current) return;
    told.current = newest.id;
    setText(`Call from ${formatPhone(newest.from)}.`);
  }, [newest]);
  useEffect(() => {
    if (booked !== null) setText(`Job ${booked.number} booked for ${booked.customer.name}.`);
  }, [booked]);
  return text;
};
