import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { silentLog } from '#observe/log.ts';
import type { FeedMessage } from '#shared/api/feed.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { systemClock } from '#shared/clock.ts';
import { openStore } from '#store/store.ts';

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
