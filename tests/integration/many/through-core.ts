import { setTimeout as after } from 'node:timers/promises';
import { join } from 'node:path';
import { type Random, seededRandom } from '#drills/random.ts';
import type { CoreProcess } from '#fakes/core-process.ts';
import { TextExchange, type TextExchangeCall } from '#fakes/text-exchange.ts';
import type { In, Out, Work } from '../many-callers-process.ts';
import type { Matter, Told } from './caller.ts';
import { type Client, Clients } from './clients.ts';

/** Processes of callers; they serve one `callMany` after the other. */
export const callingClients = (processes: number): Clients =>
  new Clients(join(import.meta.dirname, '..', 'many-callers-process.ts'), processes);

export interface ManyCalls {
  readonly seed: number;
  readonly callers: number;
  /** Clients that are killed at a random moment, and how often core is. */
  readonly clientKills: number;
  readonly coreKills: number;
}

/** A call as its caller had it. */
export interface Call {
  readonly id: string;
  readonly phone: string;
  readonly matter: Matter;
  /** 1 or 2. */
  readonly day: number;
  readonly told: readonly Told[];
  /** The caller died in mid-call, so that nobody knows what they heard. */
  readonly cut: boolean;
}

export interface Called {
  readonly calls: readonly Call[];
  readonly answers: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** From one morning to the next, and an hour and a half: what was held and not taken is free again. */
const DAY_LATER = 25.5 * 3_600_000;
/** Answers of a caller, about. */
const ANSWERS = 14;

/** Places in the middle of what core writes, and just behind it. */
const PLACES = [
  'booking.written',
  'booking.committed',
  'moving',
  'written#9',
  'committed#9',
  'acknowledged#9',
] as const;

/**
 * Ends core at random moments, or just where a booking or a move is half written; each time it is started anew at once, as the
 * supervisor does.
 */
class Deaths {
  readonly #core: CoreProcess;
  readonly #random: Random;
  readonly #moments: number[];
  #living: Promise<void> = Promise.resolve();
  /** The start that is to end by itself. */
  #doomed = 0;

  /** @param moments answers of callers, in all, after which it ends */
  constructor(core: CoreProcess, random: Random, moments: readonly number[]) {
    this.#core = core;
    this.#random = random;
    this.#moments = [...moments];
  }

  look(answers: number): void {
    if (answers < (this.#moments[0] ?? Number.POSITIVE_INFINITY)) return;
    this.#moments.shift();
    const moment = this.#random.integer(0, 40);
    const place = this.#random.next() < 0.5 ? this.#random.pick(PLACES) : undefined;
    this.#living = this.#living.then(async () => {
      await after(moment);
      this.#doomed += 1;
      await this.#core.kill();
      await this.#start(place);
    });
  }

  async #start(place?: string): Promise<void> {
    await this.#core.start(place);
    if (place === undefined) return;
    this.#doomed += 1;
    const doomed = this.#doomed;
    void this.#core.gone().then(() => {
      if (doomed === this.#doomed) this.#living = this.#living.then(() => this.#start());
    });
  }

  /** The night: nobody rings, and core is stopped and started again. */
  async pass(ms: number): Promise<void> {
    await this.#living;
    this.#doomed += 1;
    await this.#core.stop();
    this.#core.pass(ms);
    await this.#core.start();
  }

  /** Nothing ends by itself any more. */
  async over(): Promise<void> {
    this.#moments.length = 0;
    await this.#living;
    this.#doomed += 1;
  }
}

/**
 * Callers of a running core, each in text over the voice link, from several processes; core and some of the clients are killed.
 * Half of them, and who had a window held, ring on the next day.
 */
export const callMany = async (
  core: CoreProcess,
  clients: Clients,
  { seed, callers, clientKills, coreKills }: ManyCalls,
): Promise<Called> => {
  const exchange = new TextExchange(core.socketPath);
  exchange.start();
  const random = seededRandom(seed);
  const share = Math.ceil(callers / clients.all.length);
  const victims = new Set(Array.from({ length: clientKills }, () => random.integer(0, clients.all.length - 1)));
  const left = clients.all.map((_, i) =>
    victims.has(i) ? random.integer(3, share * ANSWERS * 0.8) : Number.POSITIVE_INFINITY,
  );
  const deaths = new Deaths(
    core,
    random,
    Array.from({ length: coreKills }, (_, i) =>
      Math.floor(((i + 0.2 + random.next() * 0.6) / coreKills) * callers * ANSWERS),
    ),
  );
  const calls: (Call & { told: Told[]; cut: boolean })[] = [];
  const faults: string[] = [];
  let answers = 0;
  const serve = async (client: Client, index: number, day: 1 | 2): Promise<void> => {
    const line: { phone?: TextExchangeCall; call?: (typeof calls)[number]; waits?: (say: string | null) => void } = {};
    const send = (told: In): void => client.send(told);
    const ring = (from: string, matter: Matter): void => {
      const phone = exchange.ring({
        from,
        answer: (heard) => {
          const { promise, resolve } = Promise.withResolvers<string | null>();
          line.waits = resolve;
          send({ heard, asks: true });
          return promise;
        },
        hears: (heard) => send({ heard, asks: false }),
      });
      line.phone = phone;
      line.call = { id: phone.id, phone: from, matter, day, told: [], cut: false };
      calls.push(line.call);
      void phone.ended.then(() => send({ ended: true }));
    };
    const half = Math.ceil(share / 2);
    const first = 1 + index * share + (day - 1) * half;
    const work: Work = { seed, first, count: day === 1 ? half : share - half, day };
    const end = await client.serve<Out>(work, (told) => {
      if ('ring' in told) return ring(told.ring, told.matter);
      line.call?.told.push(...told.told);
      if (!('say' in told)) return;
      answers += 1;
      left[index] = (left[index] ?? 0) - 1;
      line.waits?.(told.say);
      if (told.hangUp) line.phone?.hangUp();
      else if (told.say === null) line.phone?.keepSilent();
      if (left[index] === 0) client.kill();
      deaths.look(answers);
    });
    if (end !== null && line.call) line.call.cut = true;
    // A phone that dies is a line that drops.
    line.phone?.hangUp();
    if (end !== null && !(victims.has(index) && end.signal === 'SIGKILL'))
      faults.push(`a client ended with ${end.complaint}`);
  };
  const started = performance.now();
  for (const day of [1, 2] as const) {
    await Promise.all(clients.all.map((client, index) => serve(client, index, day)));
    await exchange.settled(null, 30_000);
    if (day === 1) await deaths.pass(DAY_LATER);
  }
  await deaths.over();
  exchange.close();
  return { calls, answers, faults, seconds: (performance.now() - started) / 1000 };
};
