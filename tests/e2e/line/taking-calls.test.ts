import { expect, test } from 'vitest';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { bodyOf, headerOf, LinePeer, statusOf, tagIn } from '#fakes/line-peer.ts';
import { TORTURE, wireOf } from '#fixtures/sip/torture.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';

test('Parser: tortuous messages over a real socket are answered 400, 416, 420, 481, 482, 505, or not at all (RFC 3261 sections 7, 8.2, 20; RFC 4475)', async () => {
  await using rig = await openRig();
  rig.agent.onIncoming(() => {});
  const { peer } = rig;
  const answers = new Set<number>();
  for (const { text, name, answers: wanted } of TORTURE) {
    const before = peer.inbox.length;
    // Responses go to the Via's address unless the packet's own is known by rport.
    const here = text
      .replaceAll('127.0.0.2:5070', peer.where)
      .replaceAll('SIP/2.0/UDP 127.0.0.2', `SIP/2.0/UDP ${peer.where};rport`);
    peer.send(wireOf(here));
    peer.send(peer.request('OPTIONS', { callId: `after ${name}`.replaceAll(/\W/g, '-') }));
    await peer.next(new RegExp(`Call-ID: after-${name.replaceAll(/\W/g, '-')}`));
    const got = peer.inbox.slice(before).map((one) => Number(statusOf(one.text)));
    for (const status of got) answers.add(status);
    if (wanted.length === 0) expect([name, got]).toEqual([name, [200]]);
  }
  // 483 is for who passes a request on (RFC 4475 section 3.3.11): with us it has arrived.
  const options = peer.request('OPTIONS', { callId: 'no-hops' });
  peer.send(options.replace('Max-Forwards: 70', 'Max-Forwards: 0'));
  expect(statusOf(await peer.next(/Call-ID: no-hops/))).toBe('200');
  // The same request by another way: a loop.
  peer.send(peer.request('INVITE', { callId: 'merged', body: sdp() }));
  peer.send(peer.request('INVITE', { callId: 'merged', body: sdp() }));
  answers.add(Number(statusOf(await peer.next(/^SIP\/2\.0 4[^]*Call-ID: merged/))));
  peer.send(peer.request('BYE', { callId: 'nobody', tag: 'nobody' }));
  answers.add(Number(statusOf(await peer.next(/Call-ID: nobody/))));
  for (const status of [400, 416, 420, 481, 482, 505]) expect(answers).toContain(status);
  expect(rig.agent.counters.failed).toBe(0);
});

test('Parser: a body is counted in bytes, compact and folded headers read (RFC 3261 sections 7.3, 7.4, 20)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  const body = Buffer.from(sdp().replace('s=-', 's=café ☎').replaceAll('\n', '\r\n'));
  const head = [
    `INVITE sip:100@${rig.agent.address.address} SIP/2.0`,
    `v: SIP/2.0/UDP ${peer.where}`,
    ' ;branch=z9hG4bKcompact',
    'MAX-FORWARDS: 70',
    'f: "Ann \\"the\\" Caller" <sip:9375550142@example.com>;tag=hers',
    't:   <sip:100@example.com>',
    'i: compact',
    'CSeq:   0009',
    '\tINVITE',
    `m: <sip:ann@${peer.where}>`,
    'c: application/sdp',
    `l: ${body.length}`,
    '',
    '',
  ].join('\r\n');
  peer.send(Buffer.concat([Buffer.from(head), body, Buffer.from('more than was promised')]));
  const ok = await peer.next(/^SIP\/2\.0 200/);
  expect(headerOf(ok, 'CSeq')).toMatch(/^0*9 INVITE$/);
  expect(bodyOf(ok)).toMatch(/m=audio \d+ RTP\/AVP 0 101/);
});

test('UDP: a 486 is resent by timer G until its ACK, a 2xx is not answered twice, and a retransmitted INVITE gets the same response (RFC 3261 section 17.2.1, RFC 6026 section 7)', async () => {
  await using rig = await openRig({ timers: fasterTimers(5) });
  const { peer } = rig;
  const busy = { callId: 'busy', body: sdp(), branch: 'z9hG4bKbusy', uri: `sip:busy@${rig.agent.address.address}` };
  const toBusy = peer.request('INVITE', busy).replace('<sip:100@', '<sip:busy@');
  peer.send(toBusy);
  const refused = await peer.next(/^SIP\/2\.0 486/);
  await expect.poll(() => peer.count(/^SIP\/2\.0 486/)).toBeGreaterThanOrEqual(3);
  peer.send(peer.request('ACK', { ...busy, body: '', tag: tagIn(refused) }).replace('<sip:100@', '<sip:busy@'));
  await stillness(300);
  const resent = peer.count(/^SIP\/2\.0 486/);
  await stillness(700);
  expect(peer.count(/^SIP\/2\.0 486/)).toBe(resent);

  const invite = peer.request('INVITE', { callId: 'accepted', body: sdp(), branch: 'z9hG4bKaccepted' });
  peer.send(invite);
  const ok = await peer.next(/^SIP\/2\.0 200/);
  // In Accepted (L) the transaction swallows the INVITE; the 2xx comes again from the core alone, until the ACK.
  for (let times = 0; times < 3; times++) peer.send(invite);
  await peer.next(/^SIP\/2\.0 200/);
  expect(rig.calls).toHaveLength(2);
  peer.send(peer.request('ACK', { callId: 'accepted', tag: tagIn(ok) }));
  await stillness(200);
  const accepted = peer.count(/^SIP\/2\.0 200/);
  await stillness(1_000);
  expect(peer.count(/^SIP\/2\.0 200/)).toBe(accepted);
});

