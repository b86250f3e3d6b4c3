import { createServer } from 'node:net';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRows } from '#fixtures/database/which.ts';
import { readArchive } from '#ops/backup/archive.ts';
import { readThrough } from '#ops/backup/backup.ts';
import { newRecoveryKey, readRecoveryKey } from '#ops/backup/recovery-key.ts';
import { backup } from '#ops/doctor/backup.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { back, boxIn, configOf, newFolder, openBox, restore, SOUND, writeOld } from './backup-rig.ts';

let place: string;
let file: string;
beforeEach(() => {
  place = newFolder();
  file = join(place, 'shop.backup');
});
afterEach(() => rmSync(place, { recursive: true }));

const emptyFolder = (): string => join(place, 'restored');

it('a backup put into an empty folder is the same shop: records, codes, recordings, files', async () => {
  await using box = await openBox();
  writeOld(join(box.folder, 'erase-journal.jsonl'), '{"id":"c1","business":"b","at":1}\n');
  writeFileSync(join(box.folder, 'recordings', 'now.wav'), 'of a call under way');
  const before = await boxIn(box.folder);
  expect(before).toMatchObject({ jobs: ['J-1001'], code: '4711', sound: SOUND });
  const made = await back(box.folder, file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(place)).toEqual(['shop.backup']);
  expect(existsSync(join(box.folder, 'run')) ? readdirSync(join(box.folder, 'run')) : []).toEqual([]);
  expect(made.manifest.leftOut).toEqual(['recordings/now.wav']);

  const to = emptyFolder();
  mkdirSync(to);
  writeFileSync(join(to, 'erase-journal.jsonl'), '{"id":"c2","business":"b","at":2}\n');
  const restored = await restore(to, file, box.secret);
  expect(restored).toMatchObject({ manifest: { id: made.manifest.id } });
  expect(await boxIn(to)).toEqual(before);
  for (const name of ['field.key', 'recovery.pub', 'playbooks/last.json', 'clips/empty.wav'])
    expect(readFileSync(join(to, name), 'utf8')).toBe(readFileSync(join(box.folder, name), 'utf8'));
  expect(readFileSync(join(to, 'erase-journal.jsonl'), 'utf8').split('\n')).toHaveLength(3);
  expect(existsSync(join(to, 'recordings', 'now.wav'))).toBe(false);
  expect(readdirSync(to).filter((name) => name.startsWith('restore'))).toEqual([]);
});

it('who was erased after a backup was made does not come back with it, nor does their voice', async () => {
  await using box = await openBox();
  await back(box.folder, file);
  const businessId = box.shop.businessId;
  const id = (await box.shop.newestCustomer()).split(' ')[0] ?? '';
  writeFileSync(join(box.folder, 'erase-journal.jsonl'), `${JSON.stringify({ id, business: businessId, at: 1 })}\n`);
  expect(await restore(box.folder, file, box.secret, true)).toMatchObject({ erased: 1 });
  await using rows = await openRows(box.folder);
  const [customer] = await rows.all<{ erased_at: number | null }>(`select erased_at from customers where id = '${id}'`);
  expect(customer?.erased_at).not.toBeNull();
  expect(readFileSync(join(box.folder, 'pilot.db'), 'latin1')).not.toMatch(/Caller 1|5551230001/u);
  expect(existsSync(join(box.folder, 'recordings', '2026-11-23', 'call-1.wav'))).toBe(false);
  expect(readFileSync(join(box.folder, 'erase-journal.jsonl'), 'utf8')).toContain(id);
  expect(await restore(emptyFolder(), file, box.secret)).toMatchObject({ erased: 0 });
});

it('what is written while a backup is made is in it whole or not at all', async () => {
  await using box = await openBox();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'booking-process.ts'), box.folder, '2', '12'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const told: string[] = [];
  child.stdout.on('data', (text: Buffer) => told.push(...text.toString().trim().split('\n')));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  const first = [...told];
  await back(box.folder, file);
  await closed;
  await restore(emptyFolder(), file, box.secret);
  const { jobs } = await boxIn(emptyFolder());
  expect(jobs).toEqual(expect.arrayContaining(['J-1001', ...first]));
  await using rows = await openRows(emptyFolder());
  const [row] = await rows.all<{ n: number }>(
    `select count(*) as n from jobs j where (select count(*) from visits v where v.job_id = j.id) <> 1
       or (select count(*) from outbox o where o.idempotency_key = 'office.booked/' || j.id) <> 1`,
  );
  expect(row?.n).toBe(0);
  expect(await rows.faults()).toEqual([]);
});

