import { whomToRing } from '#core/outbound/whom.ts';
import { newId } from '#shared/ids.ts';
import { Caller } from './caller/caller.ts';
import type { Fault } from './grade/fault.ts';
import { gradeDrill } from './grade/grade.ts';
import { readRows } from './grade/rows.ts';
import { TextLine, type LineOptions } from './line/text-line.ts';
import type { Turn } from './line/turn.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import { messageOf } from '#shared/errors.ts';
import type { Scenario, ScenarioCall } from './scenario/schema.ts';
import type { Quirk } from './scenario/codes.ts';
import { openDrillShop, type DrillShop } from './shop/open-shop.ts';

/** One exchange of a drill, for people who read it. */
export interface Exchange {
  readonly box: string;
  readonly acts: readonly string[];
  /** What the caller then did: words, or a note in brackets. */
  readonly caller: string;
}

export interface DrillReport {
  readonly id: string;
  readonly seed: number;
  /** Empty: the drill ended exactly right. */
  readonly faults: readonly Fault[];
  readonly exchanges: readonly Exchange[];
  /** Quirks that showed. */
  readonly quirks: readonly Quirk[];
  /** Acts that the caller had no answer to. */
  readonly lost: readonly string[];
  readonly outcome: string | null;
  readonly ms: number;
}

export interface DrillOptions {
  readonly seed: number;
  /** Real milliseconds: how long core takes over an answer is held against the scenario's limit. */
  readonly stopwatch: () => number;
  /** Language models; none when left out. */
  readonly llm?: LlmConfig | null;
}

/** Who goes on talking for this long hears no end any more. */
const TURN_LIMIT = 80;

interface Played {
  readonly turns: readonly Turn[];
  readonly exchanges: readonly Exchange[];
  readonly caller: Caller;
  readonly call: string;
}

const numberOf = (scenario: Scenario, { from }: ScenarioCall): string =>
  from === 'same' ? `+1${scenario.caller.phone}` : from === 'withheld' ? '' : from;

/** Whom the box rings in this call, and about what; null where the caller does. */
const outboundOf = async (
  { outbound: purpose }: ScenarioCall,
  { desk, clock }: DrillShop,
  before: string,
): Promise<LineOptions['outbound'] | null> => {
  if (purpose === undefined) return null;
  const ofVisit = purpose === 'confirmation' || purpose === 'reminder' || purpose === 'follow_up';
  const first = ofVisit ? (await desk.store.jobs.list({ limit: 200 })).items.at(-1)?.number : undefined;
  const whom = await desk.store.transaction((tx) =>
    whomToRing(tx, purpose, first ?? before, desk.shop.zone, {
      rules: desk.books.current.playbook.survey,
      now: clock.now(),
    }),
  );
  return { call: newId(clock.now()), to: whom.to, reason: { purpose, about: whom.visitId ?? whom.callId ?? '' } };
};

/** @param before id of the call before */
const playCall = async (
  scenario: Scenario,
  call: ScenarioCall,
  shop: DrillShop,
  { seed, stopwatch }: DrillOptions,
  before: string,
): Promise<Played> => {
  const { desk, clock } = shop;
  const caller = new Caller(scenario, call, seed);
  const outbound = await outboundOf(call, shop, before);
  const line = new TextLine({
    desk,
    clock,
    stopwatch,
    from: numberOf(scenario, call),
    ...(outbound ? { outbound } : {}),
    takesCall: (name) => scenario.shop.people.some((person) => person.name === name && person.answers),
  });
  const turns: Turn[] = [];
  const exchanges: Exchange[] = [];
  let turn = await line.ring();
  let ended: 'caller' | 'us' | 'lost' = 'us';
  const note = (did: string): void => {
    turns.push(turn);
    exchanges.push({
      box: [turn.early, turn.text].filter((text) => text !== '').join(' '),
      acts: turn.acts,
      caller: did,
    });
  };
  while (!turn.ended && turns.length < TURN_LIMIT) {
    const step = caller.answer(turn, clock.now());
    if (caller.quirks.restarts(turn.acts.at(-1) ?? '')) await line.restart();
    const did = step.press ?? step.say ?? (step.end === undefined ? '(silent)' : '');
    note(
      `${did}${step.interrupt === undefined ? '' : ' (interrupting)'}${step.end ? ` (${step.end === 'lost' ? 'the line breaks' : 'hangs up'})` : ''}`,
    );
    if (step.press !== undefined) turn = await line.press(step.press);
    else if (step.say !== null)
      turn = step.interrupt === undefined ? await line.speak(step.say) : await line.interrupt(step.say, step.interrupt);
    else if (step.end === undefined) turn = await line.silence();
    if (step.end === undefined) continue;
    ended = step.end;
    break;
  }
  if (ended === 'us') {
    note('');
    if (!turn.ended) ended = 'caller';
  }
  await line.hangUp(ended);
  return { turns, exchanges, caller, call: line.call };
};

/** Plays every call of a scenario on a shop of its own, and grades what is left in the records. */
export const runDrill = async (scenario: Scenario, options: DrillOptions): Promise<DrillReport> => {
  const began = performance.now();
  const played: Played[] = [];
  let faults: readonly Fault[];
  let outcome: string | null = null;
  try {
    await using shop = await openDrillShop(scenario, options.llm ?? null);
    const before = await readRows(shop.desk.store);
    played.push(await playCall(scenario, scenario, shop, options, ''));
    for (const [index, later] of scenario.again.entries()) {
      shop.clock.advance(later.after_minutes * 60_000);
      const seed = options.seed + 1000 * (index + 1);
      played.push(await playCall(scenario, later, shop, { ...options, seed }, played.at(-1)?.call ?? ''));
    }
    const record = await shop.desk.store.calls.one(played.at(-1)?.call ?? '');
    outcome = record?.outcome ?? null;
    faults = gradeDrill(scenario, {
      before,
      after: await readRows(shop.desk.store),
      turns: played.flatMap(({ turns }) => turns),
      outcome,
      urgency: record?.urgency ?? null,
    });
  } catch (error) {
    faults = [{ kind: 'broken', what: messageOf(error) }];
  }
  return {
    id: scenario.id,
    seed: options.seed,
    faults,
    exchanges: played.flatMap(({ exchanges }) => exchanges),
    quirks: [...new Set(played.flatMap(({ caller }) => caller.quirks.shown))],
    lost: played.flatMap(({ caller }) => caller.lost),
    outcome,
    ms: Math.round(performance.now() - began),
  };
};
