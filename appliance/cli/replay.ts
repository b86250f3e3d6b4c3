import { existsSync } from 'node:fs';
import type { DecideContext } from '#conversation/decide/context.ts';
import { newCall, type CallState } from '#conversation/state/state.ts';
import { takeTurn } from '#conversation/turn.ts';
import type { ConversationEvent } from '#conversation/turn-types.ts';
import type { RunTool } from '#conversation/tools.ts';
import { conversationEvent, type KeptEvent } from '#core/calls/conversation-event.ts';
import { startOf } from '#core/calls/starting.ts';
import { openDesk } from '#core/desk.ts';
import { databaseFile } from '#shared/data-folder.ts';
import { openLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { readEvents } from '#store/calls/transactor.ts';
import { readJournal } from '#store/tools/journal.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `usage: pilot replay CALL [--config FILE] [--data FOLDER] [--playbook NAME|all] [--json]

Runs a stored call again: the same events, the tools' stored results, today's decisions. Prints each turn, and where
what would be said now differs from what was said then. Nothing is booked or sent. Ends with 1 when a turn differs.
`;

/** An event of a stored call, with the business time it was decided at. */
export interface ReplayEvent {
  readonly event: ConversationEvent;
  readonly now: number;
}

export interface ReplayedTurn {
  readonly event: ConversationEvent['kind'];
  readonly sayId: string;
  readonly acts: readonly string[];
  readonly said: string;
}

/** Decides every event again. Tools give what they gave then. */
export const replayCall = async (
  events: readonly ReplayEvent[],
  start: CallState,
  context: DecideContext,
  stored: RunTool,
): Promise<readonly ReplayedTurn[]> => {
  const turns: ReplayedTurn[] = [];
  let state = start;
  for (const { event, now } of events) {
    const outcome = await takeTurn({ state, event, context: { ...context, now }, runTool: stored });
    state = outcome.state;
    if (outcome.sayId === '') continue;
    turns.push({
      event: event.kind,
      sayId: outcome.sayId,
      acts: outcome.acts,
      said: outcome.sentences.map((sentence) => sentence.text).join(' '),
    });
  }
  return turns;
};

export interface Difference {
  readonly turn: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Turns whose acts are not what they were. A turn that one side lacks counts. */
export const differences = (
  then: readonly (readonly string[])[],
  now: readonly (readonly string[])[],
): readonly Difference[] =>
  Array.from({ length: Math.max(then.length, now.length) }, (_, index) => ({
    turn: index + 1,
    before: then[index] ?? [],
    after: now[index] ?? [],
  })).filter((pair) => pair.before.join() !== pair.after.join());

/** `pilot replay CALL`. */
export const replayCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('replay', argv, { ...BOX_FLAGS, playbook: { type: 'string' } }, true);
  if (values.help) return printHelp(HELP);
  const [callId] = positionals;
  if (callId === undefined || positionals.length > 1) {
    throw new PilotError('usage', 'pilot replay takes one call id', { fix: 'pilot replay --help tells more.' });
  }
  const { dataFolder, database } = loadConfig(values.config, { data: values.data });
  if (database === null && !existsSync(databaseFile(dataFolder))) {
    throw new PilotError('no_data', `there is no database in ${dataFolder}`, {
      fix: 'Name the data folder with --data.',
    });
  }
  await using desk = await openDesk({
    dataFolder,
    postgres: databaseAddress(database),
    clock: systemClock(),
    log: openLog('replay', process.env['PILOT_LOG'] ?? 'warn'),
    playbook: values.playbook ?? 'all',
    demoShop: false,
  });
  const record = await desk.store.calls.one(callId);
  if (record === null) {
    throw new PilotError('call_unknown', `there is no call ${callId}`, {
      fix: 'The console and /api/v1/calls list the calls.',
    });
  }
  const rows = await desk.store.transaction((tx) => readEvents(tx, callId));
  const events: ReplayEvent[] = [];
  for (const { at, body } of rows) {
    const told = conversationEvent(body as KeptEvent);
    if (told === null) continue;
    const event =
      told.kind === 'started'
        ? await desk.store.transaction((tx) => startOf(tx, callId, told, body as KeptEvent, desk))
        : told;
    events.push({ event, now: at });
  }
  const stored: RunTool = async (call) => {
    const entry = await desk.store.transaction((tx) => readJournal(tx, callId, call.key));
    return entry?.name === call.name ? entry.outcome : { name: call.name, key: call.key, ok: false, error: 'failed' };
  };
  // By the playbook the call began with, unless another is asked for.
  const kept = values.playbook === undefined ? (await desk.store.calls.checkpoint(callId))?.playbookDigest : undefined;
  const digest = kept ?? desk.books.current.digest;
  const turns = await replayCall(
    events,
    newCall({ playbookDigest: digest }),
    // Who could be rung then; today's configuration may name others.
    { ...(await desk.context(digest)), people: record.transfer?.attempts.map(({ to }) => to) ?? [] },
    stored,
  );
  const then = record.transcript.filter((one) => one.speaker === 'us').map((one) => one.acts);
  const changed = differences(
    then,
    turns.map((turn) => turn.acts),
  );
  if (values.json) process.stdout.write(`${JSON.stringify({ call: callId, turns, differences: changed })}\n`);
  else {
    for (const turn of turns) process.stdout.write(`${turn.sayId}  ${turn.acts.join(' ')}\n        ${turn.said}\n`);
    for (const { turn, before, after } of changed) {
      process.stdout.write(`turn ${turn} differs: then [${before.join(' ')}], now [${after.join(' ')}]\n`);
    }
    process.stdout.write(`${turns.length} turns, ${changed.length} different\n`);
  }
  return changed.length === 0 ? EXIT.ok : EXIT.failed;
};
