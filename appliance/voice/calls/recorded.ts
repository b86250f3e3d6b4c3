import type { CallCommand } from '#shared/link/commands.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { CallLeg } from './call-deps.ts';

/** Commands about the recording: they are carried out at once, whatever is being said. */
export type RecordingCommand = Extract<CallCommand, { kind: 'silence' | 'record' }>;

/** A key told in the signalling sounded about then, ms: some gateways leave its tone in the sound. */
const KEY_BEFORE_MS = 300;
const KEY_AFTER_MS = 100;
/** Id of what we silence of ourselves: core is not told. */
const OWN = '';

interface Place {
  readonly fromMs: number;
  /** Null while the caller speaks. */
  readonly toMs: number | null;
}

export interface RecordedDeps {
  readonly leg: CallLeg;
  readonly path: string;
  readonly send: (body: CallEvent) => void;
}

/** The recording of one call: when it begins, what is taken out of it, and its end where the caller wants none. */
export class Recorded {
  readonly #deps: RecordedDeps;
  /** Where in the call each utterance was. */
  readonly #places = new Map<string, Place>();
  /** Utterances that go on and are to be silent to their end: by which command. */
  readonly #silencing = new Map<string, string>();
  #path: string | undefined;
  #offsetMs = 0;
  #begun = false;

  constructor(deps: RecordedDeps) {
    this.#deps = deps;
    const { leg, send } = deps;
    leg.onRecordingStarted((path, offsetMs) => {
      this.#path = path;
      this.#offsetMs = offsetMs;
      send({ kind: 'recording.started', path, offsetMs });
    });
    leg.onRecordingFailed((reason) => send({ kind: 'recording.failed', reason }));
    leg.onRecordingStopped((command) => {
      this.#path = undefined;
      send({ kind: 'recording.stopped', command });
    });
    leg.onSilenced(({ id, fromMs, toMs, onDisk }) => {
      if (id !== OWN) send({ kind: 'recording.silenced', command: id, fromMs, toMs, onDisk });
    });
  }

  /** Of the file, once it is there. */
  get path(): string | undefined {
    return this.#path;
  }

  /** Where in the call it began, ms since answer. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The notice was heard. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#deps.leg.record({ path: this.#deps.path });
  }

  speechStarted(utterance: string, fromMs: number): void {
    this.#places.set(utterance, { fromMs, toMs: null });
  }

  speechEnded(utterance: string, toMs: number): void {
    const place = this.#places.get(utterance);
    if (!place) return;
    this.#places.set(utterance, { ...place, toMs });
    const command = this.#silencing.get(utterance);
    if (command !== undefined && this.#silencing.delete(utterance)) this.#deps.leg.silence(command, place.fromMs, toMs);
  }

  /** A key was told beside the sound. */
  key(atMs: number): void {
    this.silence(Math.max(0, atMs - KEY_BEFORE_MS), atMs + KEY_AFTER_MS);
  }

  /** Takes a stretch out that core has not named. */
  silence(fromMs: number, toMs: number): void {
    this.#deps.leg.silence(OWN, fromMs, toMs);
  }

  command(id: string, body: RecordingCommand): void {
    const { leg } = this.#deps;
    if (body.kind === 'record') {
      this.#begun = true;
      return leg.discardRecording(id);
    }
    for (const utterance of body.utterances) {
      const place = this.#places.get(utterance);
      if (!place) continue;
      if (place.toMs === null) this.#silencing.set(utterance, id);
      leg.silence(id, place.fromMs, place.toMs);
    }
  }

  /** The call is over at `toMs`: so is what the caller was saying. */
  close(toMs: number): void {
    for (const utterance of this.#silencing.keys()) this.speechEnded(utterance, toMs);
  }
}
