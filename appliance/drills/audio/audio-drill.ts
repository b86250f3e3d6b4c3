import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFile } from '#shared/data-folder.ts';
import { silentLog } from '#observe/log.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { systemClock } from '#shared/clock.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { openStore, type BusinessStore } from '#store/store.ts';
import { startBox } from '../box.ts';
import type { DrillReport, Exchange } from '../drill.ts';
import { gradeDrill } from '../grade/grade.ts';
import { readRows, type Snapshot } from '../grade/rows.ts';
import type { Turn } from '../line/turn.ts';
import { newestCall } from '../newest-call.ts';
import type { CallerTurn } from '../phone/conversation.ts';
import { ringAs } from '../phone/ring.ts';
import { seededRandom } from '../random.ts';
import type { Scenario } from '../scenario/schema.ts';
import { makeShop, startOf } from '../shop/open-shop.ts';
import { withUnconfirmedNames } from './leniency.ts';
import { withNoise } from './noise.ts';
import { audioPersona, SpokenCaller } from './spoken-caller.ts';

export interface AudioOptions {
  readonly seed: number;
  /** How far the caller's voice lies above the noise, dB. */
  readonly snrDb: number;
}

/** A drill by telephone, and how late the clock of its sound was. */
export interface AudioReport extends DrillReport {
  /** 99 of 100 ticks of the caller's 20 ms clock were at most so late, ms. */
  readonly lateP99: number;
}

const withStore = async <Result>(folder: string, work: (store: BusinessStore) => Promise<Result>): Promise<Result> => {
  await using store = await openStore({ file: databaseFile(folder), clock: systemClock(), log: silentLog() });
  const [business] = await store.businesses();
  if (!business)
    throw new PilotError('no_shop', 'the box has no shop', { fix: 'See the log of the box in its data folder.' });
  return await work(store.for(business.id));
};

/** Our turns as the box's own record has them; how long the caller waited for each stands with the call. */
const turnsOf = ({ transcript, timings }: CallRecord): Turn[] =>
  transcript
    .filter(({ speaker }) => speaker === 'us')
    .map(
      ({ acts, text }, at): Turn => ({
        acts,
        text,
        early: '',
        ended: false,
        hangup: false,
        answerMs: timings[at]?.voiceToVoiceMs ?? 0,
        unanswered: null,
      }),
    );

const exchangesOf = (turns: readonly CallerTurn[]): Exchange[] =>
  turns.map(({ heard, said }) => ({ box: heard, acts: [], caller: said ?? '(silent)' }));

/** Plays a scenario by SIP and sound against a box of its own, which speaks and hears as on the bench. */
export const runAudioDrill = async (scenario: Scenario, options: AudioOptions): Promise<AudioReport> => {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'pilot-drill-'));
  const { id } = scenario;
  const report = { id, seed: options.seed, exchanges: [], quirks: [], lost: [], outcome: null, ms: 0, lateP99: 0 };
  try {
    const dataFolder = join(folder, 'box');
    await makeShop(scenario, dataFolder);
    const { call, before, result, quirks } = await ringBox(scenario, dataFolder, options);
    const after = await withStore(dataFolder, readRows);
    const faults = gradeDrill(scenario, {
      before,
      after: withUnconfirmedNames(after, scenario.caller.name),
      turns: turnsOf(call),
      outcome: call.outcome,
      urgency: call.urgency,
    });
    return {
      ...report,
      faults,
      quirks,
      exchanges: exchangesOf(result.turns),
      outcome: call.outcome,
      ms: Math.round(performance.now() - began),
      lateP99: result.lateP99,
    };
  } catch (error) {
    return { ...report, faults: [{ kind: 'broken', what: messageOf(error) }] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const ringBox = async (scenario: Scenario, dataFolder: string, { seed, snrDb }: AudioOptions) => {
  const now = new Date(startOf(scenario)).toISOString();
  const config = join(dataFolder, 'pilot.yaml');
  await writeFile(config, `playbook: ${JSON.stringify(scenario.playbook)}\n`);
  await using box = await startBox({ dataFolder, now, httpPort: 0, sipPort: 0, config });
  // The box writes its lines down when it starts; what comes after that is the call's.
  const before: Snapshot = await withStore(dataFolder, readRows);
  const random = seededRandom(seed);
  let caller: SpokenCaller | null = null;
  const result = await ringAs({
    persona: audioPersona(scenario),
    target: box.sip,
    record: join(dataFolder, 'caller-heard.wav'),
    log: silentLog(),
    onLine: (pcm) => withNoise(pcm, snrDb, random),
    caller: (own) => (caller = new SpokenCaller(scenario, own, seed)),
  });
  const call = await newestCall(box.http);
  return { call, before, result, quirks: (caller as SpokenCaller | null)?.quirks.shown ?? [] };
};
