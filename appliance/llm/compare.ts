import { differenceOf, shareOf, type Difference, type Share } from './interval.ts';
import type { Arm } from './trial.ts';

/** A call that came in while two models were compared, over by now. */
export interface TrialCall {
  readonly call: string;
  readonly task: string;
  readonly arm: string;
  readonly usual: { readonly server: string; readonly model: string };
  readonly trial: { readonly server: string; readonly model: string };
  readonly outcome: string | null;
  /** Turns of ours that said we had not understood. */
  readonly unsureTurns: number;
  /** Turns of the caller for which a model was wanted and none answered in time. */
  readonly degradedTurns: number;
}

/** One try at a server for the task that is compared. */
export interface TrialTry {
  readonly call: string;
  readonly task: string;
  /** The event it was asked for. */
  readonly seq: number;
  readonly server: string;
  readonly model: string;
  readonly outcome: string;
  readonly cached: boolean;
  readonly totalMs: number;
  readonly microDollars: number;
}

export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface ArmReport {
  readonly server: string;
  readonly model: string;
  readonly calls: number;
  /** Calls in which a model was asked at all; in the others rules had the answers. */
  readonly callsAsked: number;
  readonly booked: Share;
  readonly handedOver: Share;
  /** Calls in which the box said at least once that it had not understood. */
  readonly unsure: Share;
  /** Who answered the questions: the arm's own model, its earlier answer to the same words, another model in its place, or nobody in time. */
  readonly questions: { readonly own: number; readonly kept: number; readonly other: number; readonly nobody: number };
  /** Tries of the arm's own model that came to nothing, by code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly degradedTurns: number;
  /** Ms of answers of the arm's own model, kept ones aside; null of none. */
  readonly latencyMs: Latency | null;
  /** Of all its questions, whoever answered, in millionths of the currency. */
  readonly micros: number;
  readonly microsPerCall: number;
}

export interface TrialReport {
  readonly task: string;
  readonly arms: Readonly<Record<Arm, ArmReport>>;
  /** Trial less usual; null where an arm has no calls. */
  readonly difference: Readonly<Record<'booked' | 'handedOver' | 'unsure', Difference | null>>;
}

/** By nearest rank. */
const latencyOf = (times: readonly number[]): Latency | null => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
};

const armReport = (
  { model, server }: { readonly server: string; readonly model: string },
  calls: readonly TrialCall[],
  tries: readonly TrialTry[],
): ArmReport => {
  const isOwn = (one: TrialTry): boolean => one.server === server && one.model === model;
  const questions = { own: 0, kept: 0, other: 0, nobody: 0 };
  for (const asked of Map.groupBy(tries, ({ call, seq }) => `${call}/${seq}`).values()) {
    const answer = asked.find(({ outcome }) => outcome === 'ok');
    if (answer === undefined) questions.nobody += 1;
    else if (!isOwn(answer)) questions.other += 1;
    else questions[answer.cached ? 'kept' : 'own'] += 1;
  }
  const failures: Record<string, number> = {};
  for (const one of tries)
    if (isOwn(one) && one.outcome !== 'ok') failures[one.outcome] = (failures[one.outcome] ?? 0) + 1;
  const share = (matches: (call: TrialCall) => boolean): Share => shareOf(calls.filter(matches).length, calls.length);
  const micros = tries.reduce((sum, { microDollars }) => sum + microDollars, 0);
  return {
    server,
    model,
    calls: calls.length,
    callsAsked: new Set(tries.map(({ call }) => call)).size,
    booked: share(({ outcome }) => outcome === 'booked'),
    handedOver: share(({ outcome }) => outcome === 'transferred'),
    unsure: share(({ unsureTurns }) => unsureTurns > 0),
    questions,
    failures,
    degradedTurns: calls.reduce((sum, { degradedTurns }) => sum + degradedTurns, 0),
    latencyMs: latencyOf(
      tries.filter((one) => isOwn(one) && one.outcome === 'ok' && !one.cached).map(({ totalMs }) => totalMs),
    ),
    micros,
    microsPerCall: calls.length === 0 ? 0 : Math.round(micros / calls.length),
  };
};

/**
 * What came of calls by the model they were given, a report for each pair of models. Every call counts to the arm it was given, whoever
 * answered in the end: else an arm whose server is often away would be judged by its good days alone.
 */
export const compareArms = (calls: readonly TrialCall[], tries: readonly TrialTry[]): readonly TrialReport[] => {
  const pairs = Map.groupBy(calls, ({ task, trial, usual }) => JSON.stringify([task, usual, trial]));
  const triesOf = Map.groupBy(tries, ({ call, task }) => JSON.stringify([call, task]));
  return [...pairs.values()].flatMap((ofPair) => {
    const [first] = ofPair;
    if (!first) return [];
    const report = (arm: Arm): ArmReport => {
      const ofArm = ofPair.filter((one) => one.arm === arm);
      return armReport(
        first[arm],
        ofArm,
        ofArm.flatMap(({ call, task }) => triesOf.get(JSON.stringify([call, task])) ?? []),
      );
    };
    const arms = { usual: report('usual'), trial: report('trial') };
    const less = (share: 'booked' | 'handedOver' | 'unsure') => differenceOf(arms.usual[share], arms.trial[share]);
    return [
      {
        task: first.task,
        arms,
        difference: { booked: less('booked'), handedOver: less('handedOver'), unsure: less('unsure') },
      },
    ];
  });
};
