import { FRAME_SAMPLES } from './audio.ts';
import { FarBuffer } from './far-buffer.ts';
import { FrameFlow } from './frame-flow.ts';
import { LegSound, type LegSoundDeps, NOTHING_PASSED, type PassedSound, SILENCE } from './leg-sound.ts';
import type { JoinedLeg } from './media-leg.ts';
import type { StreamCommand, StreamOut } from './messages.ts';
import type { RecordingResult } from './recording.ts';

/** How uneven the arrival of sound over TCP may be without silence being dropped or sound made up, ms. */
const HOLD_MS = 60;
/** A sender a second ahead of time loses its oldest sound. */
const MAX_WAITING = 8000;

export interface MediaStreamDeps extends LegSoundDeps {
  /**
   * How many frames the far end is kept ahead; it then tells by marks what it has played. 0: it plays what comes as it comes,
   * so each tick sends one frame, silence too.
   */
  readonly ahead: number;
}

/** One call's media on the media thread where the line itself reads and writes the bytes. Driven by the worker's clock. */
export class MediaStream implements JoinedLeg {
  /** Its sound is decoded by the time it is here. */
  readonly relays = false;
  readonly #deps: MediaStreamDeps;
  readonly #sound: LegSound;
  readonly #far: FarBuffer | null;
  readonly #pieces: Int16Array[] = [];
  readonly #flow = new FrameFlow({
    more: () => this.#more(),
    waiting: () => this.#waiting,
    // Nothing tells how much was missing: what comes late is heard, and silence is dropped for it.
    madeUp: () => undefined,
  });
  #waiting = 0;
  #piece = FRAME_SAMPLES;
  #out: StreamOut[] = [];
  #started = false;

  constructor(deps: MediaStreamDeps) {
    this.#deps = deps;
    const { ahead, emit } = deps;
    this.#far =
      ahead === 0
        ? null
        : new FarBuffer({
            frames: ahead,
            send: (out) => this.#out.push(out),
            tell: (played) => emit({ type: 'played', played }),
          });
    this.#sound = new LegSound({
      ...deps,
      emit: (event) => {
        if (event.type === 'played' && this.#far) this.#far.report(event.played);
        else emit(event);
      },
    });
  }

  get started(): boolean {
    return this.#started;
  }

  obey(command: StreamCommand): void {
    switch (command.type) {
      case 'begin':
        this.#started = true;
        this.#sound.start();
        break;
      case 'heard':
        this.#heard(command.pcm);
        break;
      case 'key':
        this.#sound.keySounds();
        if (this.#started) this.#deps.emit({ type: 'digit', digit: command.digit, atMs: this.#sound.atMs });
        break;
      case 'marked':
        this.#far?.marked(command.name);
        break;
      case 'stop':
        if (this.#far) this.#far.drop(command.id, () => this.#sound.obey(command));
        else this.#sound.obey(command);
        break;
      default:
        this.#sound.obey(command);
        if (command.type === 'pause') this.#far?.takeBack();
    }
    this.#flush();
  }

  join(other: JoinedLeg, record: boolean): void {
    this.#sound.join((frames) => other.hear(frames), record);
    this.#far?.takeBack();
    this.#flush();
  }

  part(): void {
    this.#sound.part();
  }

  hear(frames: readonly Int16Array[]): void {
    this.#sound.hear(frames);
  }

  /** Keys of the other leg end here: these lines carry none from us. */
  relay(): void {}

  /** @see MediaLeg.tick */
  tick(now: number, send: number, skip: number): PassedSound {
    if (!this.#started) return NOTHING_PASSED;
    const heard = this.#flow.tick(now, send + skip, { hold: HOLD_MS, piece: this.#piece });
    if (this.#far) for (let i = 0; i < send + skip; i++) this.#sendAhead(this.#far, now, i === 0 ? heard : []);
    else {
      this.#sound.skipped(skip);
      for (let i = 0; i < send; i++) this.#sendNow(i === 0 ? heard : []);
    }
    this.#flush();
    return this.#sound.pass(now, heard, send + skip, true);
  }

  /** Ends the call's media: recording finished. */
  async close(): Promise<RecordingResult | null> {
    this.#started = false;
    return await this.#sound.close();
  }

  #sendNow(heard: readonly Int16Array[]): void {
    const frame = this.#sound.next() ?? SILENCE;
    this.#out.push({ kind: 'sound', pcm: frame });
    this.#sound.sent(frame, heard);
  }

  #sendAhead(far: FarBuffer, now: number, heard: readonly Int16Array[]): void {
    const next = (): { frame: Int16Array; item: string | null } | null => {
      const { item } = this.#sound;
      const frame = this.#sound.next();
      return frame && { frame, item };
    };
    this.#sound.sent(far.tick(now, next, this.#sound.stands) ?? SILENCE, heard);
  }

  #heard(pcm: Int16Array): void {
    if (!this.#started || pcm.length === 0) return;
    this.#sound.arrived(this.#deps.now(), false);
    this.#pieces.push(pcm);
    this.#piece = pcm.length;
    this.#waiting += pcm.length;
    while (this.#waiting > MAX_WAITING) this.#waiting -= this.#pieces.shift()?.length ?? 0;
  }

  #more(): boolean {
    const piece = this.#pieces.shift();
    if (piece === undefined) return false;
    this.#waiting -= piece.length;
    this.#flow.heard(piece);
    return true;
  }

  #flush(): void {
    if (this.#out.length === 0) return;
    this.#deps.emit({ type: 'out', out: this.#out });
    this.#out = [];
  }
}
