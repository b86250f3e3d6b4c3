import type { TransferAttempt, TransferRecord } from '#shared/api/transfer.ts';
import { messageOf } from '#shared/errors.ts';
import type { CallCommand } from '#shared/link/commands.ts';
import type { Log } from '#observe/log.ts';
import type { TextToSpeech } from '../../speech/ports.ts';
import type { CallLine } from '../call-deps.ts';
import type { OpenEar } from '../ear.ts';
import { outcomeOf } from './outcome.ts';
import type { People, Person } from './people.ts';
import { PersonLeg } from './person-leg.ts';

export type TransferBody = Extract<CallCommand, { kind: 'transfer' }>;

export interface TransferDeps {
  readonly incoming: Pick<CallLine, 'from' | 'trunk' | 'refer'>;
  readonly people: People;
  readonly tts: TextToSpeech;
  readonly openEar: OpenEar;
  readonly monotonic: () => number;
  readonly log: Log;
}

/** A far end that took the REFER and hung up tells its result within this, ms. */
const MOVED_LIMIT_MS = 2000;

/**
 * One attempt to hand a caller to a person: each is rung in turn, until one takes the call. Where the caller's line is to do it
 * (REFER) and will not, we ring the same person ourselves.
 */
export class Transfer {
  readonly #deps: TransferDeps;
  readonly #body: TransferBody;
  readonly #attempts: TransferAttempt[] = [];
  #ringing: PersonLeg | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #left = false;
  #joined: PersonLeg | null = null;

  constructor(deps: TransferDeps, body: TransferBody) {
    this.#deps = deps;
    this.#body = body;
  }

  /** The person who has taken the call and waits to be joined with the caller. */
  get joined(): PersonLeg | null {
    return this.#joined;
  }

  /** How it went, as far as it has gone. */
  get record(): TransferRecord {
    const took = this.#attempts.find(({ outcome }) => outcome === 'taken' || outcome === 'referred');
    return { ok: took !== undefined, to: took?.to ?? null, attempts: [...this.#attempts] };
  }

  /** Rings one after the other. */
  run(): Promise<TransferRecord> {
    const running = this.#run();
    this.#running = running;
    return running;
  }

  async #run(): Promise<TransferRecord> {
    const { incoming, log, people } = this.#deps;
    for (const name of this.#body.to) {
      if (this.#left || this.record.ok) break;
      const person = people.find(name, incoming.trunk);
      if (!person) {
        log.error({ pii: { name } }, 'a caller was to be handed to somebody who is not in the configuration');
        this.#attempts.push({ to: name, way: 'bridge', outcome: 'failed', status: 404, ms: 0 });
        continue;
      }
      try {
        if (person.way === 'bridge' || !(await this.#refer(person))) await this.#bridge(person);
      } catch (error) {
        log.error({ cause: messageOf(error) }, 'a person could not be rung');
        this.#attempts.push({ to: name, way: person.way, outcome: 'failed', status: 0, ms: 0 });
      }
    }
    return this.record;
  }

  /** Whoever had taken the call is not joined after all: one of both has hung up. Ends their side. */
  notJoined(outcome: 'not_taken' | 'caller_left'): void {
    if (!this.#joined) return;
    this.#joined.hangup('not joined');
    this.#joined = null;
    const last = this.#attempts.pop();
    if (last) this.#attempts.push({ ...last, outcome });
  }

  /** The caller's line has ended. @returns how it went: a caller who was taken on by REFER has ended it as well */
  async callerLeft(): Promise<TransferRecord> {
    this.#left = true;
    this.#ringing?.cancel();
    await Promise.race([this.#running, new Promise((resolve) => void setTimeout(resolve, MOVED_LIMIT_MS).unref())]);
    return this.record;
  }

  /** @returns false when the line would not try: then the person has not been rung */
  async #refer(person: Person): Promise<boolean> {
    const { incoming, monotonic } = this.#deps;
    if (!incoming.refer) return false;
    const began = monotonic();
    const { ok, status, accepted } = await incoming.refer(person.referTo);
    const end = outcomeOf({ by: 'remote', reason: '', status });
    const outcome = ok ? 'referred' : this.#left ? 'caller_left' : accepted ? end : 'refused';
    this.#attempts.push({ to: person.name, way: 'refer', outcome, status, ms: Math.round(monotonic() - began) });
    return ok || accepted || this.#left;
  }

  async #bridge(person: Person): Promise<void> {
    const { incoming, log, monotonic, openEar, people, tts } = this.#deps;
    const began = monotonic();
    const tell = (outcome: TransferAttempt['outcome'], status: number): void =>
      void this.#attempts.push({
        to: person.name,
        way: 'bridge',
        outcome,
        status,
        ms: Math.round(monotonic() - began),
      });
    const leg = await people.openLeg();
    if (this.#left) return void leg.close();
    const ringing = new PersonLeg({
      person,
      leg,
      caller: incoming.from,
      whisper: this.#body.whisper,
      tts,
      openEar,
      monotonic,
      log,
    });
    this.#ringing = ringing;
    const { outcome, status } = await ringing.ring();
    this.#ringing = null;
    if (outcome === 'taken') this.#joined = ringing;
    tell(outcome, status);
  }
}
