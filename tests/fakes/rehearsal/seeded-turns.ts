import { seededRandom, type Random } from '#drills/random.ts';
import { rehearse, type CallerSound, type EchoPath, type Rehearsal, type Rehearsed } from './rehearsed-call.ts';
import { spoken, type CallerVoice } from './spoken.ts';
import type { SteadyHearing } from './steady-hearing.ts';

export const TURN_KINDS = ['echo', 'backchannel', 'slow_digits', 'barge_in'] as const;
export type TurnKind = (typeof TURN_KINDS)[number];

/** Our own voice, as the box speaks by default. */
const OUR_VOICE: CallerVoice = { espeak: 'en-us', wordsPerMinute: 155 };

/** What we say, by sentence; a question that wants yes or no at the end of some. */
const STATEMENTS: readonly (readonly string[])[] = [
  ['I understand, your heat is not working.', 'First I have to ask about safety, then we will find a time for you.'],
  [
    'The service call is one hundred sixty five dollars.',
    'Repairs most often come to three hundred to eight hundred dollars.',
  ],
  ['Thank you for calling Miller Heating and Cooling.', 'Please tell me what is going on, and where you are.'],
  [
    'I have Tuesday from nine to eleven, Tuesday from one to three, and Wednesday from nine to eleven.',
    'Which one suits you?',
  ],
];
const QUESTIONS: readonly (readonly string[])[] = [
  [
    'The service call is one hundred sixty five dollars, and it is taken off the repair.',
    'Would you like me to book it?',
  ],
  [
    'I have Sarah Miller at one twenty three Oak Street in Springfield, tomorrow from nine to eleven.',
    'Is that right?',
  ],
  [
    'I understand, your furnace has stopped and it is cold in there.',
    'Is there anyone elderly or an infant in the house?',
  ],
];

const BACKCHANNELS = ['uh-huh', 'mm-hmm', 'okay', 'right', 'yeah', 'I see', 'sure', 'yes', 'yeah okay', 'oh okay'];
const INTERRUPTIONS = [
  'no wait I have a question about the price',
  'sorry my name is Sarah Miller',
  'hold on I did not understand that',
  'can you come tomorrow instead',
  'my furnace stopped working and it is very cold',
  'excuse me do you also do electrical work',
  'stop I want to talk to a person',
  'actually it is the water heater',
];
const DIGITS = ['oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export const CALLER_VOICES: readonly CallerVoice[] = [
  ...['en-us+m3', 'en-us+f2', 'en-us+m7', 'en-us+f4'].map((espeak) => ({ espeak, wordsPerMinute: 150 })),
  { espeak: 'en-us+m1', wordsPerMinute: 130 },
];
/** Another synthesizer, where it is installed. */
export const FLITE_VOICES: readonly CallerVoice[] = [{ flite: 'slt' }, { flite: 'rms' }];

export interface SeededTurn {
  readonly kind: TurnKind;
  readonly seed: number;
  readonly rehearsal: Rehearsal;
  /** What the caller says, and when the last piece of it begins. */
  readonly words: string;
  readonly lastPieceMs: number;
}

/** How one turn went. */
export interface TurnResult {
  readonly kind: TurnKind;
  readonly seed: number;
  readonly words: string;
  readonly echo: EchoPath | null;
  /** The goal was missed: we stopped for ourselves or for a listener, cut a caller off, or did not give way. */
  readonly failed: boolean;
  readonly pauses: number;
  /** From the caller's first sound to our last, ms, where we gave way. */
  readonly silentAfterMs: number | null;
  readonly heard: readonly string[];
}

const durationOf = async (sentences: readonly string[]): Promise<number> => {
  let samples = 0;
  for (const text of sentences) samples += (await spoken(text, OUR_VOICE)).length;
  return Math.round(samples / 8);
};

const toFrame = (ms: number): number => Math.round(ms / 20) * 20;

const echoOf = (random: Random, loudestDb: number): EchoPath => ({
  db: -random.integer(-loudestDb, 30),
  delayMs: random.integer(80, 400),
});

/** What is spoken, from its first sound on, at the level of a telephone call. */
const piece = async (random: Random, text: string, voice: CallerVoice, atMs: number): Promise<CallerSound> => {
  const pcm = await spoken(text, voice);
  const gain = 10 ** (-random.integer(0, 8) / 20);
  const first = Math.max(
    0,
    pcm.findIndex((sample) => Math.abs(sample) > 300),
  );
  return { atMs, pcm: pcm.subarray(first).map((sample) => Math.round(sample * gain)) };
};

