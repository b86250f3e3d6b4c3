import { join } from 'node:path';
import type { DecideContext } from '#conversation/decide/context.ts';
import { createReader } from '#conversation/read/reader.ts';
import { type CallState, newCall } from '#conversation/state/state.ts';
import { withhold, withholdGrowing, type Secret, type Withheld } from '#conversation/withhold.ts';
import { beginsCardNumber } from '#conversation/language/en-US/card-numbers.ts';
import { CARD } from '#conversation/state/references.ts';
import type { Log } from '#observe/log.ts';
import { isOpen } from '#schedule/opening.ts';
import { type CostConfig, completeCost } from '#shared/config/cost.ts';
import type { TransferConfig } from '#shared/config/transfer.ts';
import type { Clock } from '#shared/clock.ts';
import { databaseFile } from '#shared/data-folder.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import type { OutboundConfig } from '#shared/config/outbound.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { ShopConfig } from '#shared/config/shop.ts';
import { DEMO_SHOP } from '#shop/starter/demo-shop.ts';
import { starterShop } from '#shop/starter/shop.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { seedShop } from '#store/seed/shop.ts';
import { type BusinessStore, type Store, type StoreOptions, openStore } from '#store/store.ts';
import { Bookshelf } from './bookshelf.ts';
import { CostBooks } from './cost/books.ts';
import { loadDirectory } from './directory.ts';
import type { Troubles } from './health.ts';
import { followGazetteer } from './followed-gazetteer.ts';
import { openRegulars } from './regulars.ts';
import type { Models } from './models/models.ts';

/** How long opening hours and the shop's settings are taken as they were read, ms. */
const SHOP_FRESH_MS = 30_000;

export interface DeskOptions {
  readonly dataFolder: string;
  /** A PostgreSQL database in place of the file in the data folder. */
  readonly postgres?: StoreOptions['postgres'];
  readonly clock: Clock;
  readonly log: Log;
  /** Name of a shipped playbook, `all`, or the path of the owner's own, which is watched. */
  readonly playbook: string;
  /** The list of the area's addresses; null or left out: the one in the data folder, if there is one. */
  readonly gazetteer?: string | null;
  /** Fill an empty database with the demo shop. */
  readonly demoShop: boolean;
  /** The shop whose starter rows an empty database gets. */
  readonly shop?: ShopConfig | null;
  /** Language models; rules and templates alone when left out. */
  readonly llm?: LlmConfig | null;
  /** Whom callers may be handed to; nobody when left out. */
  readonly transfer?: Pick<TransferConfig, 'to' | 'record'>;
  /** Prices and budgets; the defaults when left out. */
  readonly cost?: CostConfig;
  /** A premium voice is configured. */
  readonly premium?: boolean;
  /** Calls of the box's own; none when left out. */
  readonly outbound?: OutboundConfig | null;
  /** Is told when a changed playbook is refused. */
  readonly troubles?: Pick<Troubles, 'report' | 'clear'>;
}

/** Everything a conversation needs of the shop: the records, the playbook, the reader. */
export interface Desk extends AsyncDisposable {
  /** The records of every business on this box. */
  readonly db: Store;
  readonly store: BusinessStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The playbook of new calls, and those that calls under way began with. */
  readonly books: Bookshelf;
  readonly costs: CostBooks;
  /** Null where none is configured. */
  readonly models: Models | null;
  readonly shop: { readonly name: string; readonly zone: string; readonly phone: string };
  /** Null: the box calls nobody. */
  readonly outbound: OutboundConfig | null;
  /** What a decision may know, as of now. @param digest of the playbook the call began with; the current one when left out */
  context(digest?: string): Promise<DecideContext>;
  emptyState(): CallState;
  /** What a caller said as it may be stored, shown and decided on, and the codes that were in it. @param known those of this call */
  withhold(text: string, state: CallState, known: readonly Secret[]): Withheld;
  /** The same of an utterance that goes on. */
  withholdGrowing(text: string, state: CallState): string;
  /** @param text as `withholdGrowing` gives it */
  tellsOfCard(text: string): boolean;
  tellsOfDanger(text: string): boolean;
  urgencyOf(text: string): string;
}

/**
 * Opens the records of a data folder, made and migrated when new.
 * @throws PilotError `no_shop` when the database is empty and no shop is described or wanted, `shop_is_demo`; `store_*`; `playbook_*`
 */
