import { beforeEach, describe, expect, test } from 'vitest';
import { agent, caller, freshAgent, HERE, message, only, send, statuses } from '#fakes/agent-under-test.ts';
import { TORTURE, wireOf } from '#fixtures/sip/torture.ts';

beforeEach(freshAgent);

/** The peer of the fake network takes text of one byte a character. */
const sendRaw = (text: string): Promise<void> => send(wireOf(text).toString('latin1'));

describe('what a tortuous message is answered (RFC 4475)', () => {
  test.each(TORTURE)('$section $name', async ({ text, answers, holds = [] }) => {
    await sendRaw(text);
    expect(statuses()).toEqual(answers.map(String));
    for (const line of holds) expect(caller.last().split('\r\n')).toContain(line);
    expect(agent.counters.failed).toBe(0);
    await send(message('OPTIONS', { callId: 'afterwards' }));
    expect(statuses().at(-1)).toBe('200');
  });
});

const named = (name: string): string => TORTURE.find((one) => one.name.startsWith(name))?.text ?? '';

test.each(['a short tortuous INVITE', 'escapes where they are escapes', 'an INVITE of RFC 2543'])(
  '%s is a call that can be answered',
  async (name) => {
    await sendRaw(named(name));
    const media = await only().answer(HERE);
    expect(media).toMatchObject({ codec: 'pcmu', remoteHost: '127.0.0.2' });
    expect(statuses().slice(0, 1)).toEqual(['100']);
  },
);

test('two requests under a branch of the magic cookie alone are two requests', async () => {
  const text = named('a branch of the magic cookie alone');
  await sendRaw(text);
  await sendRaw(text.replace('badbranch.', 'another.'));
  expect(statuses()).toEqual(['200', '200']);
});

test('every response carries all Via values of its request, in order', async () => {
  await sendRaw(named('transports known'));
  const vias = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.startsWith('Via:'));
  expect(vias(caller.last()).slice(1)).toEqual(vias(named('transports known')).slice(1));
});
