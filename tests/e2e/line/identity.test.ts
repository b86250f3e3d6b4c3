import { expect, test } from 'vitest';
import { headerOf, LinePeer, statusOf, tagIn } from '#fakes/line-peer.ts';
import { trunkAt } from '#fakes/trunk-options.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';

test('Identity: who calls by P-Asserted-Identity, who was called first, the signed word on it untouched (RFC 3325 section 9.1, RFC 5806, RFC 7044, RFC 8224 section 4)', async () => {
  await using rig = await openRig({ trunks: [trunkAt('127.0.0.21')] });
  await using carrier = await LinePeer.open(rig.agent.address, '127.0.0.21');
  const passport = `${'eyJ'.repeat(300)}.b.c;info=<https://cert.example/a.pem>;alg=ES256;ppt=shaken`;
  await answered(carrier, 'one', {
    more: `P-Asserted-Identity: "SARAH M" <sip:19375550142;verstat=TN-Validation-Passed@carrier.example>
Diversion: <sip:+19375550111@carrier.example>;reason=no-answer
Diversion: <sip:+19375550110@carrier.example>;reason=unconditional
Identity: ${passport}
X-Account: 7
`,
  });
  await answered(carrier, 'two', {
    more: 'History-Info: <sip:+19375550110@a.example?Reason=SIP%3Bcause%3D486>;index=1, <sip:100@127.0.0.1>;index=1.1\n',
  });
  expect(rig.calls.map(({ from, identity }) => ({ number: from.user, ...identity }))).toMatchObject([
    {
      number: '+19375550142',
      withheld: false,
      verstat: 'TN-Validation-Passed',
      passports: [passport],
      diverted: [
        { number: '+19375550110', reason: 'unconditional' },
        { number: '+19375550111', reason: 'no-answer' },
      ],
      extra: { 'x-account': '7' },
    },
    { diverted: [{ number: '+19375550110', reason: '486' }] },
  ]);
});

test('Identity: a caller who asks for privacy has no number, no name and no address, whatever is asserted (RFC 3323 section 4.2, RFC 3325 section 9.3)', async () => {
  await using rig = await openRig({ trunks: [trunkAt('127.0.0.21')] });
  await using carrier = await LinePeer.open(rig.agent.address, '127.0.0.21');
  await answered(carrier, 'one', {
    more: 'P-Asserted-Identity: "SARAH M" <sip:+19375550142@carrier.example>\nPrivacy: id;critical\n',
  });
  expect(rig.calls[0]).toMatchObject({
    from: { uri: 'sip:anonymous@anonymous.invalid', user: '', display: '' },
    identity: { withheld: true },
  });
});

test('Identity: why a call ended, theirs and ours: Reason of BYE and CANCEL (RFC 3326 sections 2, 3.1)', async () => {
  await using rig = await openRig();
  const { peer } = rig;
  const { tag } = await answered(peer, 'one');
  peer.send(peer.request('BYE', { callId: 'one', tag, seq: 2, more: 'Reason: Q.850;cause=16\n' }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 BYE/);
  const branch = 'z9hG4bKelsewhere';
  const uri = `sip:ring@${peer.where}`;
  peer.send(peer.request('INVITE', { callId: 'two', uri, branch, body: sdp() }).replace(/^To: .*$/m, `To: <${uri}>`));
  await peer.next(/^SIP\/2\.0 180/);
  const more = 'Reason: SIP;cause=200;text="Call completed elsewhere"\n';
  peer.send(peer.request('CANCEL', { callId: 'two', uri, branch, more }).replace(/^To: .*$/m, `To: <${uri}>`));
  await peer.next(/^SIP\/2\.0 487/);
  await answered(peer, 'three');
  rig.calls[2]?.hangup();
  const bye = await peer.next(/^BYE /);
  peer.send(peer.response(bye, '200 OK'));
  expect(headerOf(bye, 'Reason')).toBe('Q.850;cause=16;text="normal call clearing"');
  expect(rig.ends.map(({ by, reason }) => [by, reason])).toEqual([
    ['remote', 'Q.850 16 normal call clearing'],
    ['remote', 'taken elsewhere'],
    ['local', 'hung up'],
  ]);
});

test('Overload: a trunk above its own limit gets 503 with Retry-After, never 486, while another trunk is served (RFC 3261 section 21.5.4)', async () => {
  const trunks = [trunkAt('127.0.0.21', { name: 'small', maxCalls: 1 }), trunkAt('127.0.0.22', { name: 'large' })];
  await using rig = await openRig({ trunks, maxCalls: 3 });
  await using small = await LinePeer.open(rig.agent.address, '127.0.0.21');
  await using large = await LinePeer.open(rig.agent.address, '127.0.0.22');
  await answered(small, 'one');
  small.send(small.request('INVITE', { callId: 'two', body: sdp() }));
  const refused = await small.next(/^SIP\/2\.0 [3456]/);
  expect([statusOf(refused), headerOf(refused, 'Retry-After')]).toEqual(['503', '10']);
  small.send(small.request('ACK', { callId: 'two', tag: tagIn(refused) }));
  await answered(large, 'three');
  await answered(large, 'four');
  // All places together are taken now, whichever trunk asks.
  large.send(large.request('INVITE', { callId: 'five', body: sdp() }));
  expect(statusOf(await large.next(/^SIP\/2\.0 [3456]/))).toBe('503');
  await stillness(50);
  expect([rig.agent.liveCalls(), rig.agent.counters.turnedAway]).toEqual([3, 2]);
});
