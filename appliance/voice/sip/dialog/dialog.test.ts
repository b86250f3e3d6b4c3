import { expect, test } from 'vitest';
import { parseMessage } from '../parse/reader.ts';
import type { SipRequest, SipResponse } from '../parse/message.ts';
import {
  dialogAsCallee,
  dialogAsCaller,
  headingOf,
  nextSequence,
  refreshTarget,
  takeSequence,
  type Dialog,
} from './dialog.ts';

const common = `Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa
From: "Ann" <sip:ann@192.0.2.9>;tag=hers
To: <sip:100@192.0.2.1>TAG
Call-ID: c1
CSeq: 5 INVITE
Contact: <sip:ann@192.0.2.9:5062>
Record-Route: <sip:192.0.2.50;lr>, <sip:192.0.2.51:5070;lr>
Record-Route: <sip:192.0.2.52;lr>

`;
const read = (text: string) => {
  const parsed = parseMessage(Buffer.from(text.replaceAll('\n', '\r\n')));
  if (!parsed.ok) throw new Error(parsed.cause);
  return parsed.message;
};
const invite = (change = (text: string) => text) =>
  read(change(`INVITE sip:100@192.0.2.1 SIP/2.0\n${common.replace('TAG', '')}`)) as SipRequest;
const ok = () => read(`SIP/2.0 200 OK\n${common.replace('TAG', ';tag=theirs')}`) as SipResponse;
const callee = (change?: (text: string) => string): Dialog => {
  const dialog = dialogAsCallee(invite(change), 'ours');
  if (!dialog) throw new Error('no dialog');
  return dialog;
};

test('the callee takes Record-Route in order, the caller in reverse', () => {
  expect(callee().routeSet).toEqual(['<sip:192.0.2.50;lr>', '<sip:192.0.2.51:5070;lr>', '<sip:192.0.2.52;lr>']);
  expect(dialogAsCaller(invite(), ok())).toMatchObject({
    localTag: 'hers',
    remoteTag: 'theirs',
    localSeq: 5,
    routeSet: ['<sip:192.0.2.52;lr>', '<sip:192.0.2.51:5070;lr>', '<sip:192.0.2.50;lr>'],
  });
});

test('a loose router is routed through, a strict one stands in the Request-URI', () => {
  expect(headingOf(callee())).toMatchObject({
    uri: 'sip:ann@192.0.2.9:5062',
    hop: 'sip:192.0.2.50;lr',
    routes: { length: 3 },
  });
  expect(headingOf(callee((text) => text.replace('.50;lr', '.50')))).toEqual({
    uri: 'sip:192.0.2.50',
    hop: 'sip:192.0.2.50',
    routes: ['<sip:192.0.2.51:5070;lr>', '<sip:192.0.2.52;lr>', '<sip:ann@192.0.2.9:5062>'],
  });
  expect(headingOf(callee((text) => text.replaceAll(/Record-Route.*\n/g, '')))).toEqual({
    uri: 'sip:ann@192.0.2.9:5062',
    hop: 'sip:ann@192.0.2.9:5062',
    routes: [],
  });
});

test('a lower CSeq is refused; a Contact moves the far end', () => {
  expect(
    takeSequence(
      callee(),
      invite((text) => text.replace('5 INVITE', '4 INVITE')),
    ),
  ).toBeNull();
  expect(
    takeSequence(
      callee(),
      invite((text) => text.replace('5 INVITE', '9 INVITE')),
    )?.remoteSeq,
  ).toBe(9);
  expect(
    refreshTarget(
      callee(),
      invite((text) => text.replace(':5062', ':5099')),
    ).remoteTarget,
  ).toBe('sip:ann@192.0.2.9:5099');
  expect(nextSequence(callee()).localSeq).toBe(1);
});

test('without a Contact there is no dialog, nor without a tag in the answer', () => {
  expect(
    dialogAsCallee(
      invite((text) => text.replace(/Contact.*\n/, '')),
      'ours',
    ),
  ).toBeNull();
  expect(dialogAsCaller(invite(), invite() as unknown as SipResponse)).toBeNull();
});
