import type { CallCommand } from '#shared/link/commands.ts';
import type { CallSnapshot } from '#shared/link/messages.ts';
import type { EndedBy } from './call-deps.ts';

/** A call as the switchboard keeps it until it is over. */
export interface Conducted {
  readonly id: string;
  /** Resolves when the call is over and everything about it was told. */
  readonly over: Promise<void>;
  start(): void;
  command(id: string, answers: number, body: CallCommand): void;
  snapshot(): CallSnapshot;
  end(reason: string, by?: EndedBy): void;
}
