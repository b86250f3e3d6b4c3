import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAccessShop, type AccessShop } from '#fixtures/access/shop.ts';
import { auditKey, publicKeyOf } from '#shared/access/audit-chain.ts';
import type { Tx } from '../scope.ts';
import { sealAudit } from './seal.ts';
import { audit } from './write.ts';

let office: AccessShop;
beforeEach(async () => {
  office = await openAccessShop();
});
afterEach(() => office[Symbol.asyncDispose]());

const KEY = auditKey(Buffer.alloc(32, 7));
const PUBLIC = publicKeyOf(KEY);

const write = (n: number) =>
  office.shop.transaction(async (tx) => {
    for (let i = 0; i < n; i++)
      await audit(tx, { actor: 'user:u1', act: 'changed', object: { kind: 'line', id: `l${i}` } });
  });
const seal = () => office.shop.transaction((tx) => sealAudit(tx, KEY));
const verify = (heads: Parameters<typeof office.shop.audit.verify>[1] = []) => office.shop.audit.verify(PUBLIC, heads);
const kinds = async (...heads: Parameters<typeof verify>) =>
  (await verify(...heads)).faults.map(({ kind, from }) => [kind, from]);
/** Past the transactors, as somebody would who holds the database. */
const tamper = (work: (tx: Tx) => Promise<unknown>) => office.shop.transaction(async (tx) => void (await work(tx)));

it('numbers what was done without a gap, also when a transaction is undone', async () => {
  await write(2);
  const undone = office.shop.transaction(async (tx) => {
    await audit(tx, { actor: 'box', act: 'undone', object: { kind: 'line', id: 'x' } });
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  await write(1);
  expect((await office.shop.audit.latest({ limit: 9 })).map(({ seq }) => seq)).toEqual([3, 2, 1]);
});

it('is whole while nobody touches it, with what is sealed and what is not yet', async () => {
  await write(3);
  await seal();
  await write(2);
  const head = await seal();
  await write(1);
  expect(await verify(head === null ? [] : [head])).toEqual({ entries: 6, blocks: 2, unsealed: 1, faults: [] });
  expect(await office.shop.audit.head()).toEqual(head);
});

it('seals at most a thousand at a time, and nothing where nothing is new', async () => {
  await write(1_001);
  expect([(await seal())?.count, (await seal())?.count, await seal()]).toEqual([1_000, 1, null]);
  expect((await verify()).faults).toEqual([]);
});

it('shows an entry that was changed, one that was taken out, and one that was moved', async () => {
  await write(3);
  await seal();
  await write(3);
  await seal();
  await tamper((tx) => tx.db.updateTable('audit_rows').set({ actor: 'user:u2' }).where('seq', '=', 2).execute());
  expect(await kinds()).toEqual([['changed', 1]]);
  await tamper((tx) => tx.db.deleteFrom('audit_rows').where('seq', '=', 5).execute());
  expect(await kinds()).toContainEqual(['missing', 4]);
});

it('shows a block that somebody sealed anew without the key of the box', async () => {
  await write(2);
  await seal();
  await tamper((tx) => tx.db.updateTable('audit_rows').set({ act: 'nothing' }).where('seq', '=', 1).execute());
  await tamper((tx) => tx.db.deleteFrom('audit_blocks').execute());
  await office.shop.transaction((tx) => sealAudit(tx, auditKey(Buffer.alloc(32, 8))));
  expect(await kinds()).toEqual([['signature', 1]]);
});

it('shows an end that was cut off: by the numbers given out, and where those were set back too, by a head kept elsewhere', async () => {
  await write(2);
  await seal();
  await write(2);
  const head = await seal();
  await tamper((tx) => tx.db.deleteFrom('audit_blocks').where('first_seq', '=', 3).execute());
  await tamper((tx) => tx.db.deleteFrom('audit_rows').where('seq', '>', 2).execute());
  expect(await kinds()).toEqual([['truncated', 3]]);
  await tamper((tx) => tx.db.updateTable('sequences').set({ value: 2 }).where('name', '=', 'audit').execute());
  expect(await kinds()).toEqual([]);
  expect(await kinds(head === null ? [] : [head])).toEqual([['truncated', 3]]);
  office.clock.pass(1);
  await write(2);
  await seal();
  expect(await kinds(head === null ? [] : [head])).toEqual([['truncated', 3]]);
});
