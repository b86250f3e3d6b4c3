import { useEffect, useState } from 'react';
import type { HealthReport } from '#shared/api/health.ts';
import { getHealth } from '#shared/api/routes/box.ts';
import { ask } from '../records/request.ts';

/** How often the box is asked, ms. */
const EVERY_MS = 30_000;

/** A box that is just closing answers 503 without a report. */
const isReport = (body: unknown): body is HealthReport =>
  typeof body === 'object' && body !== null && 'checks' in body && Array.isArray(body.checks);

/** What of the box needs attention; null while it cannot be asked. A box that fails answers 503 and says why all the same. */
export const useHealth = (live: boolean): HealthReport | null => {
  const [report, setReport] = useState<HealthReport | null>(null);
  useEffect(() => {
    if (!live) return;
    const stop = new AbortController();
    const look = (): void => {
      ask(getHealth, {}, stop.signal)
        .then((body) => setReport(isReport(body) ? body : null))
        .catch(() => setReport(null));
    };
    look();
    const timer = window.setInterval(look, EVERY_MS);
    return () => {
      stop.abort();
      window.clearInterval(timer);
    };
  }, [live]);
  return live ? report : null;
};
