import type { EventMessage } from '#core/calls/event-message.ts';
import { CallSession, type Taken } from '#core/calls/session.ts';
import { restoreSession } from '#core/calls/restore.ts';
import type { Desk } from '#core/desk.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent, OutboundReason } from '#shared/link/events.ts';
import type { Expectation } from '#shared/link/expectation.ts';
import type { DrillClock } from '../clock.ts';
import type { Turn } from './turn.ts';

/** How long a spoken word takes, ms. */
const MS_PER_WORD = 350;
/** A person thinks before they speak. */
const THINK_MS = 600;

export interface LineOptions {
  readonly desk: Desk;
  readonly clock: DrillClock;
  /** Caller's number as the network shows it, '' when withheld. */
  readonly from: string;
  /** It is the box that rings: whom, why, and by which id. */
  readonly outbound?: { readonly call: string; readonly to: string; readonly reason: OutboundReason };
  /** Does this person take a call that is handed to them? */
  readonly takesCall: (name: string) => boolean;
  /** Real milliseconds, for how long core takes over an answer. */
  readonly stopwatch: () => number;
}

interface Playing {
  readonly id: string;
  readonly text: string;
  readonly interruptible: boolean;
  readonly expect: Expectation | null;
}

const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/**
 * A call without sound on core's own session: events come as voice sends them, partials before each final, and what is
 * said counts as heard only as far as the caller let it be heard.
 */
