import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfferedWindow, ToolOutcome, VisitDetails } from '#conversation/tools.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { sampleVisit } from '#fixtures/visit.ts';
import { silentLog } from '#observe/log.ts';
import { beginCall } from '#store/calls/transactor.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '#store/store.ts';
import { createToolRunner } from '#store/tools/runner.ts';

/** Monday 23 November 2026, 07:00 in New York: the whole week lies ahead. */
export const MONDAY = Date.parse('2026-11-23T12:00:00Z');

/** A business clock that stands still until it is moved. */
export const handClock = (start: number = MONDAY) => {
  let now = start;
  return { now: () => now, monotonic: () => now, move: (ms: number) => void (now += ms) };
};

export interface DemoOffice extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly shop: BusinessStore;
}

/** The demo shop in a real database of its own. */
export const openDemoOffice = async (clock = handClock(), kept?: string): Promise<DemoOffice> => {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'office-'));
  const store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  const shop = await seedDemoShop(store);
  return {
    folder,
    store,
    shop,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const visitOf = (n: number): VisitDetails => {
  const usual = sampleVisit(`555123${String(n).padStart(4, '0')}`);
  return {
    ...usual,
    serviceType: 'no_cooling',
    problem: 'the AC stopped cooling',
    details: ['outdoor unit rattling'],
    urgency: 'urgent',
    contact: { ...usual.contact, name: `Caller ${n}` },
    location: { ...usual.location, houseNumber: String(n) },
  };
};

/** Opens call `n`; its id is `call-n`. */
export const openCall = async (shop: Pick<BusinessStore, 'transaction'>, n: number): Promise<string> => {
  const callId = `call-${n}`;
  await shop.transaction((tx) =>
    beginCall(tx, {
      callId,
      line: 'main',
      from: '',
      to: '100',
      startedAt: tx.clock.now(),
      engines: { stt: 's', tts: 't', bench: true },
    }),
  );
  return callId;
};

export const offer = async (
  shop: BusinessStore,
  callId: string,
  key: string,
  exclude: readonly string[] = [],
): Promise<readonly OfferedWindow[]> => {
  const outcome = await shop.transaction((tx) =>
    createToolRunner({ tx, callId })({
      name: 'offer_windows',
      key,
      args: {
        serviceType: 'no_cooling',
        urgency: 'urgent',
        limit: 8,
        date: null,
        fromHour: null,
        toHour: null,
        exclude,
      },
    }),
  );
  if (outcome.name !== 'offer_windows' || !outcome.ok) throw new Error('no offers');
  return outcome.result.windows;
};

export const TERMS = { state: null, depositCap: 'strictest', licenceNumber: null, cancellationNotice: false } as const;

export const book = (
  shop: BusinessStore,
  callId: string,
  n: number,
  windowId: string,
  key: string,
): Promise<ToolOutcome> =>
  shop.transaction((tx) =>
    createToolRunner({ tx, callId })({
      name: 'book_visit',
      key,
      args: { windowId, quoteId: null, visit: visitOf(n), terms: TERMS },
    }),
  );

/** Books caller `n` as a conversation would: one of the windows on offer, another one when it was taken in between. */
export const bookSome = async (shop: BusinessStore, n: number): Promise<string | null> => {
  const callId = await openCall(shop, n);
  for (let round = 0; ; round++) {
    const windows = await offer(shop, callId, `offer/${round}`);
    const window = windows[n % windows.length];
    if (window === undefined) return null;
    const outcome = await book(shop, callId, n, window.id, `book/${round}`);
    if (outcome.name !== 'book_visit') throw new Error('wrong tool');
    if (outcome.ok) return outcome.result.jobNumber;
    if (outcome.error !== 'window_taken') throw new Error(outcome.error);
  }
};
