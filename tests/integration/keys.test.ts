import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { sql } from 'kysely';
import { storedText } from '#fixtures/database/which.ts';
import type { RotationStep } from '#shared/api/keys.ts';
import { addSealKey, loadSealKeys, openFileSeal } from '#shared/key-file.ts';
import { keyId } from '#shared/seal.ts';
import { beginTotp } from '#store/access/second-factor.ts';
import { addUser } from '#store/access/users.ts';
import { beginCall } from '#store/calls/call.ts';
import { appendEvent, readEvents } from '#store/calls/event-log.ts';
import { saveCheckpoint } from '#store/calls/checkpoint.ts';
import { giveSecrets, keepSecrets } from '#store/calls/secrets.ts';
import { createRotation, type Rotation } from '#store/keys/rotation.ts';
import { revealLocationCode, setLocationCodes } from '#store/locations/codes.ts';
import { answerOnce } from '#store/idempotency/answer-once.ts';
import { SEALED_COLUMNS } from '#store/keys/sealed-columns.ts';
import { bookSome, openDemoOffice, type DemoOffice } from './demo-office.ts';

const keyFile = (office: DemoOffice): string => join(office.folder, 'field.key');
const rotationOf = (office: DemoOffice): Rotation => createRotation(office.store, keyFile(office));
const toTheEnd = async (rotation: Rotation): Promise<RotationStep> => {
  for (;;) {
    const step = await rotation.step();
    if (step.state !== 'under_way') return step;
  }
};

/** A booked call of which every sealed column holds something. @returns the visit */
const sealMuch = async ({ shop }: DemoOffice): Promise<string> => {
  await bookSome(shop, 1);
  const asked = { actor: 'box', route: 'addVan', key: 'k1', wish: 'van-4711' };
  await answerOnce(shop, asked, async () => ({ status: 201, body: 'answer-4711' }));
  return shop.transaction(async (tx) => {
    const { id } = await tx.db.selectFrom('visits').select('id').executeTakeFirstOrThrow();
    await beginCall(tx, {
      callId: 'told',
      line: 'main',
      from: '',
      to: '',
      startedAt: 0,
      engines: { stt: '', tts: '', bench: true },
      identity: { from: 'identity-4711' } as never,
    });
    await keepSecrets(tx, 'told', [{ id: 'code', slot: 'gateCode', value: 'gate-4711' }]);
    await giveSecrets(tx, ['code'], id);
    for (let seq = 1; seq <= 250; seq++)
      await appendEvent(tx, 'told', { seq, at: seq, body: { kind: `event-4711-${seq}` } });
    const checkpoint = { callId: 'told', stateVersion: 1, playbookDigest: 'd', lastSeq: 1, turn: 1 };
    await saveCheckpoint(tx, { ...checkpoint, state: { was: 'state-4711' }, commands: ['command-4711'] });
    const old = tx.seal.seal('visit-4711', ['visits', 'gate_code', tx.businessId, id]);
    await tx.db.updateTable('visits').set({ gate_code: old }).where('id', '=', id).execute();
    const { id: user } = await addUser(tx, {
      name: 'Ann',
      email: 'ann@example.com',
      role: 'owner',
      password: 'digest',
    });
    await beginTotp(tx, user);
    const place = await tx.db.selectFrom('locations').select('id').orderBy('id').executeTakeFirstOrThrow();
    await setLocationCodes(tx, place.id, { alarmCode: 'alarm-4711' }, 'box');
    return id;
  });
};

const openAll = async ({ shop }: DemoOffice, visitId: string): Promise<void> => {
  expect(await shop.jobs.revealGateCode(visitId)).toBe('gate-4711');
  expect(await shop.calls.checkpoint('told')).toMatchObject({
    state: { was: 'state-4711' },
    commands: ['command-4711'],
  });
  const events = await shop.transaction((tx) => readEvents(tx, 'told'));
  expect(events.map(({ body }) => body)).toEqual(
    Array.from({ length: 250 }, (_, at) => ({ kind: `event-4711-${at + 1}` })),
  );
  expect((await shop.calls.one('told'))?.identity).toMatchObject({ from: 'identity-4711' });
  const alarm = await shop.transaction(async (tx) => {
    const place = await tx.db.selectFrom('locations').select('id').orderBy('id').executeTakeFirstOrThrow();
    return revealLocationCode(tx, place.id, 'alarmCode');
  });
  expect(alarm).toBe('alarm-4711');
};

