import { silentLog } from '#observe/log.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import type { Leg } from '#voice/media/leg.ts';
import type { Media } from '#voice/media/media.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';

/** What a phone does when it is rung: a status refuses. */
export type Manner = 'answer' | 'ring' | 486 | 480 | 603;

/** A person's telephone on real SIP and RTP, which others ring. */
export class RungPhone implements AsyncDisposable {
  readonly #agent: UserAgent;
  readonly #media: Media;
  manner: Manner;
  /** Each call, in order: who is shown, and how it ended. */
  readonly calls: { readonly from: string; call: IncomingCall; end: CallEnd | null }[] = [];
  readonly #answered: ((leg: Leg) => void)[] = [];
  #leg: Leg | null = null;

  private constructor(agent: UserAgent, media: Media, manner: Manner) {
    this.#agent = agent;
    this.#media = media;
    this.manner = manner;
    agent.onIncoming((call) => void this.#take(call));
  }

  static async open(media: Media, manner: Manner = 'answer'): Promise<RungPhone> {
    return new RungPhone(await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog() }), media, manner);
  }

  /** `sip:dana@127.0.0.1:port`. */
  get address(): string {
    const { address, port } = this.#agent.address;
    return `sip:dana@${address}:${port}`;
  }

  /** The sound of the call it has answered, once it has. */
  leg(): Promise<Leg> {
    if (this.#leg) return Promise.resolve(this.#leg);
    return new Promise((resolve) => void this.#answered.push(resolve));
  }

  async #take(call: IncomingCall): Promise<void> {
    const entry = { from: call.from.user, call, end: null as CallEnd | null };
    this.calls.push(entry);
    call.onEnded((end) => (entry.end = end));
    call.ring();
    if (this.manner === 'ring') return;
    if (this.manner !== 'answer') return call.reject(this.manner);
    const leg = await this.#media.openLeg();
    call.onEnded(() => void leg.close());
    call.onMediaChange((media) => leg.update(legFormat(media)));
    leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
    this.#leg = leg;
    for (const tell of this.#answered.splice(0)) tell(leg);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close(200);
  }
}
