import { handTimers } from '#fakes/hand-timers.ts';
import { expect, test } from 'vitest';
import {
  ACCEPTANCE_START,
  nextAcceptance,
  type AcceptanceEffect,
  type AcceptanceInput,
  type AcceptanceState,
} from '../session/acceptance.ts';
import { CLIENT_START, nextClient, type ClientEffect, type ClientInput, type ClientState } from './client.ts';
import { drive, type Drive } from './drive.ts';
import {
  INVITE_CLIENT_START,
  nextInviteClient,
  type InviteClientEffect,
  type InviteClientInput,
  type InviteClientState,
} from './invite-client.ts';
import {
  nextInviteServer,
  type InviteServerEffect,
  type InviteServerInput,
  type InviteServerState,
} from './invite-server.ts';
import type { Transition } from './machine.ts';
import { nextServer, type ServerEffect, type ServerInput, type ServerState } from './server.ts';

/** Runs a machine on hand-moved time and notes each effect as `ms effect`. */
const observe = <S, I, E extends { readonly do: string }>(
  start: S,
  next: (state: S, input: I) => Transition<S, E>,
  say: (effect: E) => string,
) => {
  const timers = handTimers();
  const seen: string[] = [];
  const machine: Drive<S, I> = drive<S, I, E>({
    start,
    timers,
    next,
    fired: (timer) => ({ kind: 'timer', timer }) as I,
    effect: (effect) => {
      seen.push(`${timers.now()} ${say(effect)}`);
      if (effect.do === 'end') machine.dispose();
    },
  });
  return { timers, seen, machine };
};

const said = (effect: { do: string; message?: string; cause?: string }): string =>
  [effect.do, effect.message, effect.cause].filter(Boolean).join(' ');

const inviteServer = (reliable = false) =>
  observe<InviteServerState<string>, InviteServerInput<string>, InviteServerEffect<string>>(
    { at: 'proceeding', last: null },
    (state, input) => nextInviteServer(state, input, reliable),
    said,
  );
const server = (reliable = false) =>
  observe<ServerState<string>, ServerInput<string>, ServerEffect<string>>(
    { at: 'trying' },
    (state, input) => nextServer(state, input, reliable),
    said,
  );
const inviteClient = (reliable = false) =>
  observe<InviteClientState, InviteClientInput, InviteClientEffect>(
    INVITE_CLIENT_START,
    (state, input) => nextInviteClient(state, input, reliable),
    said,
  );
const client = (reliable = false) =>
  observe<ClientState, ClientInput, ClientEffect>(
    CLIENT_START,
    (state, input) => nextClient(state, input, reliable),
    said,
  );

const times = (seen: readonly string[], effect: string): number[] =>
  seen.filter((one) => one.endsWith(` ${effect}`)).map((one) => Number.parseInt(one, 10));

test('INVITE client: timer A doubles from 500 ms, timer B ends it at 32 s', async () => {
  const { timers, seen, machine } = inviteClient();
  machine.input({ kind: 'start' });
  await timers.advance(40_000);
  expect(times(seen, 'send')).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500]);
  expect(seen.slice(-2)).toEqual(['32000 fail timeout', '32000 end']);
  expect(timers.pending()).toBe(0);
});

test('INVITE client: a provisional response stops both timers', async () => {
  const { timers, seen, machine } = inviteClient();
  machine.input({ kind: 'start' });
  await timers.advance(600);
  machine.input({ kind: 'response', status: 100 });
  await timers.advance(120_000);
  expect(seen).toEqual(['0 send', '500 send', '600 deliver']);
  expect(timers.pending()).toBe(0);
});

test('INVITE client: each non-2xx is ACKed, delivered once, forgotten after timer D', async () => {
  const { timers, seen, machine } = inviteClient();
  machine.input({ kind: 'start' });
  machine.input({ kind: 'response', status: 486 });
  await timers.advance(500);
  machine.input({ kind: 'response', status: 486 });
  await timers.advance(40_000);
  expect(seen).toEqual(['0 send', '0 ack', '0 deliver', '500 ack', '32000 end']);
});

test('INVITE client: 2xx are delivered for 32 s, with forks; a late 486 is not', async () => {
  const { timers, seen, machine } = inviteClient();
  machine.input({ kind: 'start' });
  machine.input({ kind: 'response', status: 200 });
  await timers.advance(1_000);
  machine.input({ kind: 'response', status: 200 });
  machine.input({ kind: 'response', status: 486 });
  await timers.advance(40_000);
  expect(seen).toEqual(['0 send', '0 deliver', '1000 deliver', '32000 end']);
});

test('client: timer E doubles up to 4 s, timer F ends it at 32 s', async () => {
  const { timers, seen, machine } = client();
  machine.input({ kind: 'start' });
  await timers.advance(40_000);
  expect(times(seen, 'send')).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
  expect(seen.slice(-2)).toEqual(['32000 fail timeout', '32000 end']);
});