test('UDP: requests of ours go out again by timers A and E and give up by B and F (RFC 3261 section 17.1)', async () => {
  await using rig = await openRig({ timers: fasterTimers(20) });
  const { agent, peer } = rig;
  const media = { host: '127.0.0.1', port: 20_002 };
  const call = agent.call({ target: `sip:far@${peer.where}`, from: '<sip:100@127.0.0.1>', media });
  const end = await new Promise<{ status: number | null }>((resolve) => {
    call.onEnded(resolve);
  });
  expect(end.status).toBe(408);
  const invites = peer.inbox.filter(({ text }) => text.startsWith('INVITE '));
  expect(new Set(invites.map(({ text }) => headerOf(text, 'Via'))).size).toBe(1);
  // Seven in all; on a busy machine timer B may overtake the last by its 25 ms.
  expect([6, 7]).toContain(invites.length);
  const { tag } = await answered(peer, 'to-be-ended');
  expect(tag).not.toBe('');
  rig.calls[0]?.hangup('done');
  await expect.poll(() => peer.count(/^BYE /), { timeout: 5_000 }).toBeGreaterThanOrEqual(10);
});

test('Transport: the reply goes to where the packet came from, with received and rport (RFC 3261 section 18.2, RFC 3581 section 4)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  peer.send(peer.request('OPTIONS', { sentBy: '192.0.2.7:5099' }));
  const via = headerOf(await peer.next(/^SIP\/2\.0 200/), 'Via');
  expect(via).toContain(`received=${peer.endpoint.address}`);
  expect(via).toContain(`rport=${peer.endpoint.port}`);
});

test('Invite UAS: 100 at once, 180 each minute, the 2xx until the ACK, else BYE at 64 T1 (RFC 3261 sections 17.2.1, 13.3.1)', async () => {
  await using rig = await openRig({ timers: fasterTimers(40) });
  const { peer } = rig;
  const sent = performance.now();
  const ringing = peer.request('INVITE', { callId: 'ringing', body: sdp() }).replace('To: <sip:100@', 'To: <sip:ring@');
  peer.send(ringing);
  await peer.next(/^SIP\/2\.0 100/);
  expect((peer.inbox[0]?.at ?? Infinity) - sent).toBeLessThan(200);
  // A minute is 1.5 s here.
  await expect.poll(() => peer.count(/^SIP\/2\.0 180/), { timeout: 6_000 }).toBeGreaterThanOrEqual(3);

  peer.send(peer.request('INVITE', { callId: 'never-acked', body: sdp() }));
  const bye = await peer.next(/^BYE /);
  expect(headerOf(bye, 'Call-ID')).toBe('never-acked');
  expect(peer.count(/^SIP\/2\.0 200[^]*Call-ID: never-acked/)).toBeGreaterThanOrEqual(8);
  expect(rig.ends).toMatchObject([{ by: 'error', status: 408 }]);
});

test('Invite UAS: CANCEL while it rings is 200 and 487; one that comes after the 200 changes nothing (RFC 3261 section 9.2)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  const ring = { callId: 'given-up', branch: 'z9hG4bKgivenup' };
  peer.send(peer.request('INVITE', { ...ring, body: sdp() }).replace('To: <sip:100@', 'To: <sip:ring@'));
  await peer.next(/^SIP\/2\.0 180/);
  peer.send(peer.request('CANCEL', ring).replace('To: <sip:100@', 'To: <sip:ring@'));
  await expect.poll(() => peer.count(/^SIP\/2\.0 487[^]*CSeq: 1 INVITE/)).toBeGreaterThan(0);
  expect(peer.count(/^SIP\/2\.0 200[^]*CSeq: 1 CANCEL/)).toBe(1);
  expect(rig.ends).toMatchObject([{ by: 'remote', reason: 'cancelled' }]);

  const late = { callId: 'too-late', branch: 'z9hG4bKtoolate' };
  peer.send(peer.request('INVITE', { ...late, body: sdp() }));
  const ok = await peer.next(/^SIP\/2\.0 200[^]*CSeq: 1 INVITE/);
  peer.send(peer.request('ACK', { callId: 'too-late', tag: tagIn(ok) }));
  peer.send(peer.request('CANCEL', late));
  await expect.poll(() => peer.count(/^SIP\/2\.0 (200|481)[^]*Call-ID: too-late[^]*CSeq: 1 CANCEL/)).toBe(1);
  expect(rig.ends).toHaveLength(1);
  expect(rig.agent.liveCalls()).toBe(1);
});

