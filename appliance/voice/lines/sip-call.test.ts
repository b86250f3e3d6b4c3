import { expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import type { Leg } from '../media/leg.ts';
import type { LegFormat } from '../media/messages.ts';
import { PilotError } from '#shared/errors.ts';
import type { CallEnd, IncomingCall } from '../sip/session/call.ts';
import type { Direction, NegotiatedMedia } from '../sip/session/media.ts';
import { SipLineCall } from './sip-call.ts';

const agreed = (more: Partial<NegotiatedMedia> = {}): NegotiatedMedia => ({
  remoteHost: '127.0.0.1',
  remotePort: 4000,
  codec: 'pcmu',
  payloadType: 0,
  dtmfPayloadType: 101,
  ptime: 20,
  direction: 'sendrecv',
  srtp: null,
  carrier: [],
  ...more,
});

const taken = async () => {
  const formats: LegFormat[] = [];
  const take = (format: LegFormat): void => {
    if (format.ptime === 35) throw new PilotError('media.ptime', 'a packet length of 35 ms is not supported');
    formats.push(format);
  };
  const leg: Pick<Leg, 'host' | 'port' | 'start' | 'update'> = {
    host: '127.0.0.1',
    port: 20_000,
    start: take,
    update: take,
  };
  let change: (media: NegotiatedMedia) => void = () => undefined;
  let ended: (end: CallEnd) => void = () => undefined;
  let replace: (by: IncomingCall) => void = () => undefined;
  const incoming: Partial<IncomingCall> = {
    answer: async () => agreed(),
    hangup: (reason) => ended({ by: 'local', reason: reason ?? '', status: null }),
    offerMedia: async (direction) => (direction === 'inactive' ? null : agreed({ direction, codec: 'pcma' })),
    onEnded: (handler) => (ended = handler),
    onMediaChange: (handler) => (change = handler),
    onDigit: () => undefined,
    onReplaced: (handler) => (replace = handler),
  };
  const call = new SipLineCall(incoming as IncomingCall, silentLog());
  const directions: Direction[] = [];
  const ends: CallEnd[] = [];
  call.onDirection((direction) => directions.push(direction));
  call.onEnded((end) => ends.push(end));
  await call.openLeg({ openLeg: async () => leg as Leg });
  await call.answer();
  return {
    call,
    directions,
    ends,
    formats,
    change: (media: NegotiatedMedia) => change(media),
    replacedBy: (by: Partial<IncomingCall>) => replace(by as IncomingCall),
  };
};

test('what is agreed goes to the leg, and only the direction up to the call', async () => {
  const { call, change, directions, formats } = await taken();
  change(agreed({ remotePort: 4002, direction: 'recvonly' }));
  expect(await call.offerDirection('sendonly')).toBe('sendonly');
  expect(await call.offerDirection('inactive')).toBeNull();
  expect(formats.map(({ remotePort, codec }) => [remotePort, codec])).toEqual([
    [4000, 'PCMU'],
    [4002, 'PCMU'],
    [4000, 'PCMA'],
  ]);
  expect(directions).toEqual(['recvonly']);
});

test('media that cannot be used any more ends the call as lost', async () => {
  const { change, directions, ends } = await taken();
  change(agreed({ ptime: 35 }));
  expect(ends).toEqual([{ by: 'error', reason: 'the changed media cannot be used', status: null }]);
  expect(directions).toEqual([]);
});

test('who takes the call over (RFC 3891) carries it on: sound, hold and end are theirs, and the end of the call before is none', async () => {
  const { call, directions, ends, formats, replacedBy } = await taken();
  let hangup: (end: CallEnd) => void = () => undefined;
  replacedBy({
    answer: async () => agreed({ remotePort: 4100 }),
    onEnded: (handler) => (hangup = handler),
    onMediaChange: () => undefined,
    onDigit: () => undefined,
    onReplaced: () => undefined,
    offerMedia: async (direction) => agreed({ direction, remotePort: 4100 }),
  });
  await new Promise((settled) => setImmediate(settled));
  expect([formats.at(-1)?.remotePort, directions, ends]).toEqual([4100, ['sendrecv'], []]);
  expect(await call.offerDirection('sendonly')).toBe('sendonly');
  expect(formats.at(-1)?.remotePort).toBe(4100);
  hangup({ by: 'remote', reason: 'BYE', status: null });
  expect(ends).toEqual([{ by: 'remote', reason: 'BYE', status: null }]);
});

test('who is not taken leaves the call as it was', async () => {
  const { directions, ends, formats, replacedBy } = await taken();
  replacedBy({ answer: () => Promise.reject(new Error('gone')) });
  await new Promise((settled) => setImmediate(settled));
  expect([formats.length, directions, ends]).toEqual([1, [], []]);
});
