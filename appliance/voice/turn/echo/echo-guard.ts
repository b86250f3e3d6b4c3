import { rms } from '../../media/audio.ts';
import { explainedShare, TAPS } from './explained.ts';
import { LagSearch } from './lag-search.ts';
import { SoundTrack } from './sound-track.ts';

const SAMPLES_A_MS = 8;
const FRAME_SAMPLES = 160;
/** Compared at a time, ms. */
const WINDOW_MS = 80;
const WINDOW = WINDOW_MS * SAMPLES_A_MS;
/** The end of the window, samples. */
const LATEST = WINDOW / 2;
/**
 * An echo comes back this late, ms of media time. The far end of the range is a mobile phone's speaker behind two jitter buffers; the near
 * one lies before zero, for heard frames are counted as they come.
 */
const EARLIEST_MS = -80;
const LATEST_MS = 560;
const LAGS = (LATEST_MS - EARLIEST_MS) * SAMPLES_A_MS;
/** So faint a sound is not told from an echo's edges: it does not count while ours may come back. About -47 dBFS, in sample units. */
const FAINT_RMS = 150;
/** The same with the high tones raised, where the deep hum of a line is as faint. */
const FAINT_RAISED_RMS = 80;
/** Share of the energy that must be ours, where the delay is not known yet and where it is. */
const SURE = 0.6;
const KNOWN = 0.35;
/** Frames that agreed on a delay before it is known. */
const AGREED = 3;
/** Two delays are the same within this, samples. */
const SAME_LAG = 12;
/** What is heard at a known delay is echo, too, where it is no louder than the echo has been, and in part ours. */
const NO_LOUDER = 1.4;
const IN_PART = 0.2;
/** How quickly the echo's strength is learnt. */
const LEARN = 0.2;

/** After so many searches in one stretch of voice that found nothing it is somebody speaking: from then on each fourth frame is searched. */
const FRUITLESS = 10;
const EACH = 4;

/** One for all calls: it keeps nothing between two searches. */
const search = new LagSearch(WINDOW, LAGS);

interface Path {
  /** Delay, samples. */
  readonly lag: number;
  /** Frames that agreed on it, up to `AGREED`. */
  readonly agreed: number;
  /** Level of the echo over that of our sound. */
  readonly gain: number;
}

/** What was found out about one frame. */
export interface EchoFinding {
  readonly echo: boolean;
  /** Part of its energy that our sound explains, 0 to 1. */
  readonly share: number;
  /** Delay found or tried, ms; null when nothing of ours can be heard back now. */
  readonly lagMs: number | null;
}

const NOT_OURS: EchoFinding = { echo: false, share: 0, lagMs: null };
const TOO_FAINT: EchoFinding = { echo: true, share: 0, lagMs: null };

/**
 * Tells our own voice, coming back from the caller's end, from the caller's. What is heard is fitted by what we sent 0 to 500 ms
 * before: an echo is our sound again, weaker and a little filtered, and a caller who speaks into it adds energy that is not ours.
 * Frames of 20 ms at 8 kHz, in order; costs nothing while we are silent.
 */
export class EchoGuard {
  readonly #said = new SoundTrack(LATEST_MS + WINDOW_MS + 200);
  readonly #heard = new SoundTrack(2 * WINDOW_MS);
  #path: Path | null = null;
  /** Frames in this stretch of voice for which no delay was found. */
  #fruitless = 0;

  /** A frame that goes out. @param atMs media time */
  said(frame: Int16Array, atMs: number): void {
    this.#said.add(frame, atMs * SAMPLES_A_MS);
  }

  /**
   * A frame that came in.
   * @param atMs media time
   * @param matters it holds a voice: only then anything is found out
   */
  heard(frame: Int16Array, atMs: number, matters = true): EchoFinding {
    const start = atMs * SAMPLES_A_MS;
    this.#heard.add(frame, start);
    if (!matters) return this.#quiet(NOT_OURS);
    const from = start + FRAME_SAMPLES - WINDOW;
    if (!this.#said.soundsWithin(from - LATEST_MS * SAMPLES_A_MS, start + FRAME_SAMPLES - EARLIEST_MS * SAMPLES_A_MS))
      return NOT_OURS;
    if (rms(frame) < FAINT_RMS || this.#heard.rms(start, FRAME_SAMPLES) < FAINT_RAISED_RMS)
      return this.#quiet(TOO_FAINT);
    const window = this.#heard.cut(from, WINDOW);
    const known = this.#path !== null && this.#path.agreed >= AGREED ? this.#path : null;
    const there = known === null ? 0 : this.#share(window, from, known.lag);
    if (known !== null && there >= SURE) return this.#found(known.lag, there, from);
    if (++this.#fruitless > FRUITLESS && this.#fruitless % EACH !== 0) return this.#judge(known, there, from);
    const place = search.best(window, this.#said.cut(from - LATEST_MS * SAMPLES_A_MS, WINDOW + LAGS));
    const lag = LATEST_MS * SAMPLES_A_MS - place;
    const share = this.#share(window, from, lag);
    if (share >= SURE && share > there) return this.#found(lag, share, from);
    return this.#judge(known, there, from);
  }

  #quiet(finding: EchoFinding): EchoFinding {
    this.#fruitless = 0;
    return finding;
  }

  /** Where no delay fits well: at the known one it may be echo all the same. */
  #judge(known: Path | null, share: number, from: number): EchoFinding {
    if (known === null) return NOT_OURS;
    const louder = this.#heard.rms(from, WINDOW) / Math.max(1, known.gain * this.#said.rms(from - known.lag, WINDOW));
    const echo = share >= KNOWN || (share >= IN_PART && louder <= NO_LOUDER);
    return { echo, share, lagMs: known.lag / SAMPLES_A_MS };
  }

  /** The lesser of two: of the whole window, and of its end, where a caller who begins to speak is found first. */
  #share(window: Float32Array, from: number, lag: number): number {
    // The first tap a few samples early, so that a delay between two samples is met from both sides.
    const lead = TAPS / 2;
    const said = this.#said.cut(from - lag + lead - (TAPS - 1), WINDOW + TAPS - 1);
    const latest = explainedShare(window.subarray(WINDOW - LATEST), said.subarray(WINDOW - LATEST));
    return latest < IN_PART ? latest : Math.min(latest, explainedShare(window, said));
  }

  #found(lag: number, share: number, from: number): EchoFinding {
    this.#fruitless = 0;
    const before = this.#path;
    const same = before !== null && Math.abs(before.lag - lag) <= SAME_LAG;
    const gain = (this.#heard.rms(from, WINDOW) * Math.sqrt(share)) / Math.max(1, this.#said.rms(from - lag, WINDOW));
    if (same)
      this.#path = {
        lag,
        agreed: Math.min(AGREED, before.agreed + 1),
        gain: before.gain + LEARN * (gain - before.gain),
      };
    // One frame that fits elsewhere by chance does not unsettle a delay that is known.
    else if (before !== null && before.agreed > 1) this.#path = { ...before, agreed: before.agreed - 1 };
    else this.#path = { lag, agreed: 1, gain };
    return { echo: true, share, lagMs: lag / SAMPLES_A_MS };
  }
}
