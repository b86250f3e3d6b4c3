import type { CallCommand } from '#shared/link/commands.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { TurnOutcome } from '#conversation/turn-types.ts';

/** A command as it is stored with the turn that gave it out, so that it can be given out again after a restart. */
export interface StoredCommand {
  /** `call/say-7`, `call/say-7/hangup`: from (call, turn, act). */
  readonly id: string;
  /** Seq of the event it answers. */
  readonly answers: number;
  readonly body: CallCommand;
}

/**
 * What voice has to carry out for a turn, in order.
 * @param premiumCharacters what the premium voice may be given of its sentences; 0 leaves it out
 */
export const commandsOf = (
  call: string,
  seq: number,
  outcome: TurnOutcome<unknown>,
  premiumCharacters = 0,
): StoredCommand[] => {
  const base = `${call}/${outcome.sayId === '' ? `event-${seq}` : outcome.sayId}`;
  const commands: StoredCommand[] = [];
  const give = (id: string, body: CallCommand): void => void commands.push({ id, answers: seq, body });
  // First what is to be done with the recording: what is said then speaks of it.
  if (outcome.recordingOff) give(`${base}/record`, { kind: 'record', on: false });
  if (outcome.silence.length > 0) give(`${base}/silence`, { kind: 'silence', utterances: [...outcome.silence] });
  const over = outcome.ended || outcome.transfer !== null;
  if (outcome.sentences.length > 0) {
    give(base, {
      kind: 'say',
      sentences: [...outcome.sentences],
      interruptible: outcome.interruptible,
      ...(premiumCharacters > 0 ? { tier: 'premium', premiumCharacters } : { tier: 'cost' }),
      notice: outcome.notice,
      ...(outcome.afterTone ? { afterTone: true } : {}),
      expect: over ? null : outcome.expect,
    });
  } else if (!over && outcome.expect !== null) {
    give(`${base}/listen`, { kind: 'listen', expect: outcome.expect });
  }
  if (outcome.transfer !== null)
    give(`${base}/transfer`, { kind: 'transfer', to: [...outcome.transfer.to], whisper: outcome.transfer.whisper });
  else if (outcome.hangup) give(`${base}/hangup`, { kind: 'hangup', reason: outcome.outcome ?? 'over' });
  return commands;
};

/** The commands that may still have to be carried out once this event is known. */
export const stillOpen = (commands: readonly StoredCommand[], event: CallEvent): StoredCommand[] => {
  switch (event.kind) {
    case 'say.done':
      return commands.filter((one) => one.id !== event.command);
    case 'speech.final':
    case 'key':
    case 'silence':
      return commands.filter((one) => one.body.kind !== 'listen');
    case 'recording.silenced':
    case 'recording.stopped':
      return commands.filter((one) => one.id !== event.command);
    case 'transfer.result':
      return commands.filter((one) => one.body.kind !== 'transfer');
    case 'call.ended':
    case 'call.alone':
      return [];
    default:
      return [...commands];
  }
};
