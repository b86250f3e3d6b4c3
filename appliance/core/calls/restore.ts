import { openState } from '#conversation/state/state.ts';
import type { Desk } from '../desk.ts';
import type { StoredCommand } from './commands.ts';
import { CallSession } from './session.ts';

/**
 * A conversation as its last checkpoint left it; null for a call that never had one. A state this release cannot read ends in
 * an honest hand-over at the next event.
 */
export const restoreSession = async (desk: Desk, call: string): Promise<CallSession | null> => {
  const checkpoint = await desk.store.calls.checkpoint(call);
  if (checkpoint === null) return null;
  const opened = openState(checkpoint.state);
  const state = opened !== null && desk.books.of(opened.playbookDigest) !== null ? opened : null;
  if (state === null) desk.log.error({ call }, 'a stored conversation is of another release');
  return new CallSession(desk, {
    call,
    // The turn goes on counting, so that no command id is given out twice.
    state: state ?? { ...desk.emptyState(), turn: checkpoint.turn },
    lastSeq: checkpoint.lastSeq,
    turn: checkpoint.turn,
    pending: checkpoint.commands as readonly StoredCommand[],
    unreadable: state === null,
  });
};
