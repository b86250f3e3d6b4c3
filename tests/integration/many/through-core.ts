import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom } from '#drills/random.ts';
import { openRows } from '#fixtures/database/which.ts';
import type { CoreProcess } from '#fakes/core-process.ts';
import { TextExchange, type TextExchangeCall } from '#fakes/text-exchange.ts';

const CLIENT = join(import.meta.dirname, '..', 'many-callers-process.ts');

export interface ManyCalls {
  readonly seed: number;
  readonly processes: number;
  readonly callers: number;
  /** Clients that are killed at a random moment, and how often core is. */
  readonly clientKills: number;
  readonly coreKills: number;
}

/** What was said and heard of calls that told a booking. */
export interface Called {
  readonly calls: number;
  /** Ids of calls whose caller heard that they are booked. */
  readonly told: readonly string[];
  readonly faults: readonly string[];
  readonly seconds: number;
}

type Line =
  | { readonly ring: string }
  | { readonly say: string | null; readonly hangUp: boolean; readonly booked: boolean };

/** Callers of a running core, each in text over the voice link, from several processes; core and some of the clients are killed. */
export const callMany = async (
  core: CoreProcess,
  { seed, processes, callers, clientKills, coreKills }: ManyCalls,
): Promise<Called> => {
  const exchange = new TextExchange(core.socketPath);
  exchange.start();
  const random = seededRandom(seed);
  const share = Math.ceil(callers / processes);
  const victims = new Set(Array.from({ length: clientKills }, () => random.integer(0, processes - 1)));
  /** At so many answers of callers in all, core dies. */
  const deaths = Array.from({ length: coreKills }, (_, i) =>
    Math.floor(((i + 0.2 + random.next() * 0.6) / coreKills) * callers * 9),
  );
  const booked = new Set<string>();
  const faults: string[] = [];
  let answers = 0;
  let calls = 0;
  let dying: Promise<void> = Promise.resolve();
  const dieNow = (): void => {
    if (answers < (deaths[0] ?? Number.POSITIVE_INFINITY)) return;
    deaths.shift();
    dying = dying.then(() => core.kill()).then(() => core.start());
  };
  const started = performance.now();
  const serve = async (index: number): Promise<void> => {
    const child = spawn(process.execPath, [CLIENT, seed, 1 + index * share, share].map(String), {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const victim = victims.has(index);
    let left = victim ? random.integer(3, share * 8) : Number.POSITIVE_INFINITY;
    let complaint = '';
    const line: { call?: TextExchangeCall; waits?: (say: string | null) => void } = {};
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    child.stdin.on('error', () => undefined);
    const send = (line: object): void => void child.stdin.write(`${JSON.stringify(line)}\n`);
    const ring = (from: string): void => {
      calls += 1;
      const mine = exchange.ring({
        from,
        answer: (heard) => {
          const { promise, resolve } = Promise.withResolvers<string | null>();
          line.waits = resolve;
          send({ heard });
          return promise;
        },
      });
      line.call = mine;
      void mine.ended.then(() => send({ ended: true }));
    };
    createInterface(child.stdout).on('line', (text) => {
      const told = JSON.parse(text) as Line;
      if ('ring' in told) return ring(told.ring);
      answers += 1;
      left -= 1;
      if (told.booked && line.call) booked.add(line.call.id);
      dieNow();
      line.waits?.(told.say);
      if (told.hangUp) line.call?.hangUp();
      if (left <= 0) child.kill('SIGKILL');
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    // A phone that dies is a line that drops.
    line.call?.hangUp();
    if (code !== 0 && !(victim && signal === 'SIGKILL'))
      faults.push(`a client ended with ${code ?? signal}: ${complaint}`);
  };
  await Promise.all(Array.from({ length: processes }, (_, index) => serve(index)));
  await dying;
  await exchange.settled(null, 20_000);
  exchange.close();
  return { calls, told: [...booked], faults, seconds: (performance.now() - started) / 1000 };
};

/** Whoever heard that they are booked has one job, and nobody has two; of no number are there more jobs than calls. */
export const checkCalls = async (folder: string, { told }: Called): Promise<{ faults: string[]; jobs: number }> => {
  await using db = await openRows(folder);
  const jobs = await db.all<{ call_id: string; contact_phone: string }>('select call_id, contact_phone from jobs');
  const of = Map.groupBy(jobs, ({ call_id }) => call_id);
  const phones = Map.groupBy(jobs, ({ contact_phone }) => contact_phone);
  return {
    jobs: jobs.length,
    faults: [
      ...told
        .filter((call) => of.get(call)?.length !== 1)
        .map((call) => `${call} was told a booking and has ${of.get(call)?.length ?? 0}`),
      ...[...phones].filter(([, own]) => own.length > 1).map(([phone, own]) => `${phone} has ${own.length} jobs`),
    ],
  };
};
