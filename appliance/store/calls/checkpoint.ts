import type { Scope, Tx } from '../scope.ts';

/** Where a conversation stands after a turn; enough to go on with it after a restart. */
export interface Checkpoint {
  readonly callId: string;
  /** Plain JSON. Sealed in the database: it holds who called and what for. */
  readonly state: unknown;
  readonly stateVersion: number;
  readonly playbookDigest: string;
  /** The last event whose effect is in `state`. */
  readonly lastSeq: number;
  readonly turn: number;
  /** Commands given out for `lastSeq`, to be sent again after a restart. Sealed too. */
  readonly commands: unknown;
}

const place = (column: string, businessId: string, callId: string): readonly string[] => [
  'call_checkpoints',
  column,
  businessId,
  callId,
];

/** Replaces the call's checkpoint, in the transaction of the turn it stands for. */
export const saveCheckpoint = async (tx: Tx, checkpoint: Checkpoint): Promise<void> => {
  const { businessId } = tx;
  const { callId } = checkpoint;
  const values = {
    state: tx.seal.seal(JSON.stringify(checkpoint.state), place('state', businessId, callId)),
    state_version: checkpoint.stateVersion,
    playbook_digest: checkpoint.playbookDigest,
    last_seq: checkpoint.lastSeq,
    turn: checkpoint.turn,
    commands: tx.seal.seal(JSON.stringify(checkpoint.commands), place('commands', businessId, callId)),
    updated_at: tx.clock.now(),
  };
  await tx.db
    .insertInto('call_checkpoints')
    .values({ business_id: businessId, call_id: callId, ...values })
    .onConflict((conflict) => conflict.columns(['business_id', 'call_id']).doUpdateSet(values))
    .execute();
};

/** @throws PilotError `seal_broken` when the key file is not the one it was sealed with */
export const loadCheckpoint = async ({ db, businessId, seal }: Scope, callId: string): Promise<Checkpoint | null> => {
  const row = await db
    .selectFrom('call_checkpoints')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    callId,
    state: JSON.parse(seal.open(row.state, place('state', businessId, callId))) as unknown,
    stateVersion: row.state_version,
    playbookDigest: row.playbook_digest,
    lastSeq: row.last_seq,
    turn: row.turn,
    commands: JSON.parse(seal.open(row.commands, place('commands', businessId, callId))) as unknown,
  };
};
