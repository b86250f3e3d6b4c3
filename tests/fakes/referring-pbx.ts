import { headerOf, LinePeer, tagIn } from './line-peer.ts';
import type { Endpoint } from '#voice/sip/transport/transport.ts';

/** What it tells of a REFER, in a test's order: its own answer, the status of the call it makes, or that it hangs up. */
export type Tells = '202' | '100' | '180' | '200' | '486' | '503' | '603' | 'BYE';

const SDP = 'v=0\no=- 7 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP 0 8\n';
const CALL = 'pbx-call';
const PHRASES: Readonly<Record<string, string>> = {
  '100': 'Trying',
  '180': 'Ringing',
  '200': 'OK',
  '486': 'Busy Here',
};

/** A PBX with a caller on our line that carries our REFER out, and tells of it in any order; it shares no code with ours. */
export class ReferringPbx implements AsyncDisposable {
  readonly #peer: LinePeer;
  readonly #tag: string;
  #seq = 1;
  #refer = '';

  private constructor(peer: LinePeer, tag: string) {
    this.#peer = peer;
    this.#tag = tag;
  }

  /** Rings, is answered and ACKs; from then on every re-INVITE is taken, whatever it offers. */
  static async ring(target: Endpoint): Promise<ReferringPbx> {
    const peer = await LinePeer.open(target);
    peer.send(peer.request('INVITE', { callId: CALL, body: SDP }));
    const tag = tagIn(await peer.next(/^SIP\/2\.0 200/, 10_000));
    peer.send(peer.request('ACK', { callId: CALL, tag }));
    return new ReferringPbx(peer, tag);
  }

  /** Refer-To as it stood. */
  get referredTo(): string {
    return headerOf(this.#refer, 'Refer-To');
  }

  /** Waits for the next REFER and tells of it in this order; our BYE is answered. */
  async tells(order: readonly Tells[]): Promise<void> {
    this.#refer = await this.#until(/^REFER /);
    for (const what of order) {
      if (what === '202') this.#peer.send(this.#peer.response(this.#refer, '202 Accepted'));
      else if (what === 'BYE') await this.#ask('BYE');
      else await this.#notify(what);
    }
  }

  /** INVITEs that came so far, each as often as it was sent. */
  get offers(): number {
    return this.#peer.count(/^INVITE /);
  }

  /** Takes the next re-INVITE: the caller is put on hold, or taken back. */
  async takesOffer(): Promise<void> {
    this.#take(await this.#peer.next(/^INVITE /));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#peer[Symbol.asyncDispose]();
  }

  async #notify(status: string): Promise<void> {
    const state = Number(status) < 200 ? 'active;expires=60' : 'terminated;reason=noresource';
    const body = `SIP/2.0 ${status} ${PHRASES[status] ?? 'Other'}\n`;
    await this.#ask('NOTIFY', { more: `Event: refer\nSubscription-State: ${state}\n`, type: 'message/sipfrag', body });
  }

  async #ask(method: string, parts: { more?: string; type?: string; body?: string } = {}): Promise<void> {
    const seq = ++this.#seq;
    this.#peer.send(this.#peer.request(method, { callId: CALL, tag: this.#tag, seq, ...parts }));
    await this.#until(new RegExp(String.raw`^SIP/2\.0 \d+[^]*CSeq: ${seq} ${method}`));
  }

  /** The next such message; re-INVITEs that come before it are answered as they ask. */
  async #until(match: RegExp): Promise<string> {
    for (;;) {
      const text = await this.#peer.next(new RegExp(`${match.source}|^INVITE |^BYE `));
      if (match.test(text)) return text;
      this.#take(text);
    }
  }

  #take(text: string): void {
    const hold = /a=sendonly/.test(text) ? 'a=recvonly\n' : '';
    const ok = text.startsWith('INVITE ') ? { body: SDP + hold } : {};
    this.#peer.send(this.#peer.response(text, '200 OK', ok));
  }
}
