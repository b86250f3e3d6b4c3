import { useEffect, useState } from 'react';
import type { HealthReport } from '#shared/api/health.ts';

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
    const ask = (): void => {
      fetch('/healthz', { signal: stop.signal })
        .then(async (answer) => {
          const body: unknown = await answer.json();
          setReport(isReport(body) ? body : null);
        })
        .catch(() => setReport(null));
    };
    ask();
    const timer = window.setInterval(ask, EVERY_MS);
    return () => {
      stop.abort();
      window.clearInterval(timer);
    };
  }, [live]);
  return live ? report : null;
};
