import { randomInt } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import { peerFilter } from '../sip/transport/peers.ts';
import { DigitReceiver } from './dtmf.ts';
import type { G711Law } from './g711.ts';
import { Inbound, PT_COMFORT_NOISE } from './inbound.ts';
import { Latch } from './latch.ts';
import { LegSound, type LegSoundDeps, NOTHING_PASSED, type PassedSound, SILENCE } from './leg-sound.ts';
import { LineNotes } from './line-notes.ts';
import type { LegCommand, LegFormat, LegStats } from './messages.ts';
import { Outbound, type OutboundSource } from './outbound.ts';
import { PacketLog } from './packet-log.ts';
import type { RecordingResult } from './recording.ts';
import { parseRtp, type RtpPacket } from './rtp.ts';
import { RtcpSession } from './rtcp-session.ts';
import type { SocketPair } from './socket-pair.ts';
import { SrtpSession } from './srtp/session.ts';

const RTCP_EVERY_MS = 5000;
/** A joined stream that brings nothing for so many ticks is filled up by our clock. */
const FILL_AFTER = 10;

/**
 * Where a stream begins: at random (RFC 3550 section 5.1), the sequence number in the lower half, so that no first packet lost
 * hides a wrap from a receiver of SRTP (RFC 3711 section 3.3.1).
 */
const newSource = (): OutboundSource => ({
  ssrc: randomInt(2 ** 32),
  sequence: randomInt(2 ** 15),
  timestamp: randomInt(2 ** 32),
});

export interface MediaLegDeps extends LegSoundDeps {
  readonly sockets: SocketPair;
  readonly statsEveryMs: number;
}

interface Running {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly latch: Latch;
  readonly rtcp: RtcpSession;
  readonly notes: LineNotes;
  ptime: number;
  listenOnly: boolean;
  /** Null: in the clear. */
  srtp: SrtpSession | null;
}

/** The other side of a join, whatever carries its sound. */
export interface JoinedLeg {
  /** It hands its packets on as they come. */
  readonly relays: boolean;
  /** Takes what the other leg hears. */
  hear(frames: readonly Int16Array[]): void;
  /** Takes a packet of the other leg. @param law of its sound; null for a key */
  relay(packet: RtpPacket, law: G711Law | null): void;
}

/** One call's media over RTP on the media thread: sockets, both streams, keys. Driven by the worker's clock. */
export class MediaLeg implements JoinedLeg {
  readonly relays = true;
  readonly #deps: MediaLegDeps;
  readonly #sound: LegSound;
  readonly #digits = new DigitReceiver();
  readonly #packets = new PacketLog();
  #running: Running | null = null;
  #other: JoinedLeg | null = null;
  /** Ticks since a packet of the other leg went out. */
  #unfed = 0;
  #skipped = 0;
  #sendErrors = 0;
  #refused = 0;
  #statsAt = 0;
  #rtcpAt = 0;