const digitGroups = (random: Random): string[] => {
  const number = [9, 3, 7, 5, 5, 5, 0, 1, random.integer(0, 9), random.integer(0, 9)];
  const sizes = random.pick([
    [3, 3, 4],
    [3, 3, 2, 2],
    [3, 3, 4],
    [2, 1, 3, 2, 2],
  ]);
  let at = 0;
  return sizes.map((size) => {
    const group = number.slice(at, at + size);
    at += size;
    return group.map((digit) => DIGITS[digit]).join(' ');
  });
};

/** A turn of a call, the same for the same seed and voices. */
export const seededTurn = async (
  kind: TurnKind,
  seed: number,
  voices: readonly CallerVoice[] = CALLER_VOICES,
): Promise<SeededTurn> => {
  const random = seededRandom(seed * 7919 + TURN_KINDS.indexOf(kind));
  const voice = random.pick(voices);
  if (kind === 'slow_digits') {
    const caller: CallerSound[] = [];
    const groups = digitGroups(random);
    let atMs = 400;
    for (const group of groups) {
      const sound = await piece(random, group, voice, toFrame(atMs));
      caller.push(sound);
      atMs += sound.pcm.length / 8 + random.integer(1000, 1800);
    }
    const lastPieceMs = caller.at(-1)?.atMs ?? 0;
    return {
      kind,
      seed,
      words: groups.join(', '),
      lastPieceMs,
      rehearsal: { seed, say: [], expect: 'phone', caller, echo: null, lengthMs: toFrame(atMs + 2000) },
    };
  }
  const asks = kind !== 'echo' && random.next() < 0.5;
  const say = [...random.pick(asks ? QUESTIONS : STATEMENTS)];
  const spokenMs = await durationOf(say);
  const expect = asks ? 'yes_no' : 'open';
  if (kind === 'echo') {
    const echo = echoOf(random, -12);
    const rehearsal = { seed, say, expect, caller: [], echo, lengthMs: toFrame(spokenMs + 1500) } as const;
    return { kind, seed, words: '', lastPieceMs: 0, rehearsal };
  }
  const words = random.pick(kind === 'backchannel' ? BACKCHANNELS : INTERRUPTIONS);
  // Into what is said before the question, and never into our last word.
  const until = (await durationOf(say.slice(0, -1))) - 700;
  const sound = await piece(random, words, voice, toFrame(random.integer(500, Math.max(600, until))));
  const echo = random.next() < 0.5 ? echoOf(random, -15) : null;
  const rehearsal = { seed, say, expect, caller: [sound], echo, lengthMs: toFrame(spokenMs + 5000) } as const;
  return { kind, seed, words, lastPieceMs: sound.atMs, rehearsal };
};

/** Whether it went as it should. */
const judgeTurn = ({ kind, lastPieceMs, rehearsal, seed, words }: SeededTurn, came: Rehearsed): TurnResult => {
  const gaveWay = came.interrupted.length > 0;
  const last = (came.soundedMs.at(-1) ?? 0) + 20;
  const cutOff = came.finals.some(({ endMs }) => endMs < lastPieceMs);
  const failed = {
    echo: gaveWay || came.finals.length > 0 || came.said?.complete !== true,
    backchannel: gaveWay || came.said?.complete !== true,
    slow_digits: cutOff || came.finals.length === 0,
    barge_in: !gaveWay,
  }[kind];
  return {
    kind,
    seed,
    words,
    echo: rehearsal.echo,
    failed,
    pauses: came.pauses.length,
    silentAfterMs: kind === 'barge_in' && gaveWay ? Math.max(0, last - lastPieceMs) : null,
    heard: came.finals.map(({ text }) => text),
  };
};

/** Plays a turn and judges it. */
export const playTurn = async (turn: SeededTurn, hearing: SteadyHearing): Promise<TurnResult> => {
  const sounds = new Map<string, Int16Array>();
  for (const text of turn.rehearsal.say) sounds.set(text, await spoken(text, OUR_VOICE));
  return judgeTurn(turn, await rehearse(turn.rehearsal, hearing, (text) => sounds.get(text) ?? new Int16Array(0)));
};
