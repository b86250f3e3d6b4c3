import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { silentLog } from '#observe/log.ts';
import type { FeedMessage } from '#shared/api/feed.ts';
import { CallRecord, CallSummary } from '#shared/api/records.ts';
import type { Page } from '#shared/api/page.ts';
import { systemClock } from '#shared/clock.ts';
import { PilotError } from '#shared/errors.ts';
import { openStore } from '#store/store.ts';
import type { Static } from 'typebox';

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

/** What only the box's own disk tells: the sealed gate code, and where the recording lies. */
export interface Keep {
  readonly gateCode: string | null;
  readonly recording: string | null;
}

/** Opens the records beside the running box, to read alone. */
export const readKeep = async (dataFolder: string, call: CallRecord): Promise<Keep> => {
  await using store = await openStore({ file: join(dataFolder, 'pilot.db'), clock: systemClock(), log: silentLog() });
  const [business] = await store.businesses();
  if (!business) return { gateCode: null, recording: null };
  const records = store.for(business.id);
  const visit = call.job?.visit ?? null;
  const gateCode = visit === null ? null : await records.jobs.revealGateCode(visit.id);
  const recording = await records.calls.recordingPath(call.id);
  return { gateCode, recording: recording !== null && existsSync(recording) ? recording : null };
};

/** Listens to the live feed; the returned function ends that. */
export const followFeed = async (http: string, onMessage: (message: FeedMessage) => void): Promise<() => void> => {
  const socket = new WebSocket(`${http.replace(/^http/, 'ws')}/api/v1/feed`);
  socket.on('message', (data: Buffer) => onMessage(JSON.parse(data.toString()) as FeedMessage));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return () => socket.close();
};