  constructor(deps: MediaLegDeps) {
    this.#deps = deps;
    this.#sound = new LegSound(deps);
    const { rtp, rtcp } = deps.sockets;
    rtp.on('message', (datagram, from) => this.#receive(datagram, from));
    rtcp.on('message', (datagram, from) => this.#receiveReport(datagram, from));
    for (const socket of [rtp, rtcp]) socket.on('error', () => this.#sendErrors++);
  }

  get started(): boolean {
    return this.#running !== null;
  }

  obey(command: LegCommand): void {
    if (command.type === 'start') this.#start(command.format);
    else if (command.type === 'press') this.#running?.outbound.digits.queue(command.digits);
    else this.#sound.obey(command);
  }

  /** What this leg hears goes to the other one from now on, packet by packet as it comes (no jitter buffer between). */
  join(other: JoinedLeg, record: boolean): void {
    this.#other = other;
    this.#unfed = other.relays ? 0 : FILL_AFTER;
    this.#sound.join((frames) => other.hear(frames), record);
  }

  part(): void {
    this.#other = null;
    this.#sound.part();
  }

  hear(frames: readonly Int16Array[]): void {
    this.#sound.hear(frames);
  }

  relay(packet: RtpPacket, law: G711Law | null): void {
    const running = this.#running;
    if (running === null || this.#other === null || this.#sound.held) return;
    const relayed = running.outbound.relay(packet, law);
    if (relayed === null) return;
    this.#unfed = 0;
    this.#send(running, relayed);
  }

  /**
   * Some ticks of the clock. Every one sends: what is queued, else silence.
   * @param send frames to send now
   * @param skip frames of time that passed without sending
   */
  tick(now: number, send: number, skip: number): PassedSound {
    const running = this.#running;
    if (running === null) return NOTHING_PASSED;
    const { inbound, outbound, latch } = running;
    if (skip > 0) {
      if (!this.#relaying(outbound)) outbound.skip(skip);
      this.#skipped += skip;
      this.#sound.skipped(skip);
    }
    const heard = inbound.tick(now, send + skip);
    for (let i = 0; i < send; i++) {
      const frame = this.#sound.next(outbound.pressing) ?? SILENCE;
      if (!this.#fed(outbound)) for (const packet of outbound.tick(frame)) this.#send(running, packet);
      this.#sound.sent(frame, i === 0 ? heard : []);
    }
    this.#report(now, running);
    return this.#sound.pass(now, heard, send + skip, latch.target !== null);
  }

  /** Packets of the other leg go out in place of ours. */
  #relaying(outbound: Outbound): boolean {
    return this.#other !== null && !outbound.pressing && !this.#sound.held && this.#unfed < FILL_AFTER;
  }

  /** A tick in which the other leg sends for us; one that brings nothing for long is filled up by our clock. */
  #fed(outbound: Outbound): boolean {
    if (!this.#relaying(outbound)) return false;
    if (++this.#unfed < FILL_AFTER) return true;
    outbound.skip(FILL_AFTER - 1);
    return false;
  }

  stats(): LegStats | null {
    const running = this.#running;
    if (running === null) return null;
    const target = running.latch.target;
    return {
      ...running.inbound.stats(),
      codec: running.inbound.law,
      ptime: running.ptime,
      sentPackets: running.outbound.sent,
      skippedTicks: this.#skipped,
      sendErrors: this.#sendErrors,
      refusedPackets: this.#refused,
      roundTripMs: running.rtcp.roundTripMs,
      peerLoss: running.rtcp.peerLoss,
      sourceMoves: running.latch.moves,
      srtp: running.srtp && {
        suite: running.srtp.suite,
        unauthenticated: running.srtp.unauthenticated,
        replayed: running.srtp.replayed,
      },
      sendingTo: target === null ? '' : `${target.host}:${target.port}`,
    };
  }

  /** Ends the call's media: a last RTCP report with BYE, sockets closed, recording finished. */
  async close(): Promise<RecordingResult | null> {
    const running = this.#running;
    if (running !== null) this.#sendRtcp(running, this.#deps.now(), true);
    this.#tellStats();
    const log = this.#packets.take();
    if (log !== null) this.#deps.emit({ type: 'packets', log });
    this.#running = null;
    const recording = this.#sound.close();
    const { rtp, rtcp } = this.#deps.sockets;
    await Promise.all([rtp, rtcp].map((socket) => new Promise<void>((done) => socket.close(done))));
    return await recording;
  }

  #start(format: LegFormat): void {
    const named = { host: format.remoteHost, port: format.remotePort };
    if (this.#running !== null) {
      this.#running.inbound.setFormat(format);
      this.#running.outbound.setFormat(format);
      this.#running.latch.rename(named, peerFilter(format.carrier));
      this.#running.ptime = format.ptime;
      this.#running.listenOnly = format.listenOnly ?? false;
      this.#running.notes.agreed(format);
      this.#secure(this.#running, format);
      return;
    }
    const outbound = new Outbound(format, newSource());
    const inbound = new Inbound(format);
    const latch = new Latch(named, peerFilter(format.carrier));
    const notes = new LineNotes(this.#deps.emit);
    const rtcp = new RtcpSession(inbound, outbound);
    const srtp = format.srtp && new SrtpSession(format.srtp);
    const listenOnly = format.listenOnly ?? false;
    this.#running = { inbound, outbound, latch, rtcp, notes, ptime: format.ptime, listenOnly, srtp };
    notes.agreed(format);
    this.#sound.start();
    const now = this.#deps.now();
    this.#statsAt = now;
    this.#rtcpAt = now;
  }

  /** Keys of a new answer: none, the first, those that hold already, or others. */
  #secure(running: Running, { srtp }: LegFormat): void {
    if (srtp === null || running.srtp === null) running.srtp = srtp && new SrtpSession(srtp);
    else if (running.srtp.rekey(srtp, this.#deps.now())) running.outbound.restart(newSource());
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    const running = this.#running;
    if (running === null) return;
    const now = this.#deps.now();
    const plain = running.srtp ? running.srtp.openRtp(datagram, now) : datagram;
    if (plain === null) running.notes.unopened();
    const packet = plain && parseRtp(plain);
    const source = { host: from.address, port: from.port };
    if (packet === null || !running.inbound.accepts(packet) || !running.latch.accept(source, packet.ssrc, now)) {
      this.#refused++;
      return;
    }
    this.#packets.add(true, datagram, source, now);
    const isKey = running.inbound.isEvent(packet);
    this.#sound.arrived(now, isKey || packet.payloadType === PT_COMFORT_NOISE);
    if (isKey) {
      this.#sound.keySounds();
      const digit = this.#digits.receive(packet);
      if (digit !== null) this.#deps.emit({ type: 'digit', digit, atMs: this.#sound.atMs });
    }
    const law = running.inbound.lawOf(packet.payloadType);
    // Comfort noise is not for a peer that did not offer to take it: our clock fills the gap.
    if (isKey || law !== null) this.#other?.relay(packet, isKey ? null : law);
    running.inbound.push(packet, now);
    running.notes.packet(running.latch, running.inbound);
  }

  #receiveReport(datagram: Buffer, from: RemoteInfo): void {
    const running = this.#running;
    if (running === null || running.latch.target?.host !== from.address) return;
    const now = this.#deps.now();
    const plain = running.srtp ? running.srtp.openRtcp(datagram, now) : datagram;
    if (plain !== null) running.rtcp.receive(plain, Date.now(), now);
  }

  #send({ latch, listenOnly, srtp }: Running, packet: Buffer): void {
    if (listenOnly) return;
    const { target } = latch;
    const sealed = srtp ? srtp.sealRtp(packet) : packet;
    if (!target || !sealed) return;
    this.#packets.add(false, sealed, target, this.#deps.now());
    this.#deps.sockets.rtp.send(sealed, target.port, target.host);
  }

  #report(now: number, running: Running): void {
    if (now - this.#statsAt >= this.#deps.statsEveryMs) {
      this.#statsAt = now;
      this.#tellStats();
    }
    if (now - this.#rtcpAt >= RTCP_EVERY_MS) {
      this.#rtcpAt = now;
      this.#sendRtcp(running, now, false);
    }
  }

  #tellStats(): void {
    const stats = this.stats();
    if (stats !== null) this.#deps.emit({ type: 'stats', stats });
  }

  #sendRtcp(running: Running, now: number, leaving: boolean): void {
    const target = running.latch.target;
    if (target === null || target.port >= 65_535) return;
    const report = running.rtcp.report(Date.now(), now, leaving);
    const sealed = running.srtp ? running.srtp.sealRtcp(report) : report;
    this.#deps.sockets.rtcp.send(sealed, target.port + 1, target.host);
  }
}
