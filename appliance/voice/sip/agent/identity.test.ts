import { beforeEach, describe, expect, test } from 'vitest';
import {
  caller,
  ends,
  established,
  freshAgent,
  header,
  message,
  only,
  SDP,
  send,
  statuses,
  timers,
} from '#fakes/agent-under-test.ts';
import { IDENTITY_LIMITS } from '../session/identity.ts';
import { parseMessage } from '../parse/reader.ts';
import { asE164, numberRung } from './caller-id.ts';

beforeEach(freshAgent);

const ring = async (more: string): Promise<void> => send(message('INVITE', { body: SDP(), more }));

describe('Identity: who calls', () => {
  test('a caller who asks for privacy is withheld: no number, no name, no address (RFC 3323 section 4.2)', async () => {
    for (const privacy of ['id', 'header;user', 'critical; id']) {
      await freshAgent();
      await ring(`Privacy: ${privacy}\n`);
      expect(only().from).toEqual({ uri: 'sip:anonymous@anonymous.invalid', user: '', display: '' });
      expect(only().identity.withheld).toBe(true);
    }
  });

  test('privacy that concerns others, or none, hides nobody (RFC 3323 section 4.2)', async () => {
    await ring('Privacy: none\n');
    expect(only()).toMatchObject({ from: { user: '5551230000', display: 'Ann' }, identity: { withheld: false } });
  });

  test.each(['anonymous', 'Unavailable', 'restricted'])(
    'From %s is a withheld number (RFC 3323 section 4.1)',
    async (user) => {
      await send(message('INVITE', { body: SDP() }).replace('sip:5551230000@', `sip:${user}@`));
      expect(only().from.user).toBe('');
    },
  );

  test.each([
    ['+19375550142', '+19375550142'],
    ['19375550142', '+19375550142'],
    ['9375550142', '+19375550142'],
    ['(937) 555-0142', '+19375550142'],
    ['+442079460123', '+442079460123'],
    ['911', '911'],
    ['1937555014', '1937555014'],
    ['sarah', 'sarah'],
  ])('a number written %s is %s (E.164)', (sent, kept) => {
    expect(asE164(sent)).toBe(kept);
  });
});

describe('the number that was rung', () => {
  const rung = async (parts: { uri?: string; more?: string }, ours: string | null, inTo = false): Promise<string> => {
    const parsed = parseMessage(Buffer.from(message('INVITE', parts).replaceAll('\n', '\r\n')));
    if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('no request');
    return numberRung(parsed.message, ours, inTo);
  };

  test('is the Request-URI, unless that is the Contact we registered: then P-Called-Party-ID (RFC 7315 section 4.2), then To', async () => {
    const more = 'P-Called-Party-ID: <sip:+19375550142;npdi@carrier.example>\n';
    expect(await rung({ uri: 'sip:+19375550177@127.0.0.1', more }, 'main')).toBe('+19375550177');
    expect(await rung({ uri: 'sip:main@127.0.0.1', more }, 'main')).toBe('+19375550142');
    expect(await rung({ uri: 'sip:main@127.0.0.1' }, 'main')).toBe('100');
  });

  test('is To where the trunk says number_in_to', async () => {
    expect(await rung({ uri: 'sip:+19375550177@127.0.0.1' }, null, true)).toBe('100');
  });
});

