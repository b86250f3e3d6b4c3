import { useCallback, useEffect, useState } from 'react';
import type { AlertRecord } from '#shared/api/alerts.ts';
import { listAlerts } from '#shared/api/routes/alerts.ts';
import { useRecord, type Loaded } from '../records/use-record.ts';

/** How often alerts are read again, ms: somebody may take one elsewhere. */
const AGAIN_MS = 5_000;

export interface AlertsView {
  readonly loaded: Loaded<{ readonly items: readonly AlertRecord[] }>;
  /** Those that nobody has taken. */
  readonly open: readonly AlertRecord[];
  /** Reads them again now. */
  readonly again: () => void;
}

/** Emergencies as the box has them, read again every few seconds and with `revision`. */
export const useAlerts = (revision: number): AlertsView => {
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  useEffect(() => {
    const timer = window.setInterval(again, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [again]);
  const loaded = useRecord(listAlerts, {}, revision + asked);
  const open = loaded.kind === 'loaded' ? loaded.body.items.filter(({ status }) => status === 'open') : [];
  return { loaded, open, again };
};
