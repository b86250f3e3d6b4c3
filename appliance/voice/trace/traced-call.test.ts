import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { People } from '../calls/transfer/people.ts';
import type { LineCall } from '../lines/line.ts';
import { SoundLeg } from '../media/sound-leg.ts';
import type { LegStats } from '../media/messages.ts';
import type { CallEnd, OutgoingCall } from '../sip/session/call.ts';
import { traceCall, tracePeople } from './traced-call.ts';
import { Traces } from './traces.ts';

const STATS: LegStats = {
  codec: 'PCMA',
  ptime: 20,
  received: 500,
  lost: 0,
  highestSequence: 500,
  jitterMs: 2,
  maxJitterMs: 5,
  reordered: 0,
  duplicates: 0,
  givenUp: 0,
  late: 0,
  concealedFrames: 0,
  droppedFrames: 0,
  sentPackets: 500,
  skippedTicks: 0,
  sendErrors: 0,
  refusedPackets: 0,
  roundTripMs: null,
  peerLoss: null,
  sourceMoves: 0,
  srtp: null,
  sendingTo: '',
};

/** A line that a test plays by hand. */
class HandLine extends EventEmitter implements Pick<LineCall, 'id' | 'onDigit' | 'onEnded'> {
  readonly id = 'c@1';
  onDigit(handler: (digit: string) => void): void {
    this.on('digit', handler);
  }
  onEnded(handler: (end: CallEnd) => void): void {
    this.on('ended', handler);
  }
}

const soundLeg = (): SoundLeg => new SoundLeg({ id: 1, command: () => {}, close: async () => null });

describe('a traced call', () => {
  it('holds what happened to it, by which way keys came, and never which', () => {
    const [traces, line, leg] = [new Traces(() => 1000), new HandLine(), soundLeg()];
    const quality = traceCall(traces, 'call-1', line, leg);
    expect(quality()).toBeNull();
    leg.handle({ type: 'note', kind: 'source', detail: '192.0.2.7:4000' });
    leg.handle({ type: 'digit', digit: '7', atMs: 100 });
    line.emit('digit', '7');
    leg.handle({ type: 'one_way', report: { cause: 'no_packets', afterMs: 5000, restoredMs: null } });
    leg.handle({ type: 'timeout', silentMs: 15_020 });
    leg.handle({ type: 'stats', stats: STATS });
    leg.handle({ type: 'packets', log: { records: new Uint8Array(24), peers: ['192.0.2.7:4000'] } });
    line.emit('ended', { by: 'error', reason: 'the far end does not answer', status: 408 });
    const trace = traces.record('call-1', true, true);
    expect(trace?.notes.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      'source: 192.0.2.7:4000',
      'key: pressed, told with the sound',
      'key: pressed, told by SIP INFO',
      'one-way: no_packets',
      'timeout: nothing came for 15 s',
    ]);
    expect(trace?.end).toBe('by an error: the far end does not answer (408)');
    expect(trace?.quality).toEqual(quality());
    expect(quality()).toMatchObject({ codec: 'PCMA', receivedPackets: 500, lossPercent: 0 });
    expect(trace?.packets?.peers).toEqual(['192.0.2.7:4000']);
    expect(traces.record('call-1', true)?.packets).toBeUndefined();
  });

  it('the leg to a person belongs to it from the moment they are rung', () => {
    const traces = new Traces(() => 1000);
    traceCall(traces, 'call-1', new HandLine(), soundLeg());
    const person = { name: 'Dana', way: 'bridge', ringMs: 1000, referTo: 'sip:dana@192.0.2.9' } as const;
    const people: People = {
      record: false,
      openLeg: () => Promise.reject(new Error('not asked for')),
      find: (name) => (name === 'Dana' ? { ...person, ring: () => ({ id: 'leg@2' }) as OutgoingCall } : null),
    };
    const traced = tracePeople(traces, 'call-1', people);
    expect(traced.find('Nobody', null)).toBeNull();
    traced.find('Dana', null)?.ring({ uri: '', user: '', display: '' }, { host: '192.0.2.1', port: 20_000 });
    expect(traces.record('leg@2', true)?.id).toBe('call-1');
  });
});
