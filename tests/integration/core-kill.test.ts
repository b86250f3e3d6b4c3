import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CoreProcess } from '#fakes/core-process.ts';
import { TextPhone } from '#fakes/text-phone.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { openStore } from '#store/store.ts';
import { answer } from '#drills/answer/answer.ts';
import { newCaller } from '#drills/answer/caller-state.ts';
import { defaultPersona } from '../../demo/callers/roster.ts';
import { learnOwnSound } from '#drills/listen/own-sound.ts';
import { wordsOf } from '#drills/listen/words.ts';

const NOW = '2026-03-04T20:10:00-05:00';

/** Where core is ended, and what the call is doing then. */
const PLACES: readonly (readonly [string, string])[] = [
  ['call.started.received', 'the phone rings, nothing is stored yet'],
  ['committed', 'the greeting is committed and not given out'],
  ['partial.received', 'the caller is speaking'],
  ['speech.final.received', 'a final text has arrived and is not acknowledged'],
  ['decided#3', 'a turn is decided and not written'],
  ['written#5', 'a turn is written and not committed'],
  ['committed#6', 'a turn is committed and not spoken'],
  ['acknowledged#7', 'a turn is acknowledged and its answer not given out'],
  ['read_back.commanded', 'a read-back is being spoken'],
  ['read_back.commanded#2', 'a second read-back is being spoken'],
  ['say.done.received#5', 'the caller has heard a sentence, core has not taken it in'],
  ['booking.begun', 'inside the booking, before its rows'],
  ['booking.written', 'inside the booking, its rows written and not committed'],
  ['booking.committed', 'the booking is committed and not spoken'],
  ['call.ended.received', 'the caller has hung up, core has not taken it in'],
];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const text = async (sentences: readonly string[]): Promise<string[]> => [wordsOf(sentences.join(' ')).join(' ')];

const callWithKill = async (fault: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-kill-'));
  folders.push(folder);
  const core = new CoreProcess(folder, NOW);
  const persona = defaultPersona();
  const own = await learnOwnSound(persona, text);
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
  phone.ring();
  await core.start(fault);
  const died = core.gone().then(() => core.start());
  await phone.ended;
  await died;
  await phone.settled();
  phone.close();
  await core.stop();
  const store = await openStore({ file: join(folder, 'pilot.db'), clock: systemClock(), log: silentLog() });
  try {
    const [business] = await store.businesses();
    const shop = store.for(business?.id ?? '');
    return {
      phone,
      persona,
      deaths: core.deaths,
      jobs: (await shop.jobs.list({ limit: 50 })).items,
      call: await shop.calls.one(phone.call),
    };
  } finally {
    await store[Symbol.asyncDispose]();
  }
};

test.each(PLACES)('core killed at %s (%s): one job, nothing asked again, nothing said twice', async (fault) => {
  const { phone, persona, deaths, jobs, call } = await callWithKill(fault);
  expect(deaths[0]).toBe('SIGKILL');
  expect(jobs, JSON.stringify({ heard: phone.heard, said: phone.said, call }, null, 1)).toHaveLength(1);
  expect(jobs[0]).toMatchObject({
    customer: { name: `${persona.name.first} ${persona.name.last}`, nameConfirmed: true, phoneConfirmed: true },
    location: { houseNumber: persona.address.houseNumber, city: persona.address.city, confirmed: true },
    afterHours: true,
  });
  expect(jobs[0]?.visit).toMatchObject({ windowStart: '21:00', windowEnd: '23:00', hasGateCode: true });
  const texts = phone.heard.map((say) => say.text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(phone.heard.map((say) => say.id)).size).toBe(phone.heard.length);
  expect(texts.filter((one) => one.includes('first and last name'))).toHaveLength(1);
  expect(texts.filter((one) => one.includes('address of the job'))).toHaveLength(1);
  expect(call?.outcome).toBe('booked');
  expect(call?.status).toBe('ended');
});