it('a new key seals everything anew, the old one is dropped, and no value stands in the database in clear', async () => {
  await using office = await openDemoOffice();
  const visitId = await sealMuch(office);
  const [first] = loadSealKeys(keyFile(office));
  expect(await storedText(office.folder)).not.toContain('4711');
  const sealedColumns = async (): Promise<string[]> => {
    const counts = await office.shop.transaction(async (tx) => {
      const all: string[] = [];
      for (const { table, column } of SEALED_COLUMNS) {
        const { rows } = await sql<{ sealed: string }>`select ${sql.ref(column)} as sealed from ${sql.table(table)}
          where ${sql.ref(column)} like ${`v2.${keyId(first)}.%`} limit 1`.execute(tx.db);
        if (rows.length > 0) all.push(`${table}.${column}`);
      }
      return all;
    });
    return counts;
  };
  expect(await sealedColumns()).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`));

  const end = await toTheEnd(rotationOf(office));
  expect(end).toMatchObject({ state: 'done', broken: 0 });
  expect(end.resealed).toBeGreaterThan(254);
  const keys = loadSealKeys(keyFile(office));
  expect(keys.map(keyId)).toEqual([end.keyId]);
  expect(keys[0]).not.toEqual(first);
  expect(await sealedColumns()).toEqual([]);
  await openAll(office, visitId);
  expect(await storedText(office.folder)).not.toContain('4711');
});

it('cut off half way it goes on with the same key, and what is written meanwhile is not lost', async () => {
  await using office = await openDemoOffice();
  const visitId = await sealMuch(office);
  const cut = rotationOf(office);
  for (let n = 0; n < 4; n++) await cut.step();
  expect(loadSealKeys(keyFile(office))).toHaveLength(2);
  await openAll(office, visitId);
  const [newest] = loadSealKeys(keyFile(office));
  await bookSome(office.shop, 2);
  expect(await toTheEnd(rotationOf(office))).toMatchObject({ state: 'done', keyId: keyId(newest) });
  await openAll(office, visitId);
});

it('a value that no key opens is counted, and holds up nothing', async () => {
  await using office = await openDemoOffice();
  const visitId = await sealMuch(office);
  await office.shop.transaction((tx) =>
    tx.db.updateTable('visits').set({ gate_code: 'v2.AAAAAAAA.AAAA.AAAA.AAAA' }).where('id', '=', visitId).execute(),
  );
  expect(await toTheEnd(rotationOf(office))).toMatchObject({ state: 'done', broken: 1 });
});

it('the old key stays while a message of the phone side is sealed with it', async () => {
  await using office = await openDemoOffice();
  const spool = join(office.folder, 'spool');
  mkdirSync(spool);
  const sealed = openFileSeal(keyFile(office)).seal('{}', ['spool', 'message', 'alone']);
  writeFileSync(join(spool, 'alone.json'), JSON.stringify({ call: 'alone', sealed }));
  const rotation = rotationOf(office);
  expect((await toTheEnd(rotation)).state).toBe('waiting');
  expect(openFileSeal(keyFile(office)).open(sealed, ['spool', 'message', 'alone'])).toBe('{}');
  writeFileSync(join(spool, 'alone.json'), '');
  expect((await toTheEnd(rotation)).state).toBe('done');
  expect(loadSealKeys(keyFile(office))).toHaveLength(1);
});

it("a code moved to another row, another column or another shop's row does not open", async () => {
  await using office = await openDemoOffice();
  const visitId = await sealMuch(office);
  addSealKey(keyFile(office));
  await office.shop.transaction(async (tx) => {
    const { sealed } = await tx.db.selectFrom('secrets').select('sealed').executeTakeFirstOrThrow();
    await tx.db.deleteFrom('secrets').execute();
    await tx.db.updateTable('visits').set({ gate_code: sealed }).where('id', '=', visitId).execute();
  });
  await expect(office.shop.jobs.revealGateCode(visitId)).rejects.toMatchObject({ code: 'seal_broken' });
});

it('every column that the store seals is one that is sealed anew', () => {
  const folder = resolve(import.meta.dirname, '../../appliance');
  const sources = (readdirSync(folder, { recursive: true }) as string[])
    .filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(?:voice|store\/keys|shared)\//u.test(name),
    )
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
    .filter(([, text]) => text.includes('seal.seal('));
  expect(sources.length).toBeGreaterThan(3);
  const unnamed = sources.filter(
    ([, text]) =>
      !SEALED_COLUMNS.some(({ table, column }) => text.includes(`'${table}'`) && text.includes(`'${column}'`)),
  );
  expect(unnamed.map(([name]) => name)).toEqual([]);
});
