import { beforeEach, describe, expect, test } from 'vitest';
import {
  freshAgent,
  timers,
  network,
  agent,
  caller,
  calls,
  ends,
  US,
  SDP,
  message,
  send,
  statuses,
  header,
  established,
} from '#fakes/agent-under-test.ts';

beforeEach(freshAgent);

describe('what is refused', () => {
  test('an unknown method: 405 with Allow', async () => {
    await send(message('PUBLISH'));
    expect(statuses()).toEqual(['405']);
    expect(header('Allow')).toBe('INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, NOTIFY, REFER');
  });

  test.each(['BYE', 'INVITE', 'OPTIONS'])('%s for a dialog nobody knows: 481', async (method) => {
    await send(message(method, { tag: 'gone' }));
    expect(statuses()).toEqual(['481']);
  });

  test('a stray ACK is silence', async () => {
    await send(message('ACK', { tag: 'gone' }));
    expect(caller.inbox).toEqual([]);
  });

  test('an extension that is required: 420 names it', async () => {
    await send(message('INVITE', { body: SDP(), more: 'Require: outbound, nothing\n' }));
    expect(statuses()).toEqual(['420']);
    expect(header('Unsupported')).toBe('outbound, nothing');
  });

  test('another body type: 415; another scheme: 416; no Contact: 400', async () => {
    await send(message('INVITE', { body: 'hello' }).replace('application/sdp', 'text/plain'));
    await send(message('INVITE', { uri: 'mailto:a@b', callId: 'c2' }));
    await send(message('INVITE', { callId: 'c3' }).replace(/Contact.*\n/, ''));
    expect(statuses()).toEqual(['415', '416', '400']);
  });

  test('a copy of a request by another way: 482', async () => {
    await send(message('INVITE', { body: SDP() }));
    await send(message('INVITE', { body: SDP() }));
    expect(statuses()).toEqual(['100', '482']);
  });

  test('an old CSeq: 500', async () => {
    const tag = await established();
    await send(message('OPTIONS', { tag, seq: 0 }));
    expect(statuses().at(-1)).toBe('500');
  });

  test('one call too many: 503 with Retry-After; the places come free again', async () => {
    for (const callId of ['c1', 'c2', 'c3']) await send(message('INVITE', { body: SDP(), callId }));
    expect(statuses()).toEqual(['100', '100', '503']);
    expect(Number(header('Retry-After'))).toBeGreaterThan(0);
    calls[0]?.reject(486);
    await send(message('INVITE', { body: SDP(), callId: 'c4' }));
    expect(statuses().at(-1)).toBe('100');
    expect(agent.counters.turnedAway).toBe(1);
  });

  test('malformed packets are counted, answered where they can be, and the agent goes on', async () => {
    for (const junk of [
      '\u0000\u0001nonsense',
      'INVITE sip:x SIP/2.0\n\n',
      message('INVITE').replace('CSeq: 1', 'CSeq: x'),
    ])
      await send(junk);
    expect(statuses()).toEqual(['400']);
    expect(agent.counters).toMatchObject({ malformed: 3, failed: 0 });
    await send(message('OPTIONS'));
    expect(statuses().at(-1)).toBe('200');
    expect(['Allow', 'Accept'].map((name) => header(name))).toEqual([
      'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, NOTIFY, REFER',
      'application/sdp',
    ]);
    expect(header('Supported')).toBe('timer, 100rel, replaces');
  });

  test('a request with another tag than the caller had is not in its dialog: 481', async () => {
    const tag = await established();
    await send(message('BYE', { tag, seq: 2 }).replace(';tag=hers', ';tag=another'));
    expect(statuses().at(-1)).toBe('481');
    expect(ends).toEqual([]);
  });

  test('keep-alives are no messages; a response that is not ours is malformed', async () => {
    await send('\n\n');
    expect(agent.counters).toMatchObject({ received: 1, malformed: 0 });
    await send(message('OPTIONS').replace(/^.*\n/, 'SIP/2.0 200 OK\n'));
    expect(agent.counters).toMatchObject({ received: 2, malformed: 1 });
    expect(caller.inbox).toEqual([]);
  });

  test('strangers get silence', async () => {
    const stranger = network.peer('203.0.113.5', 5060);
    stranger.send(message('OPTIONS'), US);
    stranger.send('junk', US);
    await timers.advance(10);
    expect(stranger.inbox).toEqual([]);
    expect(agent.counters).toMatchObject({ foreign: 2, received: 0, malformed: 0 });
  });

  test('a handler that throws costs its own call alone', async () => {
    agent.onIncoming(() => {
      throw new Error('no media');
    });
    await send(message('INVITE', { body: SDP() }));
    expect(statuses()).toEqual(['100', '500']);
    expect(agent.liveCalls()).toBe(0);
  });

  test('closing says BYE to answered calls and 480 to ringing ones', async () => {
    await established();
    await send(message('INVITE', { callId: 'c2', body: SDP() }));
    const closing = agent.close();
    await timers.advance(3_000);
    await closing;
    expect(statuses().slice(-2)).toEqual(['BYE', '480']);
    expect(timers.pending()).toBe(0);
  });
});
