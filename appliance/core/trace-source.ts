import type { TraceSource } from '#api/trace-routes.ts';
import type { TraceAnswer, TraceAsk } from '#shared/link/messages.ts';
import { PilotError } from '#shared/errors.ts';
import type { BusinessStore } from '#store/store.ts';
import { recordEvent } from '#store/jobs/event.ts';

/**
 * Traces come from voice. Who reads one with numbers and names is written down before it is given out.
 * @param ask throws PilotError `api.voice_away`
 */
export const traceSource = (ask: (question: TraceAsk) => Promise<TraceAnswer>, store: BusinessStore): TraceSource => ({
  overview: async () => {
    const answer = await ask({ kind: 'traces' });
    if (answer.kind !== 'traces') throw unexpected();
    return answer.overview;
  },
  one: async (id, unmasked, packets) => {
    if (unmasked !== null) {
      await store.transaction((tx) =>
        recordEvent(tx, { subject: { kind: 'trace', id }, kind: 'read_unmasked', actor: 'person', reason: unmasked }),
      );
    }
    const answer = await ask({ kind: 'trace', id, unmasked: unmasked !== null, packets });
    if (answer.kind !== 'trace') throw unexpected();
    return answer.trace;
  },
});

const unexpected = (): PilotError =>
  new PilotError('link_message', 'voice answered another question than was asked', {
    fix: 'Run voice and core of the same release.',
  });