export const openDesk = async (options: DeskOptions): Promise<Desk> => {
  const { clock, log, transfer = { to: [], record: false } } = options;
  const db = await openStore({
    file: databaseFile(options.dataFolder),
    postgres: options.postgres ?? null,
    clock,
    log,
  });
  try {
    const first = (await db.businesses())[0];
    const store = first ? db.for(first.id) : await firstShop(db, options);
    if (first) refuseDemo(first, options);
    const { settings, ...shop } = await store.shop();
    const gazetteer = followGazetteer(options.gazetteer ?? null, options.dataFolder, log);
    const regulars = await openRegulars(store, gazetteer);
    const { customers, technicians, streets } = regulars;
    const directory = loadDirectory({ home: settings.home, customers, technicians, gazetteer: streets });
    const books = new Bookshelf({
      source: options.playbook,
      folder: join(options.dataFolder, 'playbooks'),
      log,
      ...(options.troubles === undefined ? {} : { troubles: options.troubles }),
      read: (playbook) => {
        const reader = createReader({ directory, playbook });
        // The first reading builds what the lists need; a caller must not wait for that.
        reader.read('warming up', { expect: 'open', now: clock.now(), zone: shop.zone, offered: [] });
        return reader;
      },
    });

    let seen = await store.calendar();
    let seenAt = clock.monotonic();
    const fresh = async () => {
      if (clock.monotonic() - seenAt > SHOP_FRESH_MS) {
        seen = await store.calendar();
        seenAt = clock.monotonic();
      }
      return seen;
    };
    const readOpen = (text: string) =>
      books.current.reader.read(text, { expect: 'open', now: clock.now(), zone: shop.zone, offered: [] });

    const models = await modelsFor(options, {
      playbook: books.current.playbook,
      zone: shop.zone,
      store,
      keyFor: (purpose) => db.keyFor(purpose),
      clock,
      log,
    });
    return {
      db,
      store,
      clock,
      log,
      books,
      costs: new CostBooks({
        store,
        clock,
        log,
        zone: shop.zone,
        config: options.cost ?? completeCost(undefined),
        premium: options.premium ?? false,
      }),
      models,
      shop,
      outbound: options.outbound ?? null,
      async context(digest) {
        const { playbook, reader } = (digest === undefined ? null : books.of(digest)) ?? books.current;
        gazetteer.look();
        await regulars.refresh();
        const calendar = await fresh();
        const now = clock.now();
        const open = isOpen(calendar.hours, calendar.holidays, shop.zone, now);
        return {
          now,
          zone: shop.zone,
          business: { name: shop.name, phone: shop.phone.slice(-10), state: settings.home.state },
          playbook,
          reader,
          ...(settings.outdoorTempF === undefined ? {} : { outdoorTempF: settings.outdoorTempF }),
          open,
          people: peopleNow(transfer, open),
          peopleRecorded: transfer.record,
        };
      },
      emptyState: () => newCall({ playbookDigest: books.current.digest }),
      withhold: (text, state, known) =>
        withhold(text, state, {
          known,
          newId: () => newId(clock.now()),
          reader: books.current.reader,
          now: clock.now(),
          zone: shop.zone,
        }),
      withholdGrowing,
      tellsOfCard: (text) => text.includes(CARD) || beginsCardNumber(text),
      tellsOfDanger: (text) => readOpen(text).urgency === 'life_safety',
      urgencyOf: (text) => (text === '' ? 'routine' : readOpen(text).urgency),
      async [Symbol.asyncDispose]() {
        models?.stop();
        books[Symbol.dispose]();
        gazetteer[Symbol.dispose]();
        await db[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
};

/** @throws PilotError `no_shop` */
const firstShop = async (db: Store, { shop, demoShop }: DeskOptions): Promise<BusinessStore> => {
  if (shop) return seedShop(db, starterShop(shop), { confirmed: false });
  if (demoShop) return seedDemoShop(db);
  throw new PilotError('no_shop', 'the database holds no shop yet, and the configuration describes none', {
    fix: 'Describe your shop in the shop section, or set demo_shop: true to try the box with an invented one.',
  });
};

/** Who describes a shop of their own must not answer as the one that was tried out in this folder. */
const refuseDemo = ({ name, phone }: { name: string; phone: string }, { shop }: DeskOptions): void => {
  if (!shop || name !== DEMO_SHOP.name || phone !== DEMO_SHOP.phone) return;
  throw new PilotError('shop_is_demo', `this data folder holds the invented shop ${name}, not ${shop.name}`, {
    fix: 'Set data to a new folder; the one of the trial can be deleted.',
  });
};

/** Loaded only where one is configured: a core that starts again in mid-call has no time for what it does not use. */
const modelsFor = async (
  { llm }: DeskOptions,
  parts: Omit<Parameters<typeof import('./models/models.ts').openModels>[0], 'config'>,
): Promise<Models | null> => {
  if (!llm) return null;
  const { openModels } = await import('./models/models.ts');
  return openModels({ ...parts, config: llm });
};

/** Names of those who are rung now, in order. */
const peopleNow = ({ to }: Pick<TransferConfig, 'to'>, open: boolean): string[] =>
  to.filter(({ when }) => when === 'always' || (when === 'open') === open).map(({ name }) => name);
