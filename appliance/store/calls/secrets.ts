import { withoutNumbers, type Secret } from '#conversation/withhold.ts';
import type { SecretSlot } from '#conversation/state/references.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Scope, Tx } from '../scope.ts';
import { readEvents, rewriteEvent } from './event-log.ts';

const place = (businessId: string, id: string): readonly string[] => ['secrets', 'sealed', businessId, id];

/** Keeps codes that a caller gave, sealed. */
export const keepSecrets = async (tx: Tx, callId: string, secrets: readonly Secret[]): Promise<void> => {
  const { businessId } = tx;
  for (const { id, slot, value } of secrets) {
    await tx.db
      .insertInto('secrets')
      .values({
        business_id: businessId,
        id,
        call_id: callId,
        slot,
        visit_id: null,
        sealed: tx.seal.seal(value, place(businessId, id)),
        created_at: tx.clock.now(),
      })
      .execute();
  }
};

/**
 * Codes of a call, opened: only to know them again where they are said once more.
 * @param others codes of an earlier call with which this one goes on
 */
export const openSecrets = async (
  { db, businessId, seal }: Scope,
  callId: string,
  others: readonly string[] = [],
): Promise<Secret[]> => {
  const rows = await db
    .selectFrom('secrets')
    .select(['id', 'slot', 'sealed'])
    .where('business_id', '=', businessId)
    .where((eb) => eb.or([eb('call_id', '=', callId), ...(others.length > 0 ? [eb('id', 'in', others)] : [])]))
    .execute();
  return rows.map(({ id, slot, sealed }) => ({
    id,
    slot: slot as SecretSlot,
    value: seal.open(sealed, place(businessId, id)),
  }));
};

/** From now on these codes are for this visit. */
export const giveSecrets = async (tx: Tx, ids: readonly (string | null)[], visitId: string): Promise<void> => {
  const kept = ids.filter((id) => id !== null);
  if (kept.length === 0) return;
  await tx.db
    .updateTable('secrets')
    .set({ visit_id: visitId })
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', kept)
    .execute();
};

/** The latest code of this kind for a visit, in clear; null when none is kept. */
export const revealSecret = async (
  { db, businessId, seal }: Scope,
  visitId: string,
  slot: SecretSlot,
): Promise<string | null> => {
  const row = await db
    .selectFrom('secrets')
    .select(['id', 'sealed'])
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visitId)
    .where('slot', '=', slot)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : seal.open(row.sealed, place(businessId, row.id));
};

/** Where digits of a card were stored before anybody knew what they would be. */
export interface CardTrail {
  /** Finals that hold some, by the voice process's ids. */
  readonly utterances: readonly string[];
  /** Of the latest keys, so many. */
  readonly keys: number;
  /** The first turn of ours in which it can stand. */
  readonly turn: number;
}

/** What was typed is read back from this many digits on. */
const READ_BACK_DIGITS = 10;

/** Takes digits of a card out of what is stored of the call: its events, and what was said since then. */
export const maskCard = async (tx: Tx, callId: string, { utterances, keys, turn }: CardTrail): Promise<void> => {
  tx.leaveNoTrace();
  const events = await readEvents(tx, callId);
  let left = keys;
  for (const event of events.toReversed()) {
    const body = event.body as CallEvent;
    const masked = maskedEvent(body, utterances, left > 0);
    if (body.kind === 'key') left -= 1;
    if (masked !== null) await rewriteEvent(tx, callId, { ...event, body: masked });
    if (left <= 0 && utterances.length === 0) break;
  }
  const rows = await tx.db
    .selectFrom('utterances')
    .select(['id', 'speaker', 'text', 'heard_text'])
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId)
    .where('turn', '>=', turn)
    .execute();
  for (const { id, speaker, text, heard_text: heard } of rows) {
    const hide = (words: string): string => withoutNumbers(words, ...(speaker === 'us' ? [READ_BACK_DIGITS] : []));
    await tx.db
      .updateTable('utterances')
      .set({ text: hide(text), heard_text: heard === null ? null : hide(heard) })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', id)
      .execute();
  }
};

const maskedEvent = (body: CallEvent, utterances: readonly string[], key: boolean): CallEvent | null => {
  if (body.kind === 'key') return key ? { ...body, digits: body.digits.replaceAll(/\d/g, 'x') } : null;
  if (body.kind === 'speech.final' && utterances.includes(body.utterance)) {
    // What a model made of such words may quote them.
    const { model: _, ...rest } = body as typeof body & { readonly model?: unknown };
    return { ...rest, text: withoutNumbers(body.text) };
  }
  return body.kind === 'say.done' && key ? { ...body, heardText: withoutNumbers(body.heardText) } : null;
};
