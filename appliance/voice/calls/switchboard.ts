import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '#shared/clock.ts';
import { messageOf } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { CallSnapshot } from '#shared/link/messages.ts';
import type { Log } from '#observe/log.ts';
import type { Line, LineCall } from '../lines/line.ts';
import { carryOut } from '../lines/door.ts';
import type { Reception } from '../lines/reception.ts';
import type { RingOut } from '../lines/ring-out.ts';
import type { CommandMessage, LinkClient } from '../link/client.ts';
import type { Media } from '../media/media.ts';
import type { PremiumVoice, SpeechToText, TextToSpeech } from '../speech/ports.ts';
import { traceCall, tracePeople } from '../trace/traced-call.ts';
import type { Traces } from '../trace/traces.ts';
import type { LineQuality } from '#shared/api/trace.ts';
import type { CallDeps, EndedBy } from './call-deps.ts';
import { toldIdentity } from './caller-identity.ts';
import type { AnsweredCall } from './outbound/outbound-calls.ts';
import type { OpenEar } from './ear.ts';
import type { OwnerDesk } from '../owner/desk.ts';
import type { MessageSpool } from './spool.ts';
import type { People } from './transfer/people.ts';
import type { Conducted } from './conducted.ts';
import { Forwarding, type ForwardOutcome } from './forwarding.ts';
import { ShadowCall } from './shadow-call.ts';
import { VoiceCall } from './voice-call.ts';

export interface SwitchboardDeps {
  readonly media: Media;
  readonly stt: SpeechToText;
  readonly tts: TextToSpeech;
  readonly premium: PremiumVoice | null;
  readonly openEar: OpenEar;
  readonly people: () => People;
  readonly ringOut: () => RingOut;
  readonly link: () => LinkClient;
  readonly spool: MessageSpool;
  readonly reception: Reception;
  readonly recordings: string;
  readonly takeMessage: boolean;
  readonly owner: OwnerDesk | null;
  readonly traces: Traces;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long the phone rings for a core that is not there, ms. */
const CORE_WAIT_MS = 3000;

/** `2026-03-04`, UTC: recordings of a day share a folder. */
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Takes calls from lines and gives each its conductor; hands core's commands to the right one. */
export class Switchboard {
  readonly #deps: SwitchboardDeps;
  readonly #calls = new Map<string, Conducted>();
  /** Over, with events that core has not acknowledged: a core that comes back must not take them for lost. */
  readonly #untold = new Map<string, CallSnapshot>();
  #closing = false;

  constructor(deps: SwitchboardDeps) {
    this.#deps = deps;
  }

