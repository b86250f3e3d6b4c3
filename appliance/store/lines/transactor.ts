import { newId } from '#shared/ids.ts';
import type { ChangeVia } from '#shared/lines/change.ts';
import { settingAt, unsetLine, type LineMode, type LineSetting } from '#shared/lines/setting.ts';
import { refuseIfChanged } from '../changed-since.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import { lineSettings, lineVersions, type LineEventBody } from './read.ts';

export interface NewLineSetting {
  readonly line: string;
  readonly mode?: LineMode | undefined;
  /** With `mode`: for how long, ms; left out: for good. */
  readonly forMs?: number | undefined;
  readonly overflowSeconds?: number | undefined;
  /** E.164; null takes it away. */
  readonly fallback?: string | null | undefined;
  readonly via: ChangeVia;
  readonly who: string;
  readonly reason: string;
  /** The version that was read; left out or null: whatever it is by now. */
  readonly expected?: number | null;
}

/** Gives every configured line its row; one that has a row keeps what was set. */
export const keepLines = async (
  tx: Tx,
  lines: readonly { readonly name: string; readonly numbers: readonly string[] }[],
): Promise<void> => {
  const now = tx.clock.now();
  for (const { name, numbers } of lines) {
    await tx.db
      .insertInto('lines')
      .values({ business_id: tx.businessId, id: newId(now), name, number: numbers[0] ?? '' })
      .onConflict((conflict) => conflict.columns(['business_id', 'name']).doNothing())
      .execute();
  }
};

/** Refuses a change to a setting that is not the newest. */
const refuseOlder = async (
  tx: Tx,
  { expected = null, fallback, line, mode, overflowSeconds }: NewLineSetting,
): Promise<void> => {
  const wished = Object.entries({ mode, overflowSeconds, fallback }).filter(([, value]) => value !== undefined);
  const version = (await lineVersions(tx)).get(line) ?? 1;
  await refuseIfChanged(tx, {
    subject: { kind: 'line', id: line },
    expected,
    version,
    yours: Object.fromEntries(wished),
  });
};

/**
 * Changes a line and writes its history. Of a change for a time the mode that holds for good comes back, also when one such
 * change follows another.
 * @throws ChangedSince when `expected` is not its version
 */
export const setLine = async (tx: Tx, change: NewLineSetting): Promise<{ before: LineSetting; after: LineSetting }> => {
  await refuseOlder(tx, change);
  const now = tx.clock.now();
  const stored = (await lineSettings(tx)).find(({ line }) => line === change.line) ?? unsetLine(change.line);
  const before = settingAt(stored, now);
  const after: LineSetting = {
    ...before,
    overflowSeconds: change.overflowSeconds ?? before.overflowSeconds,
    fallback: change.fallback === undefined ? before.fallback : change.fallback,
    ...(change.mode === undefined ? {} : timed(before, change.mode, change.forMs, now)),
  };
  await write(tx, before, after, change);
  return { before, after };
};

const timed = (before: LineSetting, mode: LineMode, forMs: number | undefined, now: number) => {
  const lasting = before.afterwards ?? before.mode;
  return forMs === undefined || mode === lasting
    ? { mode, until: null, afterwards: null }
    : { mode, until: now + forMs, afterwards: lasting };
};

/** Puts a line back to what it was; a time that is over by now counts as over. */
export const restoreLine = async (
  tx: Tx,
  to: LineSetting,
  by: Pick<NewLineSetting, 'via' | 'who' | 'reason'>,
): Promise<void> => {
  const now = tx.clock.now();
  const before = (await lineSettings(tx)).find(({ line }) => line === to.line) ?? unsetLine(to.line);
  await write(tx, settingAt(before, now), settingAt(to, now), by);
};

/** Brings the lines back whose change was for a time that is over. @returns their names */
export const returnLines = async (tx: Tx): Promise<string[]> => {
  const now = tx.clock.now();
  const returned: string[] = [];
  for (const before of await lineSettings(tx)) {
    const after = settingAt(before, now);
    if (after === before) continue;
    await write(tx, before, after, { via: 'box', who: '', reason: 'the time set was over' });
    returned.push(before.line);
  }
  return returned;
};

/** Somebody pressed a wrong PIN in this call: written beside the line's history. */
export const recordPinRefused = (tx: Tx, line: string, callId: string, locked: boolean): Promise<void> =>
  recordEvent(tx, {
    subject: { kind: 'line', id: line },
    kind: 'pin_refused',
    actor: 'caller',
    reason: locked ? 'wrong PIN, locked' : 'wrong PIN',
    body: { callId },
  });

const write = async (
  tx: Tx,
  before: LineSetting,
  after: LineSetting,
  { via, who, reason }: Pick<NewLineSetting, 'via' | 'who' | 'reason'>,
): Promise<void> => {
  await tx.db
    .updateTable('lines')
    .set((eb) => ({
      version: eb('version', '+', 1),
      mode: after.mode,
      overflow_seconds: after.overflowSeconds,
      fallback: after.fallback,
      until_at: after.until,
      then_mode: after.afterwards,
    }))
    .where('business_id', '=', tx.businessId)
    .where('name', '=', after.line)
    .execute();
  await recordEvent(tx, {
    subject: { kind: 'line', id: after.line },
    kind: 'line_changed',
    actor: via === 'box' ? 'system' : 'person',
    reason,
    body: { via, who, before, after } satisfies LineEventBody,
  });
};
