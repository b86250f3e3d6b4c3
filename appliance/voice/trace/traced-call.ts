import type { LineQuality } from '#shared/api/trace.ts';
import type { People } from '../calls/transfer/people.ts';
import type { LineCall } from '../lines/line.ts';
import type { Leg } from '../media/leg.ts';
import { lineQuality } from '../media/quality.ts';
import type { SoundLeg } from '../media/sound-leg.ts';
import type { Traces } from './traces.ts';

type TracedLeg = Pick<SoundLeg, 'onNote' | 'onPackets' | 'onStats' | 'onDigit' | 'onTimeout' | 'onOneWay'> &
  Partial<Pick<Leg, 'host' | 'port'>>;
type TracedLine = Pick<LineCall, 'id' | 'onDigit' | 'onEnded'>;

/**
 * Writes into the traces what happens to a call. Which key was pressed is not written down: it may be a PIN.
 * @param call our id of it
 * @returns how good its line was, as last told by its media; final once the leg is closed
 */
export const traceCall = (
  traces: Traces,
  call: string,
  incoming: TracedLine,
  leg: TracedLeg,
): (() => LineQuality | null) => {
  let quality: LineQuality | null = null;
  traces.joins(call, incoming.id);
  leg.onStats((stats) => {
    quality = lineQuality(stats);
    traces.quality(call, quality);
  });
  leg.onNote((kind, detail) => traces.note(call, kind, detail));
  leg.onPackets(({ records, peers }) => {
    const local = `${leg.host ?? ''}:${leg.port ?? 0}`;
    traces.packets(call, { local, peers: [...peers], records: Buffer.from(records.buffer) });
  });
  leg.onDigit(() => traces.note(call, 'key', 'pressed, told with the sound'));
  incoming.onDigit(() => traces.note(call, 'key', 'pressed, told by SIP INFO'));
  leg.onTimeout((silentMs) => traces.note(call, 'timeout', `nothing came for ${Math.round(silentMs / 1000)} s`));
  leg.onOneWay(({ cause, restoredMs }) =>
    traces.note(call, 'one-way', restoredMs === null ? cause : `${cause}, restored after ${Math.round(restoredMs)} ms`),
  );
  incoming.onEnded(({ by, reason, status }) => {
    const who = by === 'remote' ? 'the far end' : by === 'local' ? 'us' : 'an error';
    traces.end(call, `by ${who}: ${reason}${status === null ? '' : ` (${status})`}`);
  });
  return () => quality;
};

/** The same people; ringing one is written down, and their leg belongs to the call. */
export const tracePeople = (traces: Traces, call: string, people: People): People => ({
  ...people,
  find: (name, over) => {
    const person = people.find(name, over);
    if (!person) return null;
    return {
      ...person,
      ring: (caller, media) => {
        const leg = person.ring(caller, media);
        traces.joins(call, leg.id);
        traces.note(call, 'transfer', 'a person is rung');
        return leg;
      },
    };
  },
});
