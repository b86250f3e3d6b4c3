import type { Log } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import type { Leg } from '#voice/media/leg.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { MediaLoad } from '#voice/media/messages.ts';
import type { RecordingResult } from '#voice/media/recording.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, IncomingCall, OutgoingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { speechEndMs } from './speech-gate.ts';

/** Apart from the box's own range, so that both can run on one machine. */
const PORTS = { from: 21_000, to: 24_999 } as const;

export interface HandsetOptions {
  /** Local address for SIP and RTP. */
  readonly host: string;
  /** Addresses that may send SIP to us; loopback when left out. */
  readonly allowed?: readonly string[];
  readonly log: Log;
}

export interface RingOptions {
  /** `sip:user@host:port`. */
  readonly target: string;
  /** The number shown; '' withholds it. */
  readonly from: string;
  /** Stereo WAV of the call: what was heard left, what was said right. */
  readonly record?: string;
  readonly answerMs?: number;
}

/** When something was said, in media time, ms: from the first packet to the last loud sample. */
export interface SpokenTimes {
  readonly startMs: number;
  readonly speechEndMs: number;
}

/** A call under way. Media time is ms since the answer, the same for what is heard and what is said. */
export interface PhoneCall {
  onFrame(listener: (frame: Int16Array, atMs: number) => void): void;
  /** Plays samples; resolves when the last one was sent, null when the call ended before. */
  play(pcm: Int16Array): Promise<SpokenTimes | null>;
  press(digits: string): void;
  hangup(): void;
  /** How the call ended; settles once. */
  readonly ended: Promise<CallEnd>;
  /** Finishes the recording and frees the ports. */
  close(): Promise<RecordingResult | null>;
}

/** A telephone: one SIP address that can ring others, and be rung. */
export interface Handset extends AsyncDisposable {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Takes up the next call that rings here. */
  taken(): Promise<PhoneCall>;
  /** @throws PilotError `call_refused`, `call_unanswered` */
  ring(options: RingOptions): Promise<PhoneCall>;
  /** The sound clock's health since this was last asked. */
  load(): Promise<MediaLoad>;
  close(): Promise<void>;
}

const answered = async (call: OutgoingCall, target: string, limitMs: number): Promise<NegotiatedMedia> => {
  const { promise, resolve, reject } = Promise.withResolvers<NegotiatedMedia>();
  call.onAnswered(resolve);
  call.onEnded((end) =>
    reject(
      new PilotError('call_refused', `${target} did not take the call: ${end.status ?? ''} ${end.reason}`.trim(), {
        fix: 'Check the address, and that the far end is up and lets this machine in.',
        retryable: true,
      }),
    ),
  );
  const timer = setTimeout(() => {
    reject(
      new PilotError('call_unanswered', `${target} did not answer within ${Math.round(limitMs / 1000)} s`, {
        fix: 'Check that the far end is up and can be reached from here.',
        retryable: true,
      }),
    );
    call.cancel();
  }, limitMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
};

class Conversation implements PhoneCall {
  readonly ended: Promise<CallEnd>;
  readonly #call: Pick<OutgoingCall, 'onEnded' | 'hangup'>;
  readonly #leg: Leg;
  readonly #over: AbortController = new AbortController();
  #count = 0;

  constructor(call: Pick<OutgoingCall, 'onEnded' | 'hangup'>, leg: Leg) {
    this.#call = call;
    this.#leg = leg;
    this.ended = new Promise((resolve) => {
      call.onEnded((end) => {
        this.#over.abort();
        resolve(end);
      });
    });
  }

  onFrame(listener: (frame: Int16Array, atMs: number) => void): void {
    this.#leg.onFrame(listener);
  }

  async play(pcm: Int16Array): Promise<SpokenTimes | null> {
    if (this.#over.signal.aborted) return null;
    const id = `say-${++this.#count}`;
    const { promise, resolve } = Promise.withResolvers<SpokenTimes | null>();
    const unlisten = this.#leg.onPlayed((played) => {
      if (played.id !== id || !played.done) return;
      const startMs = played.firstPacketMs;
      resolve(startMs === null ? null : { startMs, speechEndMs: startMs + speechEndMs(pcm) });
    });
    const stop = (): void => resolve(null);
    this.#over.signal.addEventListener('abort', stop, { once: true });
    this.#leg.play(id, pcm, true);
    try {
      return await promise;
    } finally {
      unlisten();
      this.#over.signal.removeEventListener('abort', stop);
    }
  }

  press(digits: string): void {
    this.#leg.press(digits);
  }

  hangup(): void {
    this.#call.hangup();
  }

  close(): Promise<RecordingResult | null> {
    return this.#leg.close();
  }
}

const ring = async (agent: UserAgent, media: Media, options: RingOptions): Promise<PhoneCall> => {
  const leg = await media.openLeg();
  try {
    const { address, port } = agent.address;
    const user = options.from === '' ? 'anonymous' : options.from;
    const call = agent.call({
      target: options.target,
      from: `<sip:${user}@${address}:${port}>`,
      media: { host: leg.host, port: leg.port },
    });
    const format = await answered(call, options.target, options.answerMs ?? 30_000);
    leg.start(legFormat(format));
    if (options.record !== undefined) leg.record({ path: options.record });
    call.onMediaChange((changed) => leg.update(legFormat(changed)));
    return new Conversation(call, leg);
  } catch (error) {
    await leg.close();
    throw error;
  }
};

const takeUp = async (call: IncomingCall, media: Media): Promise<PhoneCall> => {
  const leg = await media.openLeg();
  call.ring();
  call.onMediaChange((changed) => leg.update(legFormat(changed)));
  leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
  return new Conversation(call, leg);
};

/** Opens a telephone on free ports of this host. */
export const openHandset = async (options: HandsetOptions): Promise<Handset> => {
  const { host, log } = options;
  const media = await openMedia({ host, portRange: PORTS, quarantineMs: 0, log });
  const agent = await openUserAgent({
    host,
    port: 0,
    log,
    userAgentName: 'Pilotlight caller',
    ...(options.allowed === undefined ? {} : { allowed: options.allowed }),
  }).catch(async (error: unknown) => {
    await media.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await agent.close();
    await media.close();
  };
  const waiting: ((call: IncomingCall) => void)[] = [];
  agent.onIncoming((call) => {
    const take = waiting.shift();
    if (take) take(call);
    else call.reject(486);
  });
  return {
    address: `${agent.address.address}:${agent.address.port}`,
    taken: async () => takeUp(await new Promise<IncomingCall>((take) => waiting.push(take)), media),
    ring: (call) => ring(agent, media, call),
    load: () => media.load(),
    close,
    [Symbol.asyncDispose]: close,
  };
};
