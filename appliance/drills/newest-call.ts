import type { Static } from 'typebox';
import type { Page } from '#shared/api/page.ts';
import type { CallRecord, CallSummary } from '#shared/api/records.ts';
import { PilotError } from '#shared/errors.ts';

type Summary = Static<typeof CallSummary>;

const get = async <Body>(http: string, path: string): Promise<Body> => {
  const answer = await fetch(`${http}/api/v1${path}`);
  if (!answer.ok) {
    throw new PilotError('box_api', `the box answered ${answer.status} to ${path}`, { fix: 'See the log of the box.' });
  }
  return (await answer.json()) as Body;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The record of the newest call, once the box has closed it. */
export const newestCall = async (http: string, limitMs = 15_000): Promise<CallRecord> => {
  const until = performance.now() + limitMs;
  for (;;) {
    const { items } = await get<Page<Summary>>(http, '/calls?limit=1');
    const [newest] = items;
    if (newest?.status === 'ended') return get<CallRecord>(http, `/calls/${newest.id}`);
    if (performance.now() > until) {
      throw new PilotError('box_call_open', 'the box has no record of an ended call', {
        fix: 'See the log of the box: the call may not have reached it.',
      });
    }
    await pause(200);
  }
};
