import { join } from 'node:path';
import type { CallState } from '#conversation/state/state.ts';
import { placeTold } from '#conversation/state/slots.ts';
import type { Tools } from '#conversation/tools.ts';
import { openRows } from '#fixtures/database/which.ts';
import { loadSealKeys } from '#shared/key-file.ts';
import { createSeal } from '#shared/seal.ts';
import { argsHash } from '#store/tools/journal.ts';
import type { Change } from './history.ts';
import type { Taken } from './office-day.ts';

/** An answer of a tool, as its row tells. */
export interface JournalRow {
  readonly call_id: string;
  readonly key: string;
  readonly name: string;
  readonly ok: number;
  readonly result: string;
  readonly args_hash: string;
  /** Epoch ms. */
  readonly created_at: number;
}

/** What a client asked for, written down before it asked. */
export interface Asked {
  readonly call: string;
  readonly key: string;
  readonly service: string;
  readonly urgency: string;
  /** Null: any window. */
  readonly slot: string | null;
}

/** What was wanted when something was refused. */
export interface Refused {
  readonly service: string;
  readonly urgency: string;
  /** The one window that was wanted; null: any on the date and within the hours. */
  readonly slot: string | null;
  readonly date: string | null;
  readonly hours: readonly [number, number];
  /** Windows that were turned down before. */
  readonly exclude: readonly string[];
  /** False where what the state tells is not what was asked, by the digest that was kept of it. */
  readonly certain: boolean;
  /** What is taken and yet free to whoever asks. */
  readonly isOwn: (one: Taken) => boolean;
}

/** Tells of an answer, by its place in the history, what had been asked; null where nobody knows. */
export type Askings = (told: JournalRow, seq: number) => Refused | null;

/** Askings of clients that wrote them down. @param asked by call and key */
export const askedByClients =
  (asked: ReadonlyMap<string, Asked>): Askings =>
  ({ call_id, key }) => {
    const ask = asked.get(`${call_id} ${key}`);
    if (ask === undefined) return null;
    // What a call holds is free to itself, where it takes it.
    const isOwn = (one: Taken): boolean => ask.slot !== null && one.call_id === call_id;
    return { ...ask, date: null, hours: [0, 24], exclude: [], certain: true, isOwn };
  };

interface Checkpoint {
  readonly business_id: string;
  readonly call_id: string;
  readonly state: string;
}

type Offers = Tools['offer_windows'];
type Wish = Pick<Offers['args'], 'date' | 'fromHour' | 'toHour'>;

const ANY: Wish = { date: null, fromHour: null, toHour: null };

/** The wish of a search as a state keeps it: date, first and last hour. */
const wished = (searchedFor: string): Wish => {
  const [date, from, to] = searchedFor.split(' ').map((part) => (part === '' ? null : part));
  return { date: date ?? null, fromHour: from == null ? null : Number(from), toHour: to == null ? null : Number(to) };
};

const stateTells = (
  { call_id, key, name, result, args_hash }: JournalRow,
  { slots, urgency, records, searchedFor, existing }: CallState,
  callsOf: ReadonlyMap<string, readonly string[]>,
): Refused => {
  const moving = key.startsWith('move-');
  const visit = moving ? existing?.found.find(({ id }) => id === existing.visit) : undefined;
  const problem = slots.problem?.value;
  const own = callsOf.get(call_id) ?? [];
  const asked = {
    service: visit?.serviceType ?? problem?.serviceType ?? `general_${problem?.trade ?? 'hvac'}`,
    urgency: visit?.urgency ?? urgency,
    isOwn: (one: Taken) =>
      one.visit_id === null ? own.includes(one.call_id ?? '') : visit !== undefined && one.visit_id === visit.id,
  };
  // A window that was lost is the last that was put aside.
  if (name !== 'offer_windows')
    return { ...asked, slot: records.passed.at(-1) ?? '', date: null, hours: [0, 24], exclude: [], certain: true };
  const { windows, refused } = JSON.parse(result) as Offers['result'];
  const digest = (wish: Wish): string =>
    argsHash({
      serviceType: asked.service,
      urgency: asked.urgency,
      limit: 8,
      ...wish,
      exclude: records.passed,
      ...(visit === undefined ? { place: placeTold(slots.address) } : { visitId: visit.id }),
    });
  const last = wished((moving ? existing?.moves.searchedFor : searchedFor) ?? '');
  const wish = [last, { ...ANY, date: refused?.date ?? null }, ANY].find((one) => digest(one) === args_hash);
  // To stay where it is is no move.
  const stays = windows.filter(({ startsAt }) => startsAt === visit?.startsAt).map(({ id }) => id);
  return {
    ...asked,
    slot: null,
    date: wish?.date ?? null,
    hours: [wish?.fromHour ?? 0, wish?.toHour ?? 24],
    exclude: [...records.passed, ...stays],
    certain: wish !== undefined,
  };
};

/** Askings of conversations: the checkpoint that was written with an answer tells what the conversation had asked. */
export const askedInCalls = async (folder: string): Promise<Askings> => {
  await using db = await openRows(folder);
  const changes = await db.all<Change>("select seq, source, op, row from history where source = 'call_checkpoints'");
  const calls = await db.all<{ id: string; number: string }>('select id, from_number as number from calls');
  const byNumber = Map.groupBy(calls, ({ number }) => number);
  const callsOf = new Map(calls.map(({ id, number }) => [id, (byNumber.get(number) ?? []).map((one) => one.id)]));
  const written = Map.groupBy(
    changes.map(({ seq, row }) => ({ seq, ...(JSON.parse(row) as Checkpoint) })),
    ({ call_id }) => call_id,
  );
  const seal = createSeal(...loadSealKeys(join(folder, 'field.key')));
  return (told, seq) => {
    const found = written.get(told.call_id)?.find((one) => one.seq > seq);
    if (found === undefined) return null;
    const place = ['call_checkpoints', 'state', found.business_id, found.call_id];
    return stateTells(told, JSON.parse(seal.open(found.state, place)) as CallState, callsOf);
  };
};
