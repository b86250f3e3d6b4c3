import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RtpCaller } from '#fakes/rtp-caller.ts';
import { openLog } from '#observe/log.ts';
import type { CallRecord, CallSummary } from '#shared/api/records.ts';
import { FRAME_MS } from '#voice/media/audio.ts';
import { espeakVoice } from '#voice/speech/engines.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { startBox } from '#drills/box.ts';

const HELP = `Usage: scripts/node benchmarks/barge-in.ts [--count N] [--json]

A caller speaks into a sentence of the box, on the bench path: from the caller's first speech sample to the last sample of
the box's sentence, both by the packets on the wire (loopback, no jitter buffer at the caller). An interruption counts when
the box's own record says that the sentence was cut; the others were sentences that must be heard or were over anyway.

  --count N   interruptions to try (30)
  --json      one JSON object on stdout instead of text`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1 || count > 1000) {
  console.error('barge-in: --count takes a whole number from 1 to 1000. See --help.');
  process.exit(64);
}

const PER_CALL = 5;
const GREETING_LIMIT_MS = 45_000;
const ANSWER_LIMIT_MS = 12_000;
/** After so much silence the box is taken to have stopped. */
const STOPPED_MS = 400;
/** What callers say into our sentences. */
const WORDS = [
  'no, there is nobody else here',
  'wait a moment please',
  'I have a question about the price',
  'sorry, my name is Sarah Miller',
  'hold on, I did not understand that',
];

const until = async (met: () => boolean, limitMs: number): Promise<boolean> => {
  const started = performance.now();
  while (!met()) {
    if (performance.now() - started > limitMs) return false;
    await new Promise((wait) => setTimeout(wait, 5));
  }
  return true;
};

const log = openLog('barge-in', 'error');
const voice = await openTextToSpeech({ voices: [espeakVoice(150)], log });
const complaint = await voice.render({ text: 'my furnace stopped working' });
const words = await Promise.all(WORDS.map((text) => voice.render({ text })));
const folder = await mkdtemp(join(tmpdir(), 'barge-in-'));
const gaps: number[] = [];
let tried = 0;
let heardWhole = 0;

/** Interrupts the box again and again in one call. @returns each gap, ms, in the order of the box's sentences */
const interruptOnce = async (target: string, times: number): Promise<number[]> => {
  await using caller = await RtpCaller.ring(target, '9375550142');
  const found: number[] = [];
  const quietFor = (ms: number): boolean => performance.now() - caller.lastLoudAt > ms;
  await until(() => caller.lastLoudAt > 0, ANSWER_LIMIT_MS);
  await until(() => quietFor(1500), GREETING_LIMIT_MS);
  await caller.say(complaint).over;
  for (let i = 0; i < times; i++) {
    // Somewhere in the sentence: 0.5 to 1.3 s after it began, and never in a pause of its own.
    const into = 500 + ((i * 7 + tried * 3) % 9) * 100;
    const speaking = (): boolean =>
      caller.loud && caller.soundingSince !== null && performance.now() - caller.soundingSince >= into;
    if (!(await until(() => speaking() || caller.over, ANSWER_LIMIT_MS)) || caller.over) break;
    const { begun, over } = caller.say(words[tried % words.length] ?? complaint);
    const startedAt = await begun;
    tried++;
    await over;
    await until(() => quietFor(STOPPED_MS) || caller.over, ANSWER_LIMIT_MS);
    found.push(Math.max(0, caller.lastLoudAt + FRAME_MS - startedAt));
    await until(() => caller.soundingSince === null, ANSWER_LIMIT_MS);
  }
  return found;
};

const recordOf = async (http: string): Promise<CallRecord | null> => {
  let call: CallSummary | undefined;
  for (let tries = 0; tries < 50 && call?.status !== 'ended'; tries++) {
    await new Promise((wait) => setTimeout(wait, 100));
    const page = (await (await fetch(`${http}/api/v1/calls?limit=1`)).json()) as { items: CallSummary[] };
    call = page.items[0];
  }
  return call ? ((await (await fetch(`${http}/api/v1/calls/${call.id}`)).json()) as CallRecord) : null;
};

try {
  await using box = await startBox({
    dataFolder: join(folder, 'data'),
    now: '2026-03-04T20:10:00-05:00',
    httpPort: 0,
    sipPort: 0,
  });
  while (tried < count) {
    const before = tried;
    const found = await interruptOnce(box.sip, Math.min(PER_CALL, count - tried));
    const ours = (await recordOf(box.http))?.transcript.filter(({ speaker }) => speaker === 'us') ?? [];
    for (const [i, gap] of found.entries()) {
      const said = ours[i + 1];
      if (said && said.heardText !== said.text) gaps.push(gap);
      else heardWhole++;
    }
    if (!values.json) console.error(`${tried} of ${count}`);
    if (tried === before) throw new Error('the box could not be interrupted: it never spoke');
  }
} finally {
  await voice.close();
  await rm(folder, { recursive: true, force: true });
}

const ordered = gaps.toSorted((a, b) => a - b);
/** The nearest-rank percentile. */
const percentile = (share: number): number | null => {
  const value = ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)];
  return value === undefined ? null : Math.round(value);
};
const report = {
  benchmark: 'barge-in',
  tried,
  cut: gaps.length,
  heardWhole,
  ms: { min: percentile(0), p50: percentile(0.5), p95: percentile(0.95), max: percentile(1) },
  goal: { p95: 200 },
};
if (values.json) console.log(JSON.stringify(report));
else {
  const { min, p50, p95, max } = report.ms;
  console.log(`${gaps.length} of ${tried} interruptions cut a sentence (${heardWhole} met one that was heard whole)`);
  console.log(
    `first sample of the caller to our last, ms: min ${min}, p50 ${p50}, p95 ${p95}, max ${max} (goal p95 200)`,
  );
}
process.exitCode = report.ms.p95 !== null && report.ms.p95 <= 200 ? 0 : 1;
