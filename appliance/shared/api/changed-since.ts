import { Type, type Static } from 'typebox';
import { PilotError } from '../errors.ts';

/** What somebody else changed of a record after it was read. */
export const Changed = Type.Object(
  {
    by: Type.String({ description: 'who: `user:<id>`, `box` ...' }),
    at: Type.Integer({ description: 'epoch ms, UTC: the last of these changes' }),
    fields: Type.Record(
      Type.String(),
      Type.Object({
        yours: Type.Optional(Type.Unknown({ description: 'as you wanted it; left out where you did not touch it' })),
        now: Type.Unknown(),
      }),
    ),
  },
  { description: 'with 412: who changed the record since, and what' },
);
export type Changed = Static<typeof Changed>;

/** A change to a version of a record that is not the newest: nothing was changed. It is answered with 412. */
export class ChangedSince extends PilotError {
  readonly changed: Changed;

  constructor(changed: Changed) {
    super('api.changed_since', 'The record was changed since you read it.', {
      fix: 'Look at what was changed, read the record again, and change that version.',
    });
    this.changed = changed;
  }
}
