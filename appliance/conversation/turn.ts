import type { DecideContext } from './decide/context.ts';
import { graver } from './decide/draft.ts';
import { decide, type Decision, type DecisionEvent } from './decide/decide.ts';
import type { Act } from './say/acts.ts';
import { render, whisper } from './say/render.ts';
import { qualify, tierOf } from './specialists/qualification.ts';
import { sayIdOf, type CallState } from './state/state.ts';
import { slotViews } from './state/view.ts';
import type { RunTool, ToolOutcome } from './tools.ts';
import type { ConversationEvent, TurnOutcome } from './turn-types.ts';

/** More rounds of tools than any turn needs; a turn that would take more is a fault. */
const MAX_ROUNDS = 12;

/** Our own sentences remembered in the state; the store keeps all of them. */
const HISTORY = 40;

const UNINTERRUPTIBLE = new Set(['greet', 'greet_outbound', 'leave_word', 'life_safety', 'stop_card']);
/** Acts that hold the recording notice. */
const NOTICES = new Set(['greet', 'greet_outbound']);

/**
 * One event of a call, to its end: decide, run the tools it asks for, decide on what they gave back, and put the acts
 * into words. Nothing is said of a tool before its outcome is there. What `runTool` throws goes to the caller: the
 * transaction around the turn is to fail, and the event to come again.
 */
export const takeTurn = async (input: {
  readonly state: CallState;
  readonly event: ConversationEvent;
  readonly context: DecideContext;
  readonly runTool: RunTool;
}): Promise<TurnOutcome<CallState>> => {
  const { event, context, runTool } = input;
  const acts: Act[] = [];
  const tools: ToolOutcome[] = [];
  const silence: string[] = [];
  let transfer: readonly string[] | null = null;
  let next: DecisionEvent = event;
  let decision: Decision = decide(input.state, next, context);
  const { card } = decision;
  for (let round = 0; ; round++) {
    acts.push(...decision.acts);
    silence.push(...decision.silence);
    transfer ??= decision.transfer;
    if (decision.tools.length === 0 || round >= MAX_ROUNDS) break;
    const outcomes: ToolOutcome[] = [];
    for (const call of decision.tools) outcomes.push(await runTool(call));
    tools.push(...outcomes);
    next = { kind: 'tools', outcomes };
    decision = decide(decision.state, next, context);
  }
  return { ...finish(input.state, decision, acts, tools, transfer, context, event), silence, card };
};

const finish = (
  before: CallState,
  decision: Decision,
  acts: readonly Act[],
  tools: readonly ToolOutcome[],
  transfer: readonly string[] | null,
  context: DecideContext,
  event: ConversationEvent,
): Omit<TurnOutcome<CallState>, 'silence' | 'card'> => {
  const { state } = decision;
  const silent = acts.length === 0 || event.kind === 'hangup';
  const speech = silent ? { sentences: [], acts: [] } : render(acts, state, context);
  if (!silent) {
    state.turn += 1;
    const text = speech.sentences.map((sentence) => sentence.text).join(' ');
    state.history = [
      ...state.history,
      { turn: state.turn, acts: speech.acts, text, heard: null, complete: false },
    ].slice(-HISTORY);
  }
  const qualification = qualify(state, context.playbook);
  const outcome = state.outcome !== before.outcome ? state.outcome : null;
  return {
    state,
    sayId: silent ? '' : sayIdOf(state.turn),
    sentences: speech.sentences,
    interruptible: !acts.some((act) => UNINTERRUPTIBLE.has(act.name)),
    notice: acts.some((act) => NOTICES.has(act.name)),
    afterTone: acts.some((act) => act.name === 'leave_word'),
    tier: tierOf(state, context.playbook, acts, qualification),
    qualification,
    acts: speech.acts,
    tools,
    expect: state.ended ? null : decision.expect,
    phase: state.phase,
    slots: slotViews(state),
    urgency: graver(state.urgency, state.gravest),
    transfer: transfer && { to: transfer, whisper: whisper(state, context) },
    ended: state.ended,
    recordingOff: state.noRecording && !before.noRecording,
    hangup: state.ended && state.transfer !== 'done',
    outcome,
  };
};
