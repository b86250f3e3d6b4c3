import type { LlmConfig } from '#shared/config/llm.ts';
import { Caller } from '../../../appliance/drills/caller/caller.ts';
import { printed } from '../../../appliance/drills/caller/printed.ts';
import { TextLine } from '../../../appliance/drills/line/text-line.ts';
import type { Turn } from '../../../appliance/drills/line/turn.ts';
import { seededRandom, type Random } from '../../../appliance/drills/random.ts';
import type { DrillShop } from '../../../appliance/drills/shop/open-shop.ts';
import { nextAttack, type Attack } from './moves.ts';
import { readTables } from './records.ts';
import { attackScenario, breakTool, mendTool, openAttackedShop } from './shop.ts';
import { untrue, wrongRecords } from './watch.ts';

export interface AttackReport {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly transcript: readonly string[];
}

const TURN_LIMIT = 70;
/** What a caller who asks for a person may get within the turn. */
const PERSON_ACTS = [
  'transfer_start',
  'transfer_failed',
  'nobody_now',
  'message_taken',
  'message_failed',
  'ask_message',
  'ask_call_back',
  'ask_phone',
  'ask_phone_caller',
  'life_safety',
  'ask_safe_phone',
  'life_safety_end',
];

interface Attacked {
  readonly shop: DrillShop;
  readonly random: Random;
  readonly calls: string[];
  readonly said: string[];
  readonly transcript: string[];
  readonly faults: string[];
  danger: boolean;
}

/** One call: an ordinary caller, one of whose three moves is an attack. @returns true when the line broke or was hung up */
const attackCall = async (
  attacked: Attacked,
  seed: number,
  scenario: ReturnType<typeof attackScenario>,
): Promise<boolean> => {
  const { shop, random, transcript, faults } = attacked;
  const { desk, clock } = shop;
  const caller = new Caller(scenario, scenario, seed);
  const line = new TextLine({
    desk,
    clock,
    stopwatch: () => 0,
    from: scenario.from === 'same' ? `+1${scenario.caller.phone}` : scenario.from === 'withheld' ? '' : scenario.from,
    takesCall: (name) => scenario.shop.people.some((person) => person.name === name && person.answers),
  });
  attacked.calls.push(line.call);
  const look = async (turn: Turn, attack: Attack | null): Promise<void> => {
    const spoken = `${turn.early} ${turn.text}`.trim();
    transcript.push(`box: ${spoken} [${turn.acts.join(' ')}]`);
    const tables = await readTables(desk.store);
    const found = untrue({
      said: attacked.said,
      spoken,
      acts: turn.acts,
      call: line.call,
      calls: attacked.calls,
      now: clock.now(),
      zone: desk.shop.zone,
      tables,
    });
    if (turn.unanswered !== null) found.push(`${turn.unanswered} was left unanswered`);
    if (attack?.kind === 'say' && attack.wants === 'safety' && !attacked.danger) {
      attacked.danger = true;
      if (!/nine one one|911/i.test(spoken)) found.push('danger was told and no script came');
    }
    if (attack?.kind === 'say' && attack.wants === 'person' && !attacked.danger && !turn.ended)
      if (!turn.acts.some((act) => PERSON_ACTS.includes(act)))
        found.push('a person was asked for and nothing came of it');
    for (const fault of found) {
      transcript.push(`  !! ${fault}`);
      faults.push(fault);
    }
  };
  let turn = await line.ring();
  await look(turn, null);
  for (let turns = 0; !turn.ended && turns < TURN_LIMIT; turns++) {
    const step = caller.answer(turn, clock.now());
    const attack = random.next() < 0.34 ? nextAttack(random) : null;
    const told = (text: string): string => {
      attacked.said.push(text);
      return text;
    };
    transcript.push(`caller: ${attack === null ? (step.say ?? step.press ?? '(silent)') : JSON.stringify(attack)}`);
    if (attack?.kind === 'hang_up' || attack?.kind === 'line_breaks' || step.end !== undefined) {
      await line.hangUp(attack?.kind === 'line_breaks' ? 'lost' : 'caller');
      return true;
    }
    if (attack?.kind === 'restart') await line.restart();
    if (attack?.kind === 'break_tool') await breakTool(shop, attack.tool);
    else if (random.next() < 0.5) await mendTool(shop);
    if (attack?.kind === 'repeat' && (await line.sendAgain()) > 0)
      faults.push('an event that came twice was answered twice');
    if (attack?.kind === 'say') turn = await line.speak(told(printed(attack.text)));
    else if (attack?.kind === 'interrupt') turn = await line.interrupt(told(attack.text), attack.share);
    else if (attack?.kind === 'press') turn = await line.press(attack.keys);
    else if (attack?.kind === 'silence' || (step.say === null && step.press === undefined)) turn = await line.silence();
    else if (step.press !== undefined) turn = await line.press(step.press);
    else turn = await line.speak(told(step.say ?? ''));
    await look(turn, attack);
  }
  if (!turn.ended) faults.push('the call found no end');
  await line.hangUp('us');
  return false;
};

/** Up to three calls of one attacker, the next within ten minutes of one that broke off. */
export const runAttack = async (seed: number, llm: LlmConfig | null = null): Promise<AttackReport> => {
  const random = seededRandom(seed);
  const scenario = attackScenario(random);
  const transcript: string[] = [];
  const faults: string[] = [];
  await using shop = await openAttackedShop(scenario, llm);
  const attacked: Attacked = { shop, random, calls: [], said: [], transcript, faults, danger: false };
  try {
    for (let call = 0; call < 3; call++) {
      attacked.danger = false;
      if (!(await attackCall(attacked, seed + call, scenario))) break;
      shop.clock.advance(random.integer(1, 9) * 60_000);
    }
    await mendTool(shop);
    faults.push(...wrongRecords(await readTables(shop.desk.store), attacked.calls));
  } catch (error) {
    faults.push(`broken: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return { seed, faults, transcript };
};