test('Dialog: the Record-Route of the INVITE is our route, loose and strict, the target is refreshed, an old CSeq is 500, a stranger 481 (RFC 3261 sections 12.1.1, 12.2)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  const loose = `Record-Route: <sip:${peer.where};lr;hop=near>\nRecord-Route: <sip:192.0.2.9;lr;hop=far>\n`;
  const { ok, tag } = await answered(peer, 'loose', { more: loose });
  expect(ok.match(/^Record-Route: .*$/gm)).toHaveLength(2);
  const moved = { callId: 'loose', tag, seq: 2, contact: `<sip:moved@${peer.where}>`, body: sdp({ version: 2 }) };
  peer.send(peer.request('INVITE', moved));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 INVITE/);
  peer.send(peer.request('ACK', { callId: 'loose', tag, seq: 2 }));
  peer.send(peer.request('OPTIONS', { callId: 'loose', tag, seq: 1 }));
  await peer.next(/^SIP\/2\.0 500[^]*CSeq: 1 OPTIONS/);
  peer.send(peer.request('BYE', { callId: 'loose', tag: 'nobody', seq: 3 }));
  await peer.next(/^SIP\/2\.0 481/);
  rig.calls[0]?.hangup();
  const bye = await peer.next(/^BYE /);
  expect(bye.split(' ')[1]).toBe(`sip:moved@${peer.where}`);
  expect(bye.match(/^Route: .*$/gm)?.map((line) => /hop=\w+/.exec(line)?.[0])).toEqual(['hop=near', 'hop=far']);
  peer.send(peer.response(bye, '200 OK'));

  const strict = await answered(peer, 'strict', { more: `Record-Route: <sip:${peer.where};hop=strict>\n` });
  expect(strict.tag).not.toBe('');
  rig.calls[1]?.hangup();
  const second = await peer.next(/^BYE [^]*Call-ID: strict/);
  // A strict router stands in the Request-URI, and the far end's Contact at the end of the Route.
  expect(second.split(' ')[1]).toContain('hop=strict');
  expect(headerOf(second, 'Route')).toBe(`<sip:ann@${peer.where}>`);
  peer.send(peer.response(second, '200 OK'));
});

test('OPTIONS: 200 with what we can do, outside a dialog and inside one (RFC 3261 section 11.2)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  peer.send(peer.request('OPTIONS', { callId: 'outside' }));
  const outside = await peer.next(/^SIP\/2\.0 200/);
  const { tag } = await answered(peer, 'inside');
  peer.send(peer.request('OPTIONS', { callId: 'inside', tag, seq: 2 }));
  const inside = await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 OPTIONS/);
  for (const text of [outside, inside]) {
    for (const method of ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'UPDATE', 'PRACK', 'INFO'])
      expect(headerOf(text, 'Allow').split(', ')).toContain(method);
    expect(headerOf(text, 'Accept')).toBe('application/sdp');
    expect(headerOf(text, 'Supported').split(', ')).toEqual(expect.arrayContaining(['timer', '100rel']));
  }
  expect(rig.agent.liveCalls()).toBe(1);
});

test('Overload: above the limit 503 with Retry-After, never 486; a stranger gets no answer at all (RFC 3261 section 21.5.4)', async () => {
  await using rig = await openRig({ maxCalls: 2 });
  const { peer } = rig;
  for (const callId of ['one', 'two']) await answered(peer, callId);
  peer.send(peer.request('INVITE', { callId: 'three', body: sdp() }));
  const refused = await peer.next(/^SIP\/2\.0 [345]/);
  expect(statusOf(refused)).toBe('503');
  expect(Number(headerOf(refused, 'Retry-After'))).toBeGreaterThan(0);
  peer.send(peer.request('ACK', { callId: 'three', tag: tagIn(refused) }));
  rig.calls[0]?.hangup();
  const bye = await peer.next(/^BYE /);
  peer.send(peer.response(bye, '200 OK'));
  await expect.poll(() => rig.agent.liveCalls()).toBe(1);
  await answered(peer, 'four');

  await using guarded = await openRig({ allowed: ['127.0.0.9'] });
  await using stranger = await LinePeer.open(guarded.agent.address, '127.0.0.2');
  for (const method of ['OPTIONS', 'INVITE', 'REGISTER']) stranger.send(stranger.request(method, { callId: method }));
  await stillness(300);
  expect([stranger.inbox.length, guarded.agent.counters.foreign]).toEqual([0, 3]);
});
