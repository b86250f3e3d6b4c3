import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseIn, openRows } from '#fixtures/database/which.ts';
import { makeBackup, type MadeBackup } from '#ops/backup/backup.ts';
import { newRecoveryKey } from '#ops/backup/recovery-key.ts';
import { restoreBackup, type Restored } from '#ops/backup/restore.ts';
import { silentLog } from '#observe/log.ts';
import { parseConfig } from '#shared/config/parse.ts';
import type { Config } from '#shared/config/schema.ts';
import { addRecording } from '#store/calls/call.ts';
import { giveSecrets, keepSecrets } from '#store/calls/secrets.ts';
import { openStore, type BusinessStore, type Store } from '#store/store.ts';
import { bookSome, handClock, openDemoOffice, type DemoOffice } from './demo-office.ts';

export const SOUND = Buffer.alloc(300_000, 'sound of a call ');

export const configOf = async (dataFolder: string): Promise<Config> => {
  const { postgres } = await databaseIn(dataFolder);
  return {
    ...parseConfig('', '/pilot.yaml'),
    dataFolder,
    database: postgres == null ? null : { url: postgres.url, passwordEnv: null },
  };
};

/** A box with a booking, a code at its gate and a recording, and the key that opens its backups. */
export const openBox = async (): Promise<DemoOffice & { readonly secret: string }> => {
  const office = await openDemoOffice();
  const { folder, shop } = office;
  await bookSome(shop, 1);
  const recording = join(folder, 'recordings', '2026-11-23', 'call-1.wav');
  writeOld(recording, SOUND);
  writeOld(join(folder, 'playbooks', 'last.json'), '{}');
  writeOld(join(folder, 'clips', 'empty.wav'), '');
  await shop.transaction(async (tx) => {
    const { id } = await tx.db.selectFrom('visits').select('id').executeTakeFirstOrThrow();
    await addRecording(tx, 'call-1', recording, 0);
    await keepSecrets(tx, 'call-1', [{ id: 'code', slot: 'gateCode', value: '4711' }]);
    await giveSecrets(tx, ['code'], id);
  });
  const { secret } = await newRecoveryKey(folder);
  return { ...office, secret };
};

export const writeOld = (file: string, text: string | Buffer): void => {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, 1_000_000, 1_000_000);
};

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'backup-'));

export const back = async (folder: string, file: string): Promise<MadeBackup> =>
  makeBackup({ config: await configOf(folder), configFile: null, file, now: Date.now() });

export const restore = async (folder: string, file: string, secret: string, replace = false): Promise<Restored> =>
  restoreBackup({ config: await configOf(folder), file, secret, replace, now: Date.now() });

/** Runs a step in a process of its own. @returns how it ended */
export const inProcess = async (argv: readonly string[], fault: string | null): Promise<string> => {
  const env = { ...process.env, ...(fault === null ? {} : { PILOT_FAULT: fault }) };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backup-process.ts'), ...argv], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (text: Buffer) => (told += text.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return signal ?? (code === 0 ? 'done' : told);
};

/** What a folder's box knows: booked jobs, the code, the recording. */
export const boxIn = async (folder: string): Promise<{ jobs: string[]; code: string | null; sound: Buffer | null }> => {
  const store: Store = await openStore({ ...(await databaseIn(folder)), clock: handClock(), log: silentLog() });
  try {
    const [business] = await store.businesses();
    const shop: BusinessStore = store.for(business?.id ?? '');
    const jobs = (await shop.jobs.list({ limit: 200 })).items.map(({ number }) => number);
    await using rows = await openRows(folder);
    const [visit] = await rows.all<{ visit_id: string }>('select visit_id from secrets');
    const path = await shop.calls.recordingPath('call-1');
    return {
      jobs: jobs.toSorted(),
      code: visit === undefined ? null : await shop.jobs.revealGateCode(visit.visit_id),
      sound: path === null || !path.startsWith(folder) ? null : readFileSync(path),
    };
  } finally {
    await store[Symbol.asyncDispose]();
  }
};
