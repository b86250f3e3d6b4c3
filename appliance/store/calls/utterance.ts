import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

interface NewUtterance {
  readonly callId: string;
  readonly turn: number;
  readonly speaker: 'caller' | 'us';
  /** Redacted: no gate or alarm code. */
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The `say` command, for our own sentences. */
  readonly commandId: string | null;
  readonly acts: readonly string[];
  readonly degraded: boolean;
}

/** Adds to the transcript. @returns the row's id */
export const addUtterance = async (tx: Tx, utterance: NewUtterance): Promise<string> => {
  const last = await tx.db
    .selectFrom('utterances')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', utterance.callId)
    .executeTakeFirst();
  const id = newId(tx.clock.now());
  await tx.db
    .insertInto('utterances')
    .values({
      business_id: tx.businessId,
      id,
      call_id: utterance.callId,
      turn: utterance.turn,
      position: (last?.position ?? 0) + 1,
      speaker: utterance.speaker,
      text: utterance.text,
      heard_text: null,
      start_ms: utterance.startMs === null ? null : Math.round(utterance.startMs),
      end_ms: utterance.endMs === null ? null : Math.round(utterance.endMs),
      command_id: utterance.commandId,
      acts: JSON.stringify(utterance.acts),
      degraded: utterance.degraded ? 1 : 0,
    })
    .execute();
  return id;
};

/** What of a `say` the caller really heard, by the playout clock. */
export const setHeard = async (tx: Tx, callId: string, commandId: string, heardText: string): Promise<void> => {
  await tx.db
    .updateTable('utterances')
    .set({ heard_text: heardText })
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId)
    .where('command_id', '=', commandId)
    .execute();
};