describe('Identity: by which way', () => {
  test('Diversion tells who was called first, though it stands last (RFC 5806 section 4)', async () => {
    await ring(
      'Diversion: <sip:+19375550112@carrier.example>;reason=no-answer;counter=1\n' +
        'Diversion: "Front desk" <sip:+19375550111@carrier.example>;reason=user-busy, <tel:+19375550110>;reason=unconditional\n',
    );
    expect(only().identity.diverted).toEqual([
      { number: '+19375550110', reason: 'unconditional' },
      { number: '+19375550111', reason: 'user-busy' },
      { number: '+19375550112', reason: 'no-answer' },
    ]);
  });

  test('a Diversion that asks for privacy is known without its number (RFC 5806 section 4)', async () => {
    await ring('Diversion: <sip:+19375550112@carrier.example>;reason=unknown;privacy=full\n');
    expect(only().identity.diverted).toEqual([{ number: '', reason: 'unknown' }]);
  });

  test('History-Info tells it too: its last entry is the call as it is now (RFC 7044 sections 5.3, 10.1.2)', async () => {
    await ring(
      'History-Info: <sip:+19375550110@a.example?Reason=SIP%3Bcause%3D302&Privacy=history>;index=1,\n' +
        ' <sip:+19375550111@a.example?Reason=SIP%3Bcause%3D486>;index=1.1;mp=1, <sip:100@127.0.0.1>;index=1.1.1\n',
    );
    expect(only().identity.diverted).toEqual([
      { number: '', reason: '302' },
      { number: '+19375550111', reason: '486' },
    ]);
  });

  test('Identity fields are kept byte by byte, and the word of the carrier on the number (RFC 8224 section 4)', async () => {
    const passport = `${'ey'.repeat(200)}.${'x-_'.repeat(60)}==;info=<https://cert.example/a.pem>;alg=ES256;ppt="shaken"`;
    await ring(
      `Identity: ${passport}\nP-Asserted-Identity: <sip:+19375550142;verstat=TN-Validation-Passed@carrier.example>\n`,
    );
    expect(only().identity).toMatchObject({ passports: [passport], verstat: 'TN-Validation-Passed' });
  });

  test('X- headers are kept, so many and so long (nobody else names them)', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `X-Field-${i}: ${i}\n`).join('');
    await ring(`X-Long: ${'a'.repeat(IDENTITY_LIMITS.extraLength + 1)}\nX-Account: shop 7\n${many}`);
    const { extra } = only().identity;
    expect(extra['x-account']).toBe('shop 7');
    expect(extra['x-long']).toBeUndefined();
    expect(Object.keys(extra)).toHaveLength(IDENTITY_LIMITS.extra);
  });
});

describe('Identity: why it ended', () => {
  const bye = async (more: string): Promise<void> => {
    const tag = await established();
    await send(message('BYE', { tag, seq: 2, more }));
  };

  test.each([
    ['Reason: Q.850 ;cause=16\n', 'Q.850 16 normal call clearing'],
    ['Reason: Q.850;cause=31;text="Local, \\"clear\\""\nReason: SIP;cause=480\n', 'Q.850 31 Local, "clear", SIP 480'],
    ['Reason: Preemption;text="none"\n', 'hung up'],
    ['', 'hung up'],
  ])('%j of a BYE is told as %j (RFC 3326 section 2)', async (more, told) => {
    await bye(more);
    expect(ends).toEqual([{ by: 'remote', reason: told, status: null }]);
  });

  test('a CANCEL that says so is a call taken on another phone (RFC 3326 section 3.1)', async () => {
    const branch = 'z9hG4bKone';
    await send(message('INVITE', { body: SDP(), branch }));
    const more = 'Reason: SIP ;cause=200 ;text="Call completed elsewhere"\n';
    await send(message('CANCEL', { branch, more }));
    expect(ends).toEqual([{ by: 'remote', reason: 'taken elsewhere', status: 487 }]);
  });

  test('our BYE says why, in the words of the telephone network (RFC 3326 section 2)', async () => {
    await established();
    only().hangup('done');
    await timers.advance(2);
    expect(caller.last()).toMatch(/^BYE /);
    expect(header('Reason')).toBe('Q.850;cause=16;text="normal call clearing"');
  });
});

describe('sending a caller on', () => {
  test('302 names the other number, and who sends the call on and why (RFC 3261 section 21.3.3, RFC 5806)', async () => {
    await ring('');
    only().ring();
    only().redirect('+19375550142', 'unconditional');
    await timers.advance(2);
    expect(statuses()).toEqual(['100', '180', '302']);
    expect(header('Contact')).toBe('<sip:+19375550142@127.0.0.2;user=phone>');
    expect(header('Diversion')).toBe('<sip:100@127.0.0.1>;reason=unconditional;counter=1;privacy=off');
    expect(ends).toEqual([{ by: 'local', reason: 'sent to another number', status: 302 }]);
  });

  test('not once the call is answered', async () => {
    await ring('');
    await only().answer({ host: '127.0.0.1', port: 20_000 });
    only().redirect('+19375550142', 'unconditional');
    await timers.advance(2);
    expect(statuses()).toEqual(['100', '200']);
  });
});