it('opens with no other key, and every changed, missing or added byte is noticed before anything is touched', async () => {
  await using box = await openBox();
  await back(box.folder, file);
  const { secret: other } = await newRecoveryKey(newFolder());
  await expect(restore(emptyFolder(), file, other)).rejects.toMatchObject({ code: 'backup_wrong_key' });
  const whole = readFileSync(file);
  const damage: (() => void)[] = [
    () => truncateSync(file, whole.length - 1),
    () => truncateSync(file, 300),
    () => writeFileSync(file, Buffer.concat([whole, Buffer.from('x')])),
    () =>
      writeFileSync(
        file,
        whole.map((byte, at) => (at === Math.floor(whole.length / 2) ? byte ^ 1 : byte)),
      ),
    () => writeFileSync(file, 'a letter to a friend'),
  ];
  for (const spoil of damage) {
    writeFileSync(file, whole);
    spoil();
    await expect(restore(emptyFolder(), file, box.secret)).rejects.toMatchObject({ code: 'backup_damaged' });
    expect(readdirSync(emptyFolder())).toEqual([]);
  }
  writeFileSync(file, whole);
  await expect(readArchive(file, box.secret, readThrough)).resolves.toMatchObject({ format: 1 });
  await expect(readArchive(join(place, 'none'), box.secret, readThrough)).rejects.toMatchObject({
    code: 'backup_missing',
  });
});

it('a key is taken as people type it, and a wrong letter is noticed', async () => {
  const { secret } = await newRecoveryKey(place);
  const typed = `# the sheet\n ${secret.slice(0, 20)} ${secret.slice(20).toLowerCase()} \n`;
  expect(await readRecoveryKey(typed)).toBe(secret);
  const wrong = `${secret.slice(0, -1)}${secret.endsWith('Q') ? 'P' : 'Q'}`;
  await expect(readRecoveryKey(wrong)).rejects.toMatchObject({ code: 'restore_key_typed' });
});

it('refuses a folder that holds data, unless it may be kept aside, and one on which the box runs', async () => {
  await using box = await openBox();
  await back(box.folder, file);
  const to = emptyFolder();
  mkdirSync(join(to, 'run'), { recursive: true });
  writeFileSync(join(to, 'notes.txt'), 'ours');
  await expect(restore(to, file, box.secret)).rejects.toMatchObject({ code: 'restore_not_empty' });
  const core = createServer().listen(coreSocketPath(to));
  await once(core, 'listening');
  await expect(restore(to, file, box.secret, true)).rejects.toMatchObject({ code: 'core_running' });
  core.close();
  const { before } = await restore(to, file, box.secret, true);
  expect(readFileSync(join(before ?? '', 'notes.txt'), 'utf8')).toBe('ours');
  expect((await boxIn(to)).jobs).toEqual(['J-1001']);
});

it('says what it needs: a recovery key, a place of its own, a database', async () => {
  await using box = await openBox();
  await expect(back(box.folder, join(box.folder, 'shop.backup'))).rejects.toMatchObject({ code: 'backup_place' });
  await expect(back(box.folder, join(place, 'none', 'x'))).rejects.toMatchObject({ code: 'backup_place' });
  rmSync(join(box.folder, 'recovery.pub'));
  await expect(back(box.folder, file)).rejects.toMatchObject({ code: 'backup_no_key' });
});

it('the doctor tells how old the newest backup is', async () => {
  await using box = await openBox();
  const look = async () => backup.run(await configOf(box.folder));
  expect(await look()).toMatchObject({ status: 'warn', detail: 'none was made' });
  await back(box.folder, file);
  expect(await look()).toMatchObject({ status: 'ok', detail: `today, ${file}` });
  const last = join(box.folder, 'last-backup.json');
  const { at, ...rest } = JSON.parse(readFileSync(last, 'utf8')) as { at: number };
  writeFileSync(last, JSON.stringify({ ...rest, at: at - 9 * 86_400_000 }));
  expect(await look()).toMatchObject({ status: 'warn', detail: `9 day(s) ago, ${file}` });
});
