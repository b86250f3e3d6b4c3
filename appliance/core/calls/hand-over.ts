import { type CallState, sayIdOf } from '#conversation/state/state.ts';
import { writtenAddress } from '#conversation/state/slots.ts';
import type { RunTool } from '#conversation/tools.ts';
import type { ConversationEvent, TurnOutcome } from '#conversation/turn-types.ts';

/** What the shop is left with when a conversation cannot go on: all that was collected, for the person who calls back. */
export const leaveTask = async (state: CallState, reason: string, text: string, runTool: RunTool): Promise<void> => {
  const { slots } = state;
  const name = [slots.name?.value.first, slots.name?.value.last].filter((part) => part != null).join(' ');
  await runTool({
    name: 'take_message',
    key: `call_back:${reason}`,
    args: {
      reason,
      text,
      name: name === '' ? null : name,
      phone: slots.phone?.value ?? (state.from === '' ? null : state.from),
      urgency: state.urgency,
      facts: {
        ...(slots.problem === undefined ? {} : { problem: slots.problem.value.text }),
        ...(slots.address === undefined ? {} : { address: writtenAddress(slots.address.value) }),
      },
    },
  });
};

/** Our own fault in mid-call: say so, leave a call-back task, end. Nothing that was stored is lost. */
export const handOver = async (
  state: CallState,
  event: ConversationEvent,
  runTool: RunTool,
): Promise<TurnOutcome<CallState>> => {
  const over = event.kind === 'hangup';
  const booked = state.records.booking !== null;
  if (!booked)
    await leaveTask(state, 'our_fault', 'The call could not be finished by the box. Please call back.', runTool);
  const turn = state.turn + 1;
  return {
    state: { ...state, turn, ended: true, outcome: booked ? 'booked' : 'message' },
    sayId: over ? '' : sayIdOf(turn),
    sentences: over
      ? []
      : [
          { text: 'I am sorry, something went wrong on my side.' },
          { text: booked ? 'Your booking stands. Goodbye.' : 'Somebody from the office will call you back. Goodbye.' },
        ],
    interruptible: false,
    notice: false,
    afterTone: false,
    tier: 'cost',
    qualification: null,
    acts: ['hand_over'],
    tools: [],
    expect: null,
    phase: 'ended',
    slots: {},
    urgency: state.urgency,
    transfer: null,
    silence: [],
    card: null,
    recordingOff: false,
    ended: true,
    hangup: true,
    outcome: booked ? 'booked' : 'message',
  };
};