  serve(line: Line): void {
    line.onCall((incoming) => {
      void this.#arrive(line, incoming).catch((error: unknown) => {
        this.#deps.log.error({ cause: messageOf(error) }, 'a call could not be taken');
        incoming.reject(503, 'Service Unavailable', 5);
      });
    });
  }

  /** By the mode of its line a call is taken, rings first, or goes elsewhere. */
  async #arrive(line: Line, incoming: LineCall): Promise<void> {
    const { log, reception } = this.#deps;
    const name = line.nameOf(incoming);
    const plan = reception.plan(name, incoming);
    if (plan.do !== 'answer') log.info({ line: name, plan: plan.do }, 'a call is not answered');
    const taken = await carryOut(plan, incoming, (to) => this.#forward(name, incoming, to));
    if (taken === 'talk' && (await this.#elsewhere(name, incoming))) return;
    if (taken === 'listen') await this.#listen(line, incoming);
    else if (taken) await this.#take(line, incoming, taken === 'message');
  }

  /** Without core the fallback number has the call, where it can be rung. @returns whether it has it, or its caller is gone */
  async #elsewhere(line: string, incoming: LineCall): Promise<boolean> {
    const { link, log, reception } = this.#deps;
    const plan = link().up ? null : reception.withoutCore(line, incoming);
    if (!plan) return false;
    const forward = (to: string): Promise<ForwardOutcome> => this.#forward(line, incoming, to);
    // A core that is only restarting is there in a moment.
    if ((await carryOut({ do: 'answer', afterMs: CORE_WAIT_MS }, incoming, forward)) === null) return true;
    if (link().up) return false;
    log.warn({ line, plan: plan.do }, 'core is away: the fallback number is to take a call');
    return (await carryOut(plan, incoming, forward)) === null;
  }

  /** Nobody here takes part in such a call; core is told of it once it is over. */
  async #forward(line: string, incoming: LineCall, to: string): Promise<ForwardOutcome> {
    const { clock, link, log, media, ringOut, traces } = this.#deps;
    const startedAt = clock.now();
    const id = newId(startedAt);
    let quality = (): LineQuality | null => null;
    const outcome = await new Forwarding({
      incoming,
      media,
      ring: (at) => {
        const call = ringOut()(to, incoming.trunk, incoming.from, at);
        traces.joins(id, call.id);
        return call;
      },
      opened: (leg) => {
        quality = traceCall(traces, id, incoming, leg);
      },
      log,
    }).run();
    // A caller whom nobody took is still here, and has a call of their own.
    if (outcome === 'not_taken') return outcome;
    incoming.onEnded(({ by, reason }) => {
      const measured = quality();
      link().send(id, clock.now(), {
        kind: 'call.forwarded',
        line,
        from: incoming.from.user,
        to: incoming.to.user,
        ...toldIdentity(incoming.identity),
        startedAt,
        endedAt: clock.now(),
        by: by === 'remote' ? 'caller' : by === 'local' ? 'us' : 'lost',
        reason,
        forwardedTo: to,
        joined: outcome === 'joined',
        ...(measured === null ? {} : { quality: measured }),
      });
    });
    return outcome;
  }

  command({ call, id, answers, body }: CommandMessage): void {
    this.#calls.get(call)?.command(id, answers, body);
  }

  /** Calls in progress, and those that are over but not yet known to core as such. */
  snapshot(): CallSnapshot[] {
    return [...[...this.#calls.values()].map((call) => call.snapshot()), ...this.#untold.values()];
  }

  /** Core has everything of this call that was sent so far. */
  acknowledged(call: string): void {
    this.#untold.delete(call);
    this.#deps.spool.remove(call);
  }

  /** Sends the messages that an earlier run of voice took and could not give to core. */
  sendSpooled(): void {
    const { clock, link, spool } = this.#deps;
    for (const { call, event } of spool.read()) {
      const { line, from, to, startedAt } = event;
      this.#untold.set(call, { call, line, from, to, startedAt, playing: null, heardMs: 0, done: [], expect: null });
      link().send(call, clock.now(), event);
    }
  }

  /** Ends every call politely; resolves when all was told. No call is taken after that. */
  async endAll(reason: string, by?: EndedBy): Promise<void> {
    this.#closing = true;
    const calls = [...this.#calls.values()];
    for (const call of calls) call.end(reason, by);
    await Promise.all(calls.map((call) => call.over));
  }

  /** A copy of a call that goes on elsewhere. */
  async #listen(line: Line, incoming: LineCall): Promise<void> {
    if (this.#closing || !incoming.listen) return incoming.reject(488, 'Not Acceptable Here');
    const { clock, link, log, openEar, stt, traces } = this.#deps;
    const id = newId(clock.now());
    const leg = await incoming.openLeg(this.#deps.media);
    const call: ShadowCall = new ShadowCall({
      id,
      line: line.nameOf(incoming),
      incoming,
      leg,
      openEar,
      quality: traceCall(traces, id, incoming, leg),
      engines: { stt: stt.info.name, tts: 'none', bench: stt.info.bench },
      now: () => clock.now(),
      log,
      send: (body) => link().send(id, clock.now(), body),
      sendVolatile: (body) => link().sendVolatile(id, clock.now(), body),
      onEnded: () => {
        this.#calls.delete(id);
        traces.finished(id);
        this.#untold.set(id, call.snapshot());
      },
    });
    this.#calls.set(id, call);
    call.start();
  }

  async #take(line: Line, incoming: LineCall, messageOnly: boolean): Promise<void> {
    if (this.#closing) return incoming.reject(503, 'Service Unavailable', 5);
    const { clock, traces } = this.#deps;
    const id = newId(clock.now());
    const leg = await incoming.openLeg(this.#deps.media);
    const quality = traceCall(traces, id, incoming, leg);
    this.#conduct({ id, line: line.nameOf(incoming), incoming, leg, quality, messageOnly, owner: this.#deps.owner });
  }

  /** Talks to somebody whom we have rung. */
  talk({ id, call, leg, quality, reason, to }: AnsweredCall): void {
    if (this.#closing) call.hangup('the box is stopping');
    const line = call.trunk ?? '';
    this.#conduct({ id, line, incoming: call, leg, quality, outbound: { ...reason, to }, owner: null });
  }

  #conduct(
    call: Pick<CallDeps, 'id' | 'line' | 'incoming' | 'leg' | 'quality' | 'outbound' | 'messageOnly' | 'owner'>,
  ): void {
    const { clock, link, log, recordings, stt, traces, tts } = this.#deps;
    const { id } = call;
    const recordingPath = join(recordings, dayOf(clock.now()), `${id}.wav`);
    this.#makeFolder(dirname(recordingPath));
    const conducted: VoiceCall = new VoiceCall({
      ...call,
      tts,
      premium: this.#deps.premium,
      openEar: this.#deps.openEar,
      people: tracePeople(traces, id, this.#deps.people()),
      engines: { stt: stt.info.name, tts: tts.current.name, bench: stt.info.bench },
      recordingPath,
      takeMessage: this.#deps.takeMessage,
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      log,
      send: (body) => link().send(id, clock.now(), body),
      sendVolatile: (body) => link().sendVolatile(id, clock.now(), body),
      keep: (alone) => this.#deps.spool.write(id, alone),
      onEnded: (alone) => {
        this.#calls.delete(id);
        traces.finished(id);
        this.#untold.set(id, conducted.snapshot());
        if (!alone) return;
        this.#deps.spool.write(id, alone);
        link().send(id, clock.now(), alone);
      },
    });
    this.#calls.set(id, conducted);
    conducted.start();
  }

  /** A folder that cannot be made shows as a recording that fails; the call goes on. */
  #makeFolder(folder: string): void {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      this.#deps.log.error({ cause: messageOf(error) }, 'the recordings folder cannot be made');
    }
  }
}
