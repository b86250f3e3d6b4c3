import { OwnerTalk } from '../owner/talk.ts';
import type { CallDeps } from './call-deps.ts';
import type { Dialogue } from './dialogue.ts';
import type { Mouth } from './mouth.ts';

interface OwnersCall {
  readonly mouth: Mouth;
  readonly dialogue: Dialogue;
  /** While a PIN is pressed the caller's sound is neither heard nor recorded: phones that tell keys twice sound them too. */
  deafen(on: boolean): void;
  /** The rest of the call is the owner's. @returns false when it is no talk with the box any more */
  enter(): boolean;
  /** Ends the call once the phone has played what was sent. */
  leave(reason: string): void;
  isOver(): boolean;
}

/** What the owner's keys do in a call; null where no PIN is set. */
export const ownerOf = (
  { line, monotonic, owner, send }: Pick<CallDeps, 'line' | 'monotonic' | 'owner' | 'send'>,
  call: OwnersCall,
): OwnerTalk | null =>
  owner &&
  new OwnerTalk(owner, {
    line,
    monotonic,
    listen: () => {
      call.dialogue.hold(true);
      call.mouth.interrupt();
      call.deafen(true);
    },
    hush: () => call.mouth.interrupt(),
    goOn: () => {
      call.deafen(false);
      call.dialogue.hold(false);
    },
    enter: () => {
      call.deafen(false);
      if (!call.enter()) return;
      call.dialogue.close();
      send({ kind: 'owner.entered' });
    },
    say: (id, sentences) => {
      if (!call.isOver()) call.mouth.say({ id, sentences, interruptible: false });
    },
    change: (mode) => void send({ kind: 'line.change', line, mode }),
    refused: (verdict) => void send({ kind: 'owner.refused', line, locked: verdict === 'locked' }),
    hangup: (reason) => call.leave(reason),
  });
