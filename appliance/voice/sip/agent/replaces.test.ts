import { beforeEach, describe, expect, test } from 'vitest';
import {
  HERE,
  SDP,
  agent,
  caller,
  calls,
  ends,
  established,
  freshAgent,
  header,
  message,
  only,
  send,
  statuses,
  timers,
} from '#fakes/agent-under-test.ts';

beforeEach(freshAgent);

const SECOND = 'second-call';
/** An INVITE of a call of its own that names the dialog of `established`. */
const replacing = (tag: string, more = ''): string =>
  message('INVITE', {
    callId: SECOND,
    body: SDP(),
    more: `Require: replaces\nReplaces: c1;to-tag=${tag};from-tag=hers${more}\n`,
  });

describe('Attended transfer: INVITE with Replaces (RFC 3891 section 3)', () => {
  test('the new call is answered, and the old one ended by our BYE', async () => {
    const tag = await established();
    only().onReplaced((by) => void by.answer(HERE).then(() => only().hangup('replaced')));
    await send(replacing(tag));
    await timers.advance(2);
    const ok = caller.got('200').find(({ text }) => text.includes(SECOND))?.text ?? '';
    expect(ok).toContain('m=audio 20000');
    expect(header('Supported', ok)).toBe('timer, 100rel, replaces');
    expect(caller.got('BYE')[0]?.text).toContain('Call-ID: c1');
    expect([calls.length, ends]).toEqual([1, [{ by: 'local', reason: 'replaced', status: null }]]);
    expect(agent.liveCalls()).toBe(1);
  });

  test.each([
    ['a dialog that is none of ours', (tag: string) => replacing(tag).replace('c1;', 'other;'), '481'],
    ['another far end’s tag', (tag: string) => replacing(tag).replace('from-tag=hers', 'from-tag=his'), '481'],
    ['no tags', (tag: string) => replacing(tag).replace(/;to-tag.*/, ''), '400'],
    ['two dialogs', (tag: string) => replacing(tag, '\nReplaces: x;to-tag=a;from-tag=b'), '400'],
    ['one that only rings, though it is answered', (tag: string) => replacing(tag, ';early-only'), '486'],
    ['a call that nobody can take over', replacing, '603'],
  ])('%s is refused, and the call goes on', async (_, invite, status) => {
    const tag = await established();
    await send(invite(tag));
    await timers.advance(2);
    expect(statuses().at(-1)).toBe(status);
    expect(ends).toEqual([]);
  });

  test('a call that has ended: 603', async () => {
    const tag = await established();
    only().onReplaced(() => undefined);
    only().hangup();
    await timers.advance(2);
    await send(replacing(tag));
    expect(statuses()).toContain('603');
  });
});
