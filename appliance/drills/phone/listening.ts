import type { SpeechToText, Utterance } from '#voice/speech/ports.ts';
import { SpeechGate } from './speech-gate.ts';

/** One stretch of speech of the far end. Times are media time, ms. */
export interface HeardPiece {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** What the far end said until it fell silent and waited. */
export interface HeardTurn {
  readonly text: string;
  readonly pieces: readonly HeardPiece[];
}

export interface ListeningOptions {
  readonly stt: SpeechToText;
  /** The far end has finished when it is silent for this long and its words sound complete. */
  readonly quietMs: number;
  /** ... or for this long, whatever it said. */
  readonly patienceMs: number;
  /** Do these words want an answer? */
  readonly isComplete: (text: string) => boolean;
  readonly onTurn: (turn: HeardTurn) => void;
}

interface Piece {
  readonly utterance: Utterance;
  startMs: number;
  endMs: number | null;
  text: string | null;
}

/** Sound before a stretch that is given to the recognizer with it. */
const LEAD_FRAMES = 12;

/**
 * Follows the far end's audio: cuts it at pauses, has each stretch recognized, and tells when a turn is over. The clock is
 * that of the frames alone.
 */
export class Listening {
  readonly #options: ListeningOptions;
  readonly #gate = new SpeechGate();
  readonly #lead: Int16Array[] = [];
  #pieces: Piece[] = [];
  #count = 0;

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  /** The far end is speaking now. */
  get hearing(): boolean {
    return this.#gate.open;
  }

  push(frame: Int16Array, atMs: number): void {
    const event = this.#gate.push(frame, atMs);
    if (event?.kind === 'start') this.#begin(event.atMs);
    const current = this.#pieces.at(-1);
    if (current && current.endMs === null) current.utterance.push(frame);
    if (event?.kind === 'end' && current) this.#finish(current, event.atMs);
    this.#lead.push(frame);
    if (this.#lead.length > LEAD_FRAMES) this.#lead.shift();
    if (!this.#gate.open) this.#settle(atMs - this.#gate.lastLoudMs);
  }

  close(): void {
    for (const piece of this.#pieces) piece.utterance.cancel();
    this.#pieces = [];
  }

  #begin(atMs: number): void {
    const utterance = this.#options.stt.open({ id: `far-end-${++this.#count}` });
    for (const frame of this.#lead) utterance.push(frame);
    this.#pieces.push({ utterance, startMs: atMs, endMs: null, text: null });
  }

  #finish(piece: Piece, atMs: number): void {
    piece.endMs = atMs;
    void piece.utterance.finish().then(({ text }) => {
      piece.text = text;
    });
  }

  #settle(silentMs: number): void {
    if (this.#pieces.length === 0 || silentMs < this.#options.quietMs) return;
    const pieces = this.#pieces.flatMap(({ text, startMs, endMs }) =>
      text === null || endMs === null ? [] : [{ text, startMs, endMs }],
    );
    if (pieces.length < this.#pieces.length) return;
    const worded = pieces.filter(({ text }) => text !== '');
    const text = worded.map((piece) => piece.text).join(' ');
    if (silentMs < this.#options.patienceMs && !this.#options.isComplete(text)) return;
    this.#pieces = [];
    if (text !== '') this.#options.onTurn({ text, pieces: worded });
  }
}
