import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answer } from '#drills/answer/answer.ts';
import { newCaller } from '#drills/answer/caller-state.ts';
import { learnOwnSound } from '#drills/listen/own-sound.ts';
import { wordsOf } from '#drills/listen/words.ts';
import { CoreProcess } from '#fakes/core-process.ts';
import { TextPhone } from '#fakes/text-phone.ts';
import { createDatabase, startPostgres } from '#fixtures/database/postgres-server.ts';
import { openRows } from '#fixtures/database/which.ts';
import { defaultPersona } from '../../demo/callers/roster.ts';

it('a call on a core whose database server dies and comes back in mid-call is booked once, and nothing is said twice', async () => {
  await using server = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'pilot-core-'));
  const url = await createDatabase(server.folder);
  const config = join(folder, 'pilot.yaml');
  writeFileSync(config, JSON.stringify({ database: { url }, demo_shop: true }));
  // Where the rows are looked up afterwards.
  writeFileSync(join(folder, 'database.url'), url);
  const core = new CoreProcess(folder, '2026-03-04T20:10:00-05:00', config);
  await core.start();
  const persona = defaultPersona();
  const own = await learnOwnSound(persona, async (sentences) => [wordsOf(sentences.join(' ')).join(' ')]);
  let caller = newCaller();
  let turns = 0;
  const phone = new TextPhone({
    socketPath: core.socketPath,
    from: persona.phone,
    answer: async (heard) => {
      turns += 1;
      const reply = answer(persona, own, caller, wordsOf(heard).join(' '));
      caller = reply.state;
      if (turns === 4) await server.kill().then(() => void server.start());
      return reply.say;
    },
  });
  phone.ring();
  await phone.ended;
  await phone.settled();
  phone.close();
  await core.stop();
  await using rows = await openRows(folder);
  expect(await rows.all('select contact_name, contact_phone from jobs'), core.log).toEqual([
    {
      contact_name: `${persona.name.first} ${persona.name.last}`,
      contact_phone: expect.stringContaining(persona.phone),
    },
  ]);
  const texts = phone.heard.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(core.deaths).toEqual(['code 0']);
  expect(turns).toBeGreaterThan(8);
  rmSync(folder, { recursive: true });
});
