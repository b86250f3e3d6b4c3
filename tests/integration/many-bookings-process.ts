import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ToolCall, ToolOutcome } from '#conversation/tools.ts';
import { seededRandom } from '#drills/random.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { isPilotError } from '#shared/errors.ts';
import type { Tx } from '#store/scope.ts';
import { openStore } from '#store/store.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { openCall, TERMS, visitOf } from './demo-office.ts';
import { businessTime } from './many/business-time.ts';

interface Work {
  readonly folder: string;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

const tell = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A file of SQLite has no queue: whoever was told that others hold it has done nothing, and comes again. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPilotError(error) || error.code !== 'store_busy') throw error;
    }
  }
};

/** Serves callers of a shop one after the other, as a conversation would, and tells each commit once it has happened. */
const serveAll = async ({ folder, seed, first, count }: Work): Promise<void> => {
  const passing = businessTime(folder);
  /** Within a transaction time stands still: what it was judged by is the time that its rows tell. */
  let still: number | null = null;
  const clock = { now: () => still ?? passing(), monotonic: () => performance.now() };
  const database = await databaseIn(folder);
  await using store = await patiently(() => openStore({ ...database, clock, log: silentLog() }));
  const [business] = await store.businesses();
  const shop = store.for(business?.id ?? '');
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => patiently(() => shop.transaction(work));
  const services = await write((tx) => tx.db.selectFrom('service_types').select('code').orderBy('code').execute());
  const jumped = (): boolean =>
    existsSync(join(folder, 'jump')) && Number(readFileSync(join(folder, 'jump'), 'utf8')) > 0;

  const serve = async (n: number): Promise<void> => {
    const random = seededRandom(seed * 1000 + n);
    const service = random.pick(services).code;
    const urgency = random.next() < 0.15 ? 'emergency' : 'routine';
    const call = await openCall({ transaction: write }, n);
    const run = async (tool: ToolCall, slot: string | null): Promise<ToolOutcome> => {
      tell({ asked: { call, key: tool.key, service, urgency, slot } });
      const outcome = await write(async (tx) => {
        still = passing();
        return createToolRunner({ tx, callId: call })(tool);
      });
      still = null;
      tell({ done: { call, key: tool.key, name: tool.name, ok: outcome.ok } });
      return outcome;
    };
    const offers = async (key: string): Promise<readonly string[]> => {
      const args = { serviceType: service, urgency, limit: 6, date: null, fromHour: null, toHour: null, exclude: [] };
      const outcome = await run({ name: 'offer_windows', key, args }, null);
      return outcome.name === 'offer_windows' && outcome.ok ? outcome.result.windows.map(({ id }) => id) : [];
    };
    const visit = { ...visitOf(n), serviceType: service, urgency };
    const { contact, location } = visit;
    for (let round = 0; round < 5; round++) {
      const windows = await offers(`offer-${round}`);
      if (windows.length === 0) return;
      // Most want the soonest: there they meet.
      const windowId = random.next() < 0.6 ? (windows[0] ?? '') : random.pick(windows);
      if (random.next() < 0.3) {
        const text = '';
        const hold = {
          windowId,
          serviceType: service,
          urgency,
          name: contact.name,
          phone: contact.phone,
          text,
          spokenFeeCents: null,
        };
        const held = await run({ name: 'hold_window', key: `hold-${round}`, args: hold }, windowId);
        if (!held.ok) continue;
        if (random.next() < 0.5) return;
        await pause(random.integer(0, 40));
      }
      const booked = await run(
        { name: 'book_visit', key: `book-${round}`, args: { windowId, quoteId: null, visit, terms: TERMS } },
        windowId,
      );
      if (booked.name !== 'book_visit' || !booked.ok) continue;
      tell({ booked: { call, job: booked.result.jobNumber } });
      const visitId = (await shop.jobs.one(booked.result.jobId))?.visit?.id ?? '';
      const none = { lastName: null, zip: null, jobNumber: null };
      const proof = {
        visitId,
        reason: 'other plans',
        callerId: '',
        facts: { ...none, houseNumber: location.houseNumber, phone: contact.phone },
      };
      const then = random.next();
      if (then < 0.25) {
        const other = random.pick([...(await offers('offer-move')).filter((id) => id !== windowId), windowId]);
        if (other !== windowId)
          await run({ name: 'reschedule_visit', key: 'move', args: { ...proof, windowId: other } }, other);
      } else if (then < 0.4) {
        const gone = await run({ name: 'cancel_visit', key: 'cancel', args: proof }, null);
        if (gone.ok) tell({ cancelled: { call, job: booked.result.jobNumber } });
      }
      return;
    }
  };

  const callers = Array.from({ length: count }, (_, i) => first + i);
  for (const [i, n] of callers.entries()) {
    // Half of them ring a day later, when what was held and not taken is free again.
    while (i >= callers.length / 2 && !jumped()) await pause(5);
    await serve(n);
  }
};

/** Each line in is work; the end of them ends the process. */
for await (const line of createInterface(process.stdin)) {
  await serveAll(JSON.parse(line) as Work);
  tell({ served: true });
}
