import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CallSession, type Taken } from '#core/calls/session.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import type { CallState } from '#conversation/state/state.ts';
import type { TurnOutcome } from '#conversation/turn-types.ts';
import { openLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { whomToRing } from '#core/outbound/whom.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent, OutboundReason } from '#shared/link/events.ts';
import { EXIT, printHelp, readArguments, readInstant } from './arguments.ts';
import { modelsIn } from './models-in.ts';
import { purposeNamed } from './purpose.ts';

const HELP = `usage: pilot talk [--now ISO] [--playbook NAME|all] [--data FOLDER] [--llm FILE] [--from NUMBER | --outbound KIND --about ID]

A call without audio, on real records. Each line of stdin is what the caller says after hearing the box out; each line of
stdout is one JSON object: {"say","acts","phase","slots","tools","ended"}. The first comes before any input: the greeting.
The end of stdin is the caller hanging up.

  --now ISO        start the business clock at this instant, like 2026-03-04T20:10:00-05:00
  --playbook NAME  hvac, plumbing, electrical, or all (default)
  --data FOLDER    database and keys, made when new (default ./data)
  --llm FILE       with the language models of this configuration (its llm block)
  --from NUMBER    the number the caller rings from; withheld when left out
  --outbound KIND  the box rings: confirmation, reminder, call_back, abandoned_booking or follow_up
  --about ID       what it rings about: a job (J-1042), or the id of the call that broke off
`;

/** A call that the box makes: whom it rings, and why. */
interface Ringing {
  readonly to: string;
  readonly outbound: OutboundReason;
}

/**
 * Whom to ring about a job or a call that broke off.
 * @throws PilotError `usage`, `outbound.nobody`, `outbound.opted_out`
 */
export const ringing = async (desk: Desk, kind: string, about: string): Promise<Ringing> => {
  const purpose = purposeNamed('talk', kind);
  const { to, visitId, callId } = await desk.store.transaction((tx) =>
    whomToRing(tx, purpose, about, desk.shop.zone, {
      rules: desk.books.current.playbook.survey,
      now: desk.clock.now(),
    }),
  );
  return { to, outbound: { purpose, about: visitId ?? callId ?? '' } };
};

/** Milliseconds a typed word counts as speech, so that places in the recording are told apart. */
const MS_PER_WORD = 350;

/** One call on the records of a desk, driven by text. */
export class TextCall {
  readonly #session: CallSession;
  readonly #desk: Desk;
  #seq = 0;
  #offsetMs = 0;
  #lastSay: string | null = null;
  #utterances = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#session = new CallSession(desk, {
      call: newId(desk.clock.now()),
      state: desk.emptyState(),
      lastSeq: 0,
      turn: 0,
      pending: [],
    });
  }

  get id(): string {
    return this.#session.call;
  }

  /** @param from whom the call comes from, or the call that the box makes */
  start(from: string | Ringing): Promise<TurnOutcome<CallState>> {
    const shop = this.#desk.shop.phone;
    return this.#hearOut({
      kind: 'call.started',
      line: 'talk',
      ...(typeof from === 'string' ? { from, to: shop } : { from: shop, ...from }),
      startedAt: this.#desk.clock.now(),
      engines: { stt: 'text', tts: 'text', bench: false },
    });
  }

  /** What the caller says once our last say was heard to its end. */
  say(text: string): Promise<TurnOutcome<CallState>> {
    const startMs = this.#offsetMs;
    this.#offsetMs += MS_PER_WORD * text.split(/\s+/).length;
    this.#utterances += 1;
    return this.#hearOut({
      kind: 'speech.final',
      utterance: `u${this.#utterances}`,
      text,
      startMs,
      endMs: this.#offsetMs,
      ...(this.#lastSay === null ? {} : { after: this.#lastSay }),
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    });
  }

  /** There is no line to transfer on: every attempt fails, and the conversation goes on. */
  transferFailed(): Promise<TurnOutcome<CallState>> {
    return this.#hearOut({
      kind: 'transfer.result',
      command: `${this.id}/transfer`,
      ok: false,
      to: null,
      attempts: [],
    });
  }

  async close(by: 'caller' | 'us'): Promise<void> {
    await this.#take({
      kind: 'call.ended',
      by,
      reason: by === 'caller' ? 'hung up' : 'over',
      endedAt: this.#desk.clock.now(),
    });
  }

  #take(body: CallEvent): Promise<Taken> {
    this.#seq += 1;
    return this.#session.take({ type: 'event', call: this.id, seq: this.#seq, at: this.#desk.clock.now(), body });
  }

  /** Takes an event in and lets the caller hear the answer to its end. */
  async #hearOut(body: CallEvent): Promise<TurnOutcome<CallState>> {
    const { outcome, commands } = await this.#take(body);
    if (outcome === null) throw new Error(`the event ${body.kind} led to no turn`);
    for (const { id, body: command } of commands) {
      if (command.kind !== 'say') continue;
      const text = command.sentences.map((sentence) => sentence.text).join(' ');
      const heardMs = MS_PER_WORD * text.split(/\s+/).length;
      this.#offsetMs += heardMs;
      this.#lastSay = id;
      await this.#take({ kind: 'say.done', command: id, complete: true, heardText: text, heardMs });
    }
    return outcome;
  }
}

const lineOf = (outcome: TurnOutcome<unknown>): string =>
  JSON.stringify({
    say: outcome.sentences.map((sentence) => sentence.text).join(' '),
    acts: outcome.acts,
    phase: outcome.phase,
    slots: outcome.slots,
    tools: outcome.tools.map((tool) => ({
      name: tool.name,
      key: tool.key,
      ok: tool.ok,
      result: tool.ok ? tool.result : { error: tool.error },
    })),
    ended: outcome.ended,
  });

/** Plays one call from lines of text; ends with the call, or hangs up at the end of the input. */
export const converse = async (
  desk: Desk,
  from: string | Ringing,
  input: Readable,
  output: Writable,
): Promise<void> => {
  const call = new TextCall(desk);
  const tell = (outcome: TurnOutcome<unknown>): void => void output.write(`${lineOf(outcome)}\n`);
  let outcome = await call.start(from);
  tell(outcome);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    outcome = await call.say(line);
    tell(outcome);
    if (outcome.transfer !== null) {
      outcome = await call.transferFailed();
      tell(outcome);
    }
    if (outcome.ended) break;
  }
  await call.close(outcome.ended ? 'us' : 'caller');
};

/** `pilot talk`. */
export const talkCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('talk', argv, {
    now: { type: 'string' },
    playbook: { type: 'string', default: 'all' },
    data: { type: 'string', default: 'data' },
    llm: { type: 'string' },
    from: { type: 'string', default: '' },
    outbound: { type: 'string' },
    about: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) return printHelp(HELP);
  const clock = systemClock(values.now === undefined ? 0 : readInstant('talk', values.now) - Date.now());
  mkdirSync(values.data, { recursive: true, mode: 0o700 });
  await using desk = await openDesk({
    dataFolder: values.data,
    clock,
    log: openLog('talk', process.env['PILOT_LOG'] ?? 'warn'),
    playbook: values.playbook,
    demoShop: true,
    llm: modelsIn(values.llm),
  });
  await desk.models?.looked();
  const from = values.outbound === undefined ? values.from : await ringing(desk, values.outbound, values.about);
  await converse(desk, from, process.stdin, process.stdout);
  process.stdin.destroy();
  return EXIT.ok;
};
