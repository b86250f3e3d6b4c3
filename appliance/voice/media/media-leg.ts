import { randomInt } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import { FRAME_MS, FRAME_SAMPLES } from './audio.ts';
import { DigitReceiver } from './dtmf.ts';
import { HoldMusic } from './hold-music.ts';
import { Inbound, PT_COMFORT_NOISE } from './inbound.ts';
import { Latch } from './latch.ts';
import type { LegCommand, LegEvent, LegFormat, LegStats, MediaTimeouts } from './messages.ts';
import { OneWay, type OneWayLimits } from './one-way.ts';
import { Outbound } from './outbound.ts';
import { Playout, type Played } from './playout.ts';
import { Recording, type RecordingResult } from './recording.ts';
import { parseRtp } from './rtp.ts';
import { RtcpSession } from './rtcp-session.ts';
import type { SocketPair } from './socket-pair.ts';

const SILENCE = new Int16Array(FRAME_SAMPLES);
const RTCP_EVERY_MS = 5000;

export interface MediaLegDeps {
  readonly sockets: SocketPair;
  readonly now: () => number;
  readonly emit: (event: LegEvent) => void;
  readonly timeouts: MediaTimeouts;
  readonly oneWay: OneWayLimits;
  readonly statsEveryMs: number;
}

interface Running {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly latch: Latch;
  readonly rtcp: RtcpSession;
  /** Ticks since start: media time is 20 ms times this. */
  ticks: number;
  /** Frames given out. */
  frames: number;
}

/** One call's media on the media thread: sockets, both streams, keys, recording. Driven by the worker's clock. */
export class MediaLeg {
  readonly #deps: MediaLegDeps;
  readonly #playout: Playout;
  readonly #oneWay: OneWay;
  readonly #digits = new DigitReceiver();
  /** When the first packet of each item now playing went out, monotonic ms. */
  readonly #begun = new Map<string, number>();
  #running: Running | null = null;
  #held = false;
  #music: HoldMusic | null = null;
  #recording: Recording | null = null;
  #heardAt = 0;
  #heardAny = false;
  #timedOut = false;
  #skipped = 0;
  #sendErrors = 0;
  #refused = 0;
  #statsAt = 0;
  #rtcpAt = 0;

  constructor(deps: MediaLegDeps) {
    this.#deps = deps;
    this.#oneWay = new OneWay(deps.oneWay);
    this.#playout = new Playout((played) => this.#played(played));
    const { rtp, rtcp } = deps.sockets;
    rtp.on('message', (datagram, from) => this.#receive(datagram, from));
    rtcp.on('message', (datagram, from) => {
      const running = this.#running;
      if (running !== null && running.latch.target?.host === from.address) {
        running.rtcp.receive(datagram, Date.now(), deps.now());
      }
    });
    for (const socket of [rtp, rtcp]) socket.on('error', () => this.#sendErrors++);
  }

  get started(): boolean {
    return this.#running !== null;
  }

  obey(command: LegCommand): void {
    switch (command.type) {
      case 'start':
        return this.#start(command.format);
      case 'hold':
        return this.#hold(command.held, command.music);
      case 'play':
        return this.#playout.play(command.id, command.pcm, command.last);
      case 'pause':
        return this.#playout.pause();
      case 'resume':
        return this.#playout.resume();
      case 'stop':
        return this.#playout.stop(command.id);
      case 'press':
        return this.#running?.outbound.digits.queue(command.digits);
      case 'record':
        return this.#record(command.path);
    }
  }

  /**
   * Some ticks of the clock. Every one sends: what is queued, else silence.
   * @param send frames to send now
   * @param skip frames of time that passed without sending
   * @returns frames heard, in order, and the media time of the first
   */
  tick(now: number, send: number, skip: number): { readonly frames: readonly Int16Array[]; readonly atMs: number } {
    const running = this.#running;
    if (running === null) return { frames: [], atMs: 0 };
    const { inbound, outbound } = running;
    if (skip > 0) {
      outbound.skip(skip);
      running.ticks += skip;
      this.#skipped += skip;
      for (let i = 0; i < skip; i++) this.#recording?.add([], SILENCE);
    }
    const heard = inbound.tick(now, send + skip);
    for (let i = 0; i < send; i++) {
      const frame = this.#say(running);
      for (const packet of outbound.tick(frame)) this.#send(packet);
      running.ticks++;
      this.#recording?.add(i === 0 ? heard : [], frame);
    }
    const atMs = running.frames * FRAME_MS;
    running.frames += heard.length;
    this.#watchOneWay(running, heard, send + skip);
    this.#watch(now, running);
    // On hold the peer plays its music: it is not the caller speaking.
    return { frames: this.#held ? heard.map(() => SILENCE) : heard, atMs };
  }

  stats(): LegStats | null {
    const running = this.#running;
    if (running === null) return null;
    const target = running.latch.target;
    return {
      ...running.inbound.stats(),
      sentPackets: running.outbound.packets,
      skippedTicks: this.#skipped,
      sendErrors: this.#sendErrors,
      refusedPackets: this.#refused,
      roundTripMs: running.rtcp.roundTripMs,
      peerLoss: running.rtcp.peerLoss,
      sourceMoves: running.latch.moves,
      sendingTo: target === null ? '' : `${target.host}:${target.port}`,
    };
  }

  /** Ends the call's media: a last RTCP report with BYE, sockets closed, recording finished. */
  async close(): Promise<RecordingResult | null> {
    const running = this.#running;
    this.#running = null;
    if (running !== null) this.#report(running, this.#deps.now(), true);
    this.#playout.stop(null);
    const recording = this.#recording;
    this.#recording = null;
    const { rtp, rtcp } = this.#deps.sockets;
    await Promise.all([rtp, rtcp].map((socket) => new Promise<void>((done) => socket.close(done))));
    return (await recording?.close()) ?? null;
  }

  #start(format: LegFormat): void {
    const named = { host: format.remoteHost, port: format.remotePort };
    if (this.#running !== null) {
      this.#running.inbound.setFormat(format);
      this.#running.outbound.setFormat(format);
      this.#running.latch.rename(named);
      return;
    }
    const source = { ssrc: randomInt(2 ** 32), sequence: randomInt(2 ** 16), timestamp: randomInt(2 ** 32) };
    const outbound = new Outbound(format, source);
    const inbound = new Inbound(format);
    const latch = new Latch(named);
    this.#running = { inbound, outbound, latch, rtcp: new RtcpSession(inbound, outbound), ticks: 0, frames: 0 };
    const now = this.#deps.now();
    this.#heardAt = now;
    this.#statsAt = now;
    this.#rtcpAt = now;
  }

  #hold(held: boolean, music: boolean): void {
    this.#held = held;
    // The pattern goes on where it stood when a hold is confirmed.
    this.#music = held && music ? (this.#music ?? new HoldMusic()) : null;
    this.#heardAt = this.#deps.now();
  }

  #record(path: string): void {
    if (this.#recording !== null) return;
    if (this.#running === null) {
      this.#deps.emit({ type: 'recording.failed', path, reason: 'the call has no media yet' });
      return;
    }
    const offsetMs = this.#running.ticks * FRAME_MS;
    this.#recording = new Recording(
      path,
      () => this.#deps.emit({ type: 'recording.started', path, offsetMs }),
      (reason) => this.#deps.emit({ type: 'recording.failed', path, reason }),
    );
  }

