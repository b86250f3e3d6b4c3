import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { silentLog } from '#observe/log.ts';
import { FRAME_MS, FRAME_SAMPLES, rms } from '#voice/media/audio.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import { parseRtp, serializeRtp } from '#voice/media/rtp.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { OutgoingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';

/** Louder than this is sound: comfort noise is far below, speech far above (16-bit RMS). */
const LOUD = 150;

/**
 * A caller without a jitter buffer: packets leave on a 20 ms clock, and what comes is judged the moment it arrives. Times are
 * ms of `performance.now()`.
 */
export class RtpCaller implements AsyncDisposable {
  readonly #agent: UserAgent;
  readonly #call: OutgoingCall;
  readonly #socket: Socket;
  readonly #media: NegotiatedMedia;
  readonly #timer: NodeJS.Timeout;
  readonly #ssrc = Math.floor(Math.random() * 2 ** 32);
  #sequence = 0;
  /** Our clock and the far end's stand to each other as they happen to. */
  #due = performance.now() + Math.random() * FRAME_MS;
  #saying: { readonly pcm: Int16Array; at: number; begun: (atMs: number) => void; over: () => void } | null = null;
  /** The last packet with sound arrived then; 0 before any. */
  lastLoudAt = 0;
  /** Since when sound has been arriving, with pauses of less than 400 ms; null while there is none. */
  soundingSince: number | null = null;
  /** The last packet held sound. */
  loud = false;
  over = false;

  private constructor(agent: UserAgent, call: OutgoingCall, socket: Socket, media: NegotiatedMedia) {
    this.#agent = agent;
    this.#call = call;
    this.#socket = socket;
    this.#media = media;
    call.onEnded(() => {
      this.over = true;
    });
    socket.on('message', (datagram) => this.#arrived(datagram));
    this.#timer = setInterval(() => this.#tick(), FRAME_MS / 4);
  }

  static async ring(target: string, from: string): Promise<RtpCaller> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const agent = await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog(), userAgentName: 'RTP caller' });
    const { address, port } = agent.address;
    const call = agent.call({
      target,
      from: `<sip:${from}@${address}:${port}>`,
      media: { host: '127.0.0.1', port: socket.address().port },
    });
    const media = await new Promise<NegotiatedMedia>((resolve, reject) => {
      call.onAnswered(resolve);
      call.onEnded(({ reason }) => reject(new Error(`the call was not taken: ${reason}`)));
    });
    return new RtpCaller(agent, call, socket, media);
  }

  /**
   * Speaks; silence at the beginning is left out.
   * @returns when the packet with the first sample left, and the end of it all
   */
  say(pcm: Int16Array): { begun: Promise<number>; over: Promise<void> } {
    const first = pcm.findIndex((sample) => Math.abs(sample) > LOUD);
    const begun = Promise.withResolvers<number>();
    const over = Promise.withResolvers<void>();
    this.#saying = { pcm: pcm.subarray(Math.max(0, first)), at: 0, begun: begun.resolve, over: over.resolve };
    return { begun: begun.promise, over: over.promise };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#call.hangup();
    clearInterval(this.#timer);
    await this.#agent.close();
    this.#socket.close();
  }

  #tick(): void {
    const now = performance.now();
    while (this.#due <= now) {
      this.#due += FRAME_MS;
      this.#send();
    }
    if (this.soundingSince !== null && now - this.lastLoudAt > 400) this.soundingSince = null;
  }

  #send(): void {
    const frame = new Int16Array(FRAME_SAMPLES);
    const saying = this.#saying;
    if (saying) {
      frame.set(saying.pcm.subarray(saying.at, saying.at + FRAME_SAMPLES));
      if (saying.at === 0) saying.begun(performance.now());
      saying.at += FRAME_SAMPLES;
      if (saying.at >= saying.pcm.length) {
        this.#saying = null;
        saying.over();
      }
    }
    const payload = new Uint8Array(FRAME_SAMPLES);
    encodeG711(this.#law, frame, payload);
    const packet = serializeRtp({
      marker: this.#sequence === 0,
      payloadType: this.#media.payloadType,
      sequence: this.#sequence & 0xffff,
      timestamp: this.#sequence * FRAME_SAMPLES,
      ssrc: this.#ssrc,
      payload,
    });
    this.#sequence++;
    this.#socket.send(packet, this.#media.remotePort, this.#media.remoteHost);
  }

  #arrived(datagram: Buffer): void {
    const packet = parseRtp(datagram);
    if (packet?.payloadType !== this.#media.payloadType) return;
    const atMs = performance.now();
    this.loud = rms(decodeG711(this.#law, packet.payload)) > LOUD;
    if (!this.loud) return;
    this.lastLoudAt = atMs;
    this.soundingSince ??= atMs;
  }

  get #law(): 'PCMA' | 'PCMU' {
    return this.#media.codec === 'pcma' ? 'PCMA' : 'PCMU';
  }
}