export class TextLine {
  readonly #options: LineOptions;
  #session: CallSession;
  #seq = 0;
  #offsetMs = 0;
  #utterances = 0;
  /** The last say heard to its end. */
  #whole: string | undefined;
  #playing: Playing | null = null;
  #expect: Expectation | null = null;
  #answerMs = 0;
  #unanswered: string | null = null;
  #last: EventMessage | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
    const { desk, clock, outbound } = options;
    this.#session = new CallSession(desk, {
      call: outbound?.call ?? newId(clock.now()),
      state: desk.emptyState(),
      lastSeq: 0,
      turn: 0,
      pending: [],
    });
  }

  get call(): string {
    return this.#session.call;
  }

  /** The phone rings and the box answers; or somebody has taken up the phone that the box rang. */
  async ring(): Promise<Turn> {
    const { desk, clock, from, outbound } = this.#options;
    return this.#ask({
      kind: 'call.started',
      line: 'main',
      ...(outbound
        ? { from: desk.shop.phone, to: outbound.to, outbound: outbound.reason }
        : { from, to: desk.shop.phone }),
      startedAt: clock.now(),
      engines: { stt: 'text', tts: 'text', bench: false },
    });
  }

  /** The caller hears us out, thinks, and speaks. */
  async speak(text: string): Promise<Turn> {
    await this.#hearOut();
    this.#pass(THINK_MS);
    return this.#utter(text, this.#whole === undefined ? {} : { after: this.#whole });
  }

  /** The caller speaks into our sentence once this share of it was heard. */
  async interrupt(text: string, share: number): Promise<Turn> {
    const playing = this.#playing;
    if (!playing) return this.speak(text);
    const words = wordsIn(playing.text);
    const heard = Math.min(words.length - 1, Math.floor(words.length * share));
    const place = { ...(this.#whole === undefined ? {} : { after: this.#whole }), during: playing.id };
    if (!playing.interruptible) {
      // What must be heard plays on to its end under the caller's words.
      this.#pass(heard * MS_PER_WORD);
      const turn = await this.#utter(text, place);
      await this.#done(playing, words.length, true);
      return turn;
    }
    await this.#done(playing, heard, false);
    return this.#utter(text, place);
  }

  /** Nothing is said for as long as we wait. */
  async silence(): Promise<Turn> {
    await this.#hearOut();
    const ms = this.#expect?.timeoutMs ?? 0;
    this.#pass(ms);
    return this.#ask({ kind: 'silence', command: this.#whole ?? '', ms });
  }

  async press(digits: string): Promise<Turn> {
    await this.#hearOut();
    let turn: Turn | null = null;
    for (const key of digits) {
      this.#pass(300);
      turn = await this.#ask({ kind: 'key', digits: key, offsetMs: this.#offsetMs });
      if (turn.ended) break;
      if (turn.text !== '') await this.#hearOut();
    }
    if (turn === null) throw new RangeError('no key was pressed');
    return turn;
  }

  async hangUp(by: 'caller' | 'us' | 'lost'): Promise<void> {
    await this.#hearOut();
    await this.#take({
      kind: 'call.ended',
      by,
      reason: by === 'lost' ? 'no packets' : by === 'us' ? 'over' : 'hung up',
      endedAt: this.#options.clock.now(),
    });
  }

  /** Voice sends its last event once more, as after a cut link. @returns how many commands came of it */
  async sendAgain(): Promise<number> {
    const last = this.#last;
    return last === null ? 0 : (await this.#session.take(last)).commands.length;
  }

  /** Core dies and comes back: the conversation goes on from its last checkpoint. */
  async restart(): Promise<void> {
    const session = await restoreSession(this.#options.desk, this.call);
    if (session !== null) this.#session = session;
  }

  async #utter(text: string, place: { after?: string; during?: string }): Promise<Turn> {
    const words = wordsIn(text);
    this.#utterances += 1;
    const utterance = `u${this.#utterances}`;
    const startMs = this.#offsetMs;
    let early: Turn | null = null;
    for (const share of [0.5, 0.9]) {
      const grown = words.slice(0, Math.ceil(words.length * share));
      if (grown.length < 2 || early !== null) continue;
      const taken = await this.#take({ kind: 'speech.partial', utterance, text: grown.join(' ') }, true);
      if (taken.commands.length > 0) early = this.#turnOf(taken);
    }
    this.#pass(words.length * MS_PER_WORD);
    const turn = await this.#ask({
      kind: 'speech.final',
      utterance,
      text,
      startMs,
      endMs: this.#offsetMs,
      ...place,
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    });
    if (early === null) return turn;
    if (turn.text === '') return { ...early, ended: turn.ended || early.ended };
    return { ...turn, acts: [...early.acts, ...turn.acts], early: early.text };
  }

  /** An event that we owe an answer to. */
  async #ask(body: CallEvent): Promise<Turn> {
    const taken = await this.#take(body);
    if (taken.commands.length === 0) this.#unanswered = body.kind;
    const transfer = taken.commands.find((one) => one.body.kind === 'transfer');
    const turn = this.#turnOf(taken);
    if (transfer?.body.kind !== 'transfer') return turn;
    await this.#hearOut();
    return this.#handOver(turn, transfer.id, transfer.body.to);
  }

  async #handOver(before: Turn, command: string, people: readonly string[]): Promise<Turn> {
    const taker = people.find((name) => this.#options.takesCall(name)) ?? null;
    const rung = taker === null ? people : people.slice(0, people.indexOf(taker) + 1);
    this.#pass(rung.length * 8000);
    const taken = await this.#take({
      kind: 'transfer.result',
      command,
      ok: taker !== null,
      to: taker,
      attempts: rung.map((to) => ({
        to,
        way: 'bridge',
        outcome: to === taker ? 'taken' : 'no_answer',
        status: to === taker ? 200 : 480,
        ms: 8000,
      })),
    });
    const after = this.#turnOf(taken);
    return { ...after, acts: [...before.acts, ...after.acts], text: `${before.text} ${after.text}`.trim() };
  }

  async #hearOut(): Promise<void> {
    const playing = this.#playing;
    if (playing) await this.#done(playing, wordsIn(playing.text).length, true);
  }

  async #done(playing: Playing, words: number, complete: boolean): Promise<void> {
    if (this.#playing?.id === playing.id) this.#playing = null;
    const heardMs = words * MS_PER_WORD;
    this.#pass(heardMs);
    if (complete) this.#whole = playing.id;
    if (complete) this.#expect = playing.expect;
    await this.#take({
      kind: 'say.done',
      command: playing.id,
      complete,
      heardText: complete ? playing.text : wordsIn(playing.text).slice(0, words).join(' '),
      heardMs,
    });
  }

  #turnOf(taken: Taken): Turn {
    const says = taken.commands.flatMap(({ id, body }) => (body.kind === 'say' ? [{ id, body }] : []));
    const [say] = says;
    const text = say?.body.sentences.map((sentence) => sentence.text).join(' ') ?? '';
    if (say) this.#playing = { id: say.id, text, interruptible: say.body.interruptible, expect: say.body.expect };
    const listen = taken.commands.find(({ body }) => body.kind === 'listen');
    if (listen?.body.kind === 'listen') this.#expect = listen.body.expect;
    const { outcome } = taken;
    const turn: Turn = {
      acts: outcome?.acts ?? [],
      text,
      early: '',
      ended: outcome?.ended ?? false,
      hangup: outcome?.hangup ?? false,
      answerMs: this.#answerMs,
      unanswered: this.#unanswered,
    };
    this.#unanswered = null;
    return turn;
  }

  async #take(body: CallEvent, volatile = false): Promise<Taken> {
    if (!volatile) this.#seq += 1;
    const { clock, stopwatch } = this.#options;
    const began = stopwatch();
    const seq = volatile ? 0 : this.#seq;
    const event: EventMessage = { type: 'event', call: this.call, seq, at: clock.now(), body };
    if (!volatile) this.#last = event;
    const taken = await this.#session.take(event);
    this.#answerMs = stopwatch() - began;
    return taken;
  }

  #pass(ms: number): void {
    this.#offsetMs += ms;
    this.#options.clock.advance(ms);
  }
}
