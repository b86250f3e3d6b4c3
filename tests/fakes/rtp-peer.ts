import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Endpoint } from '#voice/sip/transport/transport.ts';

/** An RTP packet as it came over the wire (RFC 3550 section 5.1). */
export interface WirePacket {
  readonly at: number;
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
  readonly from: Endpoint;
}

interface Parts {
  readonly payloadType?: number;
  readonly marker?: boolean;
  readonly ssrc?: number;
  /** Samples of media time that the packet covers. */
  readonly samples?: number;
  readonly payload?: Buffer;
  /** Keeps the timestamp of the packet before: events of RFC 4733. */
  readonly sameTime?: boolean;
}

/** What is done to packets on the wire: sealed on the way out, opened on the way in; null for one that cannot be. */
export interface Wire {
  seal(packet: Buffer): Buffer;
  open(packet: Buffer): Buffer | null;
  sealReport(packet: Buffer): Buffer;
  openReport(packet: Buffer): Buffer | null;
}

/** The far end's sound on a real socket pair, made and read by hand; it shares no code with ours. */
export class RtpPeer implements AsyncDisposable {
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly packets: WirePacket[] = [];
  readonly reports: Buffer[] = [];
  /** Null: in the clear. */
  wire: Wire | null = null;
  /** Packets and reports that came and could not be opened. */
  unreadable = 0;
  readonly port: number;
  #sequence = 65_530;
  #timestamp = 0xff_ff_f0_00;
  #to: Endpoint | null = null;

  private constructor(rtp: Socket, rtcp: Socket) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.port = rtp.address().port;
    rtp.on('message', (raw, { address, port }) => {
      const data = this.wire ? this.wire.open(raw) : raw;
      if (data === null) {
        this.unreadable++;
        return;
      }
      this.packets.push({
        at: performance.now(),
        marker: ((data[1] ?? 0) & 0x80) !== 0,
        payloadType: (data[1] ?? 0) & 0x7f,
        sequence: data.readUInt16BE(2),
        timestamp: data.readUInt32BE(4),
        ssrc: data.readUInt32BE(8),
        payload: data.subarray(12),
        from: { address, port },
      });
    });
    rtcp.on('message', (raw) => {
      const data = this.wire ? this.wire.openReport(raw) : raw;
      if (data === null) this.unreadable++;
      else this.reports.push(data);
    });
  }

  /** On an even port with RTCP above it. */
  static async open(host = '127.0.0.1'): Promise<RtpPeer> {
    for (;;) {
      const rtp = createSocket('udp4');
      rtp.bind(0, host);
      await once(rtp, 'listening');
      const { port } = rtp.address();
      const rtcp = createSocket('udp4');
      const bound = port % 2 === 0 && (await bindTo(rtcp, host, port + 1));
      if (bound) return new RtpPeer(rtp, rtcp);
      rtp.close();
    }
  }

  /** Where the far end's SDP says. */
  set target(to: Endpoint) {
    this.#to = to;
  }

  send(parts: Parts = {}): void {
    const { payloadType = 0, marker = false, ssrc = 0x50_49_4c_54, samples = 160, sameTime = false } = parts;
    const payload = parts.payload ?? Buffer.alloc(samples, 0x2a);
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = payloadType | (marker ? 0x80 : 0);
    this.#sequence = (this.#sequence + 1) & 0xff_ff;
    if (!sameTime) this.#timestamp = (this.#timestamp + samples) >>> 0;
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE(this.#timestamp, 4);
    head.writeUInt32BE(ssrc, 8);
    const packet = Buffer.concat([head, payload]);
    this.raw(this.wire ? this.wire.seal(packet) : packet);
  }

  /** Sends these octets as they are. */
  raw(packet: Buffer): void {
    if (this.#to) this.#rtp.send(packet, this.#to.port, this.#to.address);
  }

  report(packet: Buffer): void {
    const sealed = this.wire ? this.wire.sealReport(packet) : packet;
    if (this.#to) this.#rtcp.send(sealed, this.#to.port + 1, this.#to.address);
  }

  /** Packets of 20 ms that were lost on their way. */
  lose(packets: number): void {
    this.#sequence = (this.#sequence + packets) & 0xff_ff;
    this.#timestamp = (this.#timestamp + packets * 160) >>> 0;
  }

  /** One packet each `ms`, so many times. */
  async stream(times: number, parts: Parts = {}, ms = (parts.samples ?? 160) / 8): Promise<void> {
    const start = performance.now();
    for (let i = 0; i < times; i++) {
      this.send(parts);
      const wait = start + (i + 1) * ms - performance.now();
      if (wait > 0)
        await new Promise((resolve) => {
          setTimeout(resolve, wait);
        });
    }
  }

  /** A key of RFC 4733: `packets` of growing duration, then the end three times unless it is lost. */
  async key(event: number, options: { payloadType: number; marker?: boolean; loseEnd?: boolean }): Promise<void> {
    const at = (duration: number, end: boolean): Buffer => {
      const payload = Buffer.from([event, end ? 0x8a : 0x0a, 0, 0]);
      payload.writeUInt16BE(duration, 2);
      return payload;
    };
    const { payloadType, marker = true, loseEnd = false } = options;
    for (let i = 1; i <= 5; i++) {
      this.send({ payloadType, payload: at(i * 160, false), marker: marker && i === 1, sameTime: i > 1 });
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    for (let i = 0; i < 3 && !loseEnd; i++) this.send({ payloadType, payload: at(960, true), sameTime: true });
    this.#timestamp = (this.#timestamp + 960) >>> 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of [this.#rtp, this.#rtcp]) {
      socket.close();
      await once(socket, 'close');
    }
  }
}

const bindTo = (socket: Socket, host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind(port, host, () => resolve(true));
  });
