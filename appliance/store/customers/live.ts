import { PilotError } from '#shared/errors.ts';
import { requireRow } from '../history/change.ts';
import type { Scope } from '../scope.ts';
import { CUSTOMER } from './fields.ts';

/**
 * A customer who may be changed: neither merged into another nor erased.
 * @throws PilotError `record.unknown`; `customer.gone` that names the customer to go on with
 */
export const requireLive = async (scope: Scope, id: string): Promise<void> => {
  const row = await requireRow(scope, CUSTOMER, id);
  if (row['erased_at'] !== null)
    throw new PilotError('customer.gone', 'This customer was erased.', { fix: 'Make a new one where there is one.' });
  const winner = row['merged_into'];
  if (typeof winner === 'string')
    throw new PilotError('customer.gone', `This customer was merged into ${winner}.`, {
      fix: 'Change that one, or undo the merge.',
    });
};
