import { PilotError } from '#shared/errors.ts';

/** What was changed by others since. */
export interface Meanwhile {
  /** The last who changed it; null where that is not known. */
  readonly by: string | null;
  /** Epoch ms. */
  readonly at: number | null;
  /** The fields they changed: as this one wanted them, if it did, and as they stand. */
  readonly fields: Readonly<Record<string, { readonly yours?: unknown; readonly now: unknown }>>;
}

/** Somebody else changed the record first: nothing of this change was written. */
export class ChangedSince extends PilotError {
  readonly changed: Meanwhile;

  constructor(changed: Meanwhile) {
    super('api.changed_since', 'This was changed by somebody else meanwhile.', {
      fix: 'Look at what it is now, and make the change again where it is still wanted.',
    });
    this.changed = changed;
  }
}