  #receive(datagram: Uint8Array, from: RemoteInfo): void {
    const running = this.#running;
    if (running === null) return;
    const now = this.#deps.now();
    const packet = parseRtp(datagram);
    const source = { host: from.address, port: from.port };
    if (packet === null || !running.inbound.accepts(packet) || !running.latch.accept(source, packet.ssrc, now)) {
      this.#refused++;
      return;
    }
    this.#heardAt = now;
    this.#heardAny = true;
    this.#timedOut = false;
    const isKey = running.inbound.isEvent(packet);
    this.#oneWay.packet(isKey || packet.payloadType === PT_COMFORT_NOISE);
    if (isKey) {
      const digit = this.#digits.receive(packet);
      if (digit !== null) this.#deps.emit({ type: 'digit', digit, atMs: running.ticks * FRAME_MS });
    }
    running.inbound.push(packet, now);
  }

  /** The next frame to send. */
  #say({ outbound, ticks }: Running): Int16Array {
    if (this.#held) return this.#music?.next() ?? SILENCE;
    return (outbound.pressing ? null : this.#playout.next(ticks * FRAME_MS)) ?? SILENCE;
  }

  #send(packet: Buffer): void {
    const target = this.#running?.latch.target;
    if (target) this.#deps.sockets.rtp.send(packet, target.port, target.host);
  }

  #watchOneWay(running: Running, heard: readonly Int16Array[], ticks: number): void {
    const counts = !this.#held && running.latch.target !== null;
    const report = this.#oneWay.pass(ticks * FRAME_MS, running.ticks * FRAME_MS, heard, counts);
    if (report !== null) this.#deps.emit({ type: 'one_way', report });
  }

  #watch(now: number, running: Running): void {
    if (this.#held) this.#heardAt = now;
    const { initialMs, laterMs } = this.#deps.timeouts;
    const silentMs = now - this.#heardAt;
    if (!this.#timedOut && silentMs >= (this.#heardAny ? laterMs : initialMs)) {
      this.#timedOut = true;
      this.#deps.emit({ type: 'timeout', silentMs });
    }
    if (now - this.#statsAt >= this.#deps.statsEveryMs) {
      this.#statsAt = now;
      const stats = this.stats();
      if (stats !== null) this.#deps.emit({ type: 'stats', stats });
    }
    if (now - this.#rtcpAt >= RTCP_EVERY_MS) {
      this.#rtcpAt = now;
      this.#report(running, now, false);
    }
  }

  #report(running: Running, now: number, leaving: boolean): void {
    const target = running.latch.target;
    if (target === null || target.port >= 65_535) return;
    const report = running.rtcp.report(Date.now(), now, leaving);
    this.#deps.sockets.rtcp.send(report, target.port + 1, target.host);
  }

  #played(played: Played): void {
    // The report for the first packet is made while that packet is being built: its time is now.
    if (played.firstPacketMs !== null && !this.#begun.has(played.id)) this.#begun.set(played.id, this.#deps.now());
    const firstPacketAt = this.#begun.get(played.id) ?? null;
    if (played.done) this.#begun.delete(played.id);
    this.#deps.emit({ type: 'played', played: { ...played, firstPacketAt } });
  }
}
