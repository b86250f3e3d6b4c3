import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { FRAME_MS, FRAME_SAMPLES } from '#voice/media/audio.ts';

/** As `Set(ID=${CURL(http://box/audiosocket/calls,from=...&to=...)})` does: a form, and the answer's text. */
export const announce = async (
  callsPort: number,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`http://127.0.0.1:${callsPort}/audiosocket/calls`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, text: await answer.text() };
};

/**
 * The AudioSocket() application of Asterisk on a channel: names the call by its UUID, then sends a frame of the channel each
 * 20 ms, and plays what comes as it comes: it has no buffer of its own and no clock for what we send. Reads message by message
 * as res_audiosocket does: anything but sound and hang-up ends the call.
 */
export class AudioSocketChannel implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #closed: Promise<unknown>;
  readonly #timer: NodeJS.Timeout;
  #rest = Buffer.alloc(0);
  #saying: { readonly pcm: Int16Array; at: number; readonly over: () => void } | null = null;
  #due = performance.now();
  /** What was played to the caller, frame by frame. */
  readonly played: Int16Array[] = [];
  /** Told of each frame as it is played. */
  onPlayed: (pcm: Int16Array) => void = () => undefined;
  /** The far end sent a hang-up. */
  hungUp = false;
  /** It sent what Asterisk does not take. */
  fault: string | null = null;
  over = false;

  private constructor(socket: Socket, uuid: string) {
    this.#socket = socket;
    this.#closed = once(socket, 'close').catch(() => undefined);
    socket.on('error', () => undefined);
    void this.#closed.then(() => this.#end());
    socket.on('data', (piece) => this.#read(piece));
    const id = Buffer.from(uuid.replaceAll('-', ''), 'hex');
    this.send(0x01, id);
    this.#timer = setInterval(() => this.#tick(), FRAME_MS / 4);
  }

  /** @param uuid unannounced when left out */
  static async open(
    port: number,
    uuid: string = randomUUID(),
    localAddress = '127.0.0.1',
  ): Promise<AudioSocketChannel> {
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    await once(socket, 'connect');
    return new AudioSocketChannel(socket, uuid);
  }

  /** Resolves when the connection is closed, by whomever. */
  get closed(): Promise<unknown> {
    return this.#closed;
  }

  /** Any message at all. */
  send(type: number, payload: Uint8Array): void {
    if (this.#socket.writable)
      this.#socket.write(Buffer.concat([Buffer.from([type, payload.length >> 8, payload.length & 0xff]), payload]));
  }

  /** The caller speaks; resolves with the last frame sent. */
  say(pcm: Int16Array): Promise<void> {
    return new Promise((over) => (this.#saying = { pcm, at: 0, over }));
  }

  /** The caller presses a key. */
  press(digit: string): void {
    this.send(0x03, Buffer.from(digit, 'latin1'));
  }

  hangup(): void {
    this.send(0x00, Buffer.alloc(0));
    this.#socket.end();
  }

  /** The network is gone: neither end is told. */
  cut(): void {
    this.#socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    this.#end();
    await this.#closed;
  }

  #end(): void {
    this.over = true;
    clearInterval(this.#timer);
    this.#saying?.over();
    this.#saying = null;
  }

  #tick(): void {
    const now = performance.now();
    for (; this.#due <= now; this.#due += FRAME_MS) {
      const frame = Buffer.alloc(2 * FRAME_SAMPLES);
      const saying = this.#saying;
      if (saying) {
        for (const [i, sample] of saying.pcm.subarray(saying.at, saying.at + FRAME_SAMPLES).entries())
          frame.writeInt16LE(sample, 2 * i);
        saying.at += FRAME_SAMPLES;
        if (saying.at >= saying.pcm.length) {
          this.#saying = null;
          saying.over();
        }
      }
      this.send(0x10, frame);
    }
  }

  #read(piece: Buffer): void {
    let rest = Buffer.concat([this.#rest, piece]);
    while (rest.length >= 3) {
      const [type, length] = [rest.readUInt8(0), rest.readUInt16BE(1)];
      if (rest.length < 3 + length) break;
      const payload = rest.subarray(3, 3 + length);
      rest = rest.subarray(3 + length);
      if (type === 0x00) this.hungUp = true;
      else if (type !== 0x10 || length < 1) this.fault = `type ${type}, ${length} octets`;
      if (type !== 0x10 || length < 1) return void this.#socket.end();
      const pcm = Int16Array.from({ length: length / 2 }, (_, i) => payload.readInt16LE(2 * i));
      this.played.push(pcm);
      this.onPlayed(pcm);
    }
    this.#rest = Buffer.from(rest);
  }
}