test('client: after a 1xx it sends each 4 s; a final response ends that, timer K forgets', async () => {
  const { timers, seen, machine } = client();
  machine.input({ kind: 'start' });
  machine.input({ kind: 'response', status: 183 });
  await timers.advance(9_000);
  machine.input({ kind: 'response', status: 200 });
  machine.input({ kind: 'response', status: 200 });
  await timers.advance(40_000);
  expect(seen).toEqual(['0 send', '0 deliver', '500 send', '4500 send', '8500 send', '9000 deliver', '14000 end']);
});

test('INVITE server: a 486 is sent again by timer G up to 4 s apart until timer H gives up', async () => {
  const { timers, seen, machine } = inviteServer();
  machine.input({ kind: 'respond', status: 486, response: 'busy' });
  await timers.advance(40_000);
  expect(times(seen, 'send busy')).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
  expect(seen.slice(-2)).toEqual(['32000 fail timeout', '32000 end']);
});

test('INVITE server: the ACK stops timer G; timer I absorbs more ACKs', async () => {
  const { timers, seen, machine } = inviteServer();
  machine.input({ kind: 'respond', status: 486, response: 'busy' });
  await timers.advance(600);
  machine.input({ kind: 'ack' });
  machine.input({ kind: 'ack' });
  machine.input({ kind: 'request' });
  await timers.advance(10_000);
  expect(seen).toEqual(['0 send busy', '500 send busy', '5600 end']);
});

test('INVITE server: an INVITE that comes again gets the last response, none before one was given', async () => {
  const { seen, machine } = inviteServer();
  machine.input({ kind: 'request' });
  machine.input({ kind: 'respond', status: 100, response: 'trying' });
  machine.input({ kind: 'respond', status: 180, response: 'ringing' });
  machine.input({ kind: 'request' });
  expect(seen).toEqual(['0 send trying', '0 send ringing', '0 send ringing']);
});

test('INVITE server: after a 2xx it absorbs INVITEs, passes more 2xx and ACKs on, and ends by timer L', async () => {
  const { timers, seen, machine } = inviteServer();
  machine.input({ kind: 'respond', status: 200, response: 'ok' });
  machine.input({ kind: 'request' });
  machine.input({ kind: 'respond', status: 486, response: 'busy' });
  machine.input({ kind: 'respond', status: 200, response: 'ok' });
  machine.input({ kind: 'ack' });
  await timers.advance(40_000);
  expect(seen).toEqual(['0 send ok', '0 send ok', '0 deliver-ack', '32000 end']);
});

test('server: a request that comes again gets the same final response until timer J', async () => {
  const { timers, seen, machine } = server();
  machine.input({ kind: 'request' });
  machine.input({ kind: 'respond', status: 200, response: 'ok' });
  await timers.advance(31_000);
  machine.input({ kind: 'request' });
  machine.input({ kind: 'respond', status: 500, response: 'late' });
  await timers.advance(2_000);
  expect(seen).toEqual(['0 send ok', '31000 send ok', '32000 end']);
});

test('over a reliable transport nothing is sent again', async () => {
  const all = [inviteClient(true), client(true)];
  for (const { machine } of all) machine.input({ kind: 'start' });
  const refused = inviteServer(true);
  refused.machine.input({ kind: 'respond', status: 486, response: 'busy' });
  for (const { timers } of [...all, refused]) await timers.advance(31_000);
  expect([...all, refused].map(({ seen }) => seen.length)).toEqual([1, 1, 1]);
});

test.each([
  ['INVITE client', inviteClient()],
  ['client', client()],
  ['INVITE server', inviteServer()],
  ['server', server()],
])('%s: a transport error ends it and says so', (_name, { machine, seen }) => {
  (machine as Drive<unknown, { kind: 'transport-error' }>).input({ kind: 'transport-error' });
  expect(seen).toEqual(['0 fail transport', '0 end']);
});

test('a 2xx is sent again at T1, doubling up to T2, until the ACK, and given up at 64*T1', async () => {
  const make = () =>
    observe<AcceptanceState, AcceptanceInput, AcceptanceEffect>(ACCEPTANCE_START, nextAcceptance, said);
  const lost = make();
  lost.machine.input({ kind: 'start' });
  await lost.timers.advance(60_000);
  expect(times(lost.seen, 'send')).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
  expect(lost.seen.at(-1)).toBe('32000 unconfirmed');
  const met = make();
  met.machine.input({ kind: 'start' });
  await met.timers.advance(2_000);
  met.machine.input({ kind: 'ack' });
  met.machine.input({ kind: 'ack' });
  await met.timers.advance(60_000);
  expect(met.seen).toEqual(['0 send', '500 send', '1500 send', '2000 confirmed']);
  expect(met.timers.pending()).toBe(0);
});
