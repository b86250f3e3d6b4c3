import { useCallback, useEffect, useState } from 'react';
import type { AccessState } from '#shared/api/access.ts';
import { accessState } from '#shared/api/routes/access.ts';
import { ask } from '../records/request.ts';

export interface AccessView {
  /** Null until the box was asked; where it cannot be asked, what was known stays. */
  readonly state: AccessState | null;
  /** Asks again. */
  readonly look: () => void;
}

/** Whether the box knows who sits here. A box that cannot be asked is shown as it was: the feed says that it is away. */
export const useAccess = (): AccessView => {
  const [state, setState] = useState<AccessState | null>(null);
  const look = useCallback(() => {
    ask(accessState, {}).then(setState, () => setState((before) => before ?? { shop: '', claimed: true, in: true }));
  }, []);
  useEffect(look, [look]);
  return { state, look };
};
