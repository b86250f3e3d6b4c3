import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CoreProcess } from '#fakes/core-process.ts';
import { startSmtpServer } from '#fakes/smtp-server.ts';
import { TextPhone } from '#fakes/text-phone.ts';
import { answer } from '#drills/answer/answer.ts';
import { newCaller } from '#drills/answer/caller-state.ts';
import { defaultPersona } from '../../demo/callers/roster.ts';
import { learnOwnSound } from '#drills/listen/own-sound.ts';
import { wordsOf } from '#drills/listen/words.ts';

test('a booked call is told to the office by e-mail, once, without the gate code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-mail-'));
  await using smtp = await startSmtpServer();
  smtp.next({ kind: 'refuse', code: 451 });
  const config = join(folder, 'pilot.yaml');
  writeFileSync(config, `smtp: {host: 127.0.0.1, port: ${smtp.port}, from: box@example.com, to: office@example.com}\n`);
  const core = new CoreProcess(join(folder, 'data'), '2026-03-04T20:10:00-05:00', config);
  const persona = defaultPersona();
  const own = await learnOwnSound(persona, async (sentences) => [wordsOf(sentences.join(' ')).join(' ')]);
  let caller = newCaller();
  const phone = new TextPhone({
    socketPath: core.socketPath,
    from: persona.phone,
    answer: (heard) => {
      const reply = answer(persona, own, caller, wordsOf(heard).join(' '));
      caller = reply.state;
      return reply.say;
    },
  });
  try {
    phone.ring();
    await core.start();
    await phone.ended;
    await vi.waitFor(() => expect(smtp.mails).toHaveLength(1), { timeout: 60_000, interval: 200 });
    const [mail] = smtp.mails;
    const raw = JSON.stringify(mail);
    expect(raw).toContain('office@example.com');
    for (const part of [persona.name.last, persona.address.street, 'J-1']) expect(raw).toContain(part);
    expect(raw).not.toContain(persona.gateCode ?? 'no code');
  } finally {
    phone.close();
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
