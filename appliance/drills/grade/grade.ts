import type { Turn } from '../line/turn.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Fault } from './fault.ts';
import { faultsOfPrices } from './prices.ts';
import { changesBetween, type Snapshot } from './rows.ts';
import { faultsOfSpeech } from './spoken.ts';
import { faultsOfRows } from './written.ts';

/** What is known of a finished drill. */
export interface Finished {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly turns: readonly Turn[];
  /** Outcome and urgency of the last call, as stored. */
  readonly outcome: string | null;
  readonly urgency: string | null;
}

/** Everything that is not as the scenario wants it; empty when the drill ended exactly right. */
export const gradeDrill = (scenario: Scenario, finished: Finished): Fault[] => {
  const { expect } = scenario;
  const { turns, outcome, urgency } = finished;
  const faults: Fault[] = [];
  if (outcome !== expect.outcome)
    faults.push({ kind: 'outcome', what: `the outcome is ${outcome ?? 'none'}, not ${expect.outcome}` });
  if (expect.urgency !== undefined && urgency !== expect.urgency)
    faults.push({ kind: 'outcome', what: `the urgency is ${urgency ?? 'none'}, not ${expect.urgency}` });
  const changes = changesBetween(finished.before, finished.after);
  const quotes = ['quotes', 'add_on_offers'].flatMap((table) => [...(finished.after.get(table)?.values() ?? [])]);
  const said = turns.flatMap(({ early, text }) => [early, text]).filter((text) => text !== '');
  faults.push(
    ...faultsOfRows(scenario, finished.before, changes),
    ...faultsOfPrices(finished.after, changes),
    ...faultsOfSpeech(
      scenario,
      said,
      turns.flatMap(({ acts }) => acts),
      quotes,
    ),
  );
  if (turns.length > expect.max_turns)
    faults.push({ kind: 'turns', what: `${turns.length} turns, at most ${expect.max_turns} were wanted` });
  for (const { unanswered, answerMs } of turns) {
    if (unanswered !== null) faults.push({ kind: 'dead_air', what: `${unanswered} was left unanswered` });
    if (answerMs > expect.max_dead_air)
      faults.push({ kind: 'dead_air', what: `an answer took ${Math.round(answerMs)} ms` });
  }
  return faults;
};
