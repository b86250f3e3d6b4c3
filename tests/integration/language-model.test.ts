import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { converse } from '#cli/talk.ts';
import { replayCall } from '#cli/replay.ts';
import { newCall } from '#conversation/state/state.ts';
import { CallSession } from '#core/calls/session.ts';
import { conversationEvent, type KeptEvent } from '#core/calls/conversation-event.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { CoreProcess } from '#fakes/core-process.ts';
import { always, type Behaviour, type Script } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { openCollector } from '#fakes/otlp-collector.ts';
import { NOTHING_READ } from '#fakes/text-call.ts';
import { TextPhone } from '#fakes/text-phone.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { completeLlm } from '#shared/config/llm.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { openStore } from '#store/store.ts';
import { readJournal } from '#store/tools/journal.ts';

const NOW = Date.parse('2026-11-23T20:10:00-05:00');
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-model-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A desk whose model is this server's, ready. */
const deskWith = async (
  url: string,
  more: { deadline_ms?: number; first_ms?: number; phrase?: boolean; price?: { prompt: number; answer: number } } = {},
): Promise<Desk> => {
  const { first_ms = 8000, price = { prompt: 0, answer: 0 }, ...rest } = more;
  const desk = await openDesk({
    dataFolder: newFolder(),
    clock: systemClock(NOW - Date.now()),
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
    llm: completeLlm({
      deadline_ms: 5000,
      ...rest,
      servers: [{ url, model: 'llama3.1:8b', first_ms, connect_ms: 5000, price }],
    }),
  });
  await expect.poll(async () => (await desk.models?.health())?.ok, { timeout: 10_000 }).toBe(true);
  return desk;
};

interface Turn {
  readonly say: string;
  readonly acts: readonly string[];
  readonly tools: readonly { readonly name: string; readonly ok: boolean }[];
  readonly ended: boolean;
}

const talk = async (desk: Desk, lines: readonly string[]): Promise<Turn[]> => {
  const output = new PassThrough();
  const written = text(output);
  await converse(desk, '', Readable.from(lines.map((line) => `${line}\n`)), output);
  output.end();
  return (await written)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Turn);
};

/** No rule knows what is wrong here: the model is asked. */
const ODD = 'well hello there it is me and the usual trouble';
const ASKED = 'do you reckon heat pumps like snow';
const CALL = [
  ODD,
  ASKED,
  'Hi, my AC stopped cooling, the outdoor unit is rattling, no smells',
  'Sarah Miller',
  'yes',
  '937-555-0100',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'tonight 9 to 11',
  'gate code 1234, one friendly dog',
  'no that is all, thank you',
];

const LIE = {
  ...NOTHING_READ,
  intent: 'cancel',
  service: 'tune_up',
  topic: 'none',
  problem_words: 'my boiler, and my number is 555 999 8888',
  name_words: 'Bob Invented',
  address_words: '99 Nowhere Road, Dayton, Ohio',
};
const phrased =
  (reading: unknown, phrase: string): Script =>
  ({ format }) => ({ do: 'answer', text: format === null ? phrase : JSON.stringify(reading) });

const SCRIPTS: readonly (readonly [string, Script])[] = [
  ['answers right', phrased(NOTHING_READ, 'That is a good question about heat pumps.')],
  ['answers nonsense', always('The caller seems upset, poor thing.')],
  ['answers another shape', always({ urgency: 5, intent: ['book'] })],
  ['answers half a JSON', () => ({ do: 'run_out', text: '{"urgency":"life_safety","haz' })],
  ['never answers', () => ({ do: 'hang' })],
  ['stops after its first words', () => ({ do: 'stall', text: JSON.stringify(NOTHING_READ) })],
  ['is cut in the middle of the stream', () => ({ do: 'cut', text: JSON.stringify(NOTHING_READ) })],
  ['is busy', () => ({ do: 'refuse', status: 503 })],
  ['fails', () => ({ do: 'refuse', status: 500 })],
  ['speaks no protocol', () => ({ do: 'garble' })],
  ['invents a name, a number and a problem', phrased(LIE, 'Your number is 555 999 8888.')],
  ['invents a price', phrased(LIE, 'It is only fifty dollars.')],
  ['invents a booking', phrased({ ...NOTHING_READ, intent: 'book' }, 'You are booked for tomorrow at nine.')],
  [
    'sees danger everywhere',
    phrased({ ...NOTHING_READ, urgency: 'life_safety', hazard: 'gas', urgent_words: 'the usual trouble' }, ''),
  ],
];

describe('a call is served and booked right when the model', () => {
  test.each(SCRIPTS)('%s', async (name, script) => {
    await using server = await openOllama(script);
    const slow = name === 'never answers' || name.startsWith('stops');
    await using desk = await deskWith(server.url, { phrase: true, ...(slow ? { deadline_ms: 150 } : {}) });
    const danger = name === 'sees danger everywhere';
    const turns = await talk(desk, danger ? [ODD, 'no', ...CALL.slice(1)] : CALL);
    expect(server.questions.length).toBeGreaterThan(0);
    for (const turn of turns) expect(turn.say).not.toBe('');
    expect(turns.at(-1)?.ended).toBe(true);
    const { items } = await desk.store.jobs.list({ limit: 10 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      serviceType: { code: 'no_cooling' },
      customer: { name: 'Sarah Miller', phone: '+19375550100', nameConfirmed: true, phoneConfirmed: true },
      location: { houseNumber: '123', street: 'Oak Street', city: 'Springfield', confirmed: true },
      visit: { date: '2026-11-23', windowStart: '21:00', windowEnd: '23:00' },
    });
    const said = turns.map(({ say }) => say).join(' ');
    expect(said).not.toMatch(/fifty dollars|Bob|Nowhere|nine nine nine|tomorrow at nine/);
    expect(turns.flatMap(({ acts }) => acts).filter((act) => act === 'state_booking')).toHaveLength(1);
    const before = turns.slice(
      0,
      turns.findIndex(({ acts }) => acts.includes('state_booking')),
    );
    expect(before.map(({ say }) => say).join(' ')).not.toMatch(/you are booked/i);
  });

  test('says that a gas leak is nothing: the script comes all the same, and the model is not even asked', async () => {
    await using server = await openOllama(always({ ...NOTHING_READ, urgency: 'routine', intent: 'question' }));
    await using desk = await deskWith(server.url);
    const turns = await talk(desk, ['i smell gas in the kitchen']);
    expect(turns[1]?.acts[0]).toBe('life_safety');
    expect(server.questions).toEqual([]);
  });
});

test('`pilot talk --llm FILE` asks the models of that file', async () => {
  await using server = await openOllama(always(NOTHING_READ));
  const folder = newFolder();
  const file = join(folder, 'models.yaml');
  writeFileSync(
    file,
    `llm: {deadline_ms: 5000, servers: [{url: "${server.url}", model: "llama3.1:8b", first_ms: 8000, connect_ms: 5000}]}\n`,
  );
  const child = spawn(resolve('bin/pilot'), ['talk', '--llm', file, '--data', join(folder, 'data')], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(`${ODD}\n`);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(server.questions.map(({ user }) => user).join()).toContain('usual trouble');
});

test('what the model understood stands in the call: a replay without any model decides the same', async () => {
  const words = 'the icebox in the sky quit on us no smells';
  await using server = await openOllama(
    always({ ...NOTHING_READ, intent: 'book', service: 'no_cooling', problem_words: 'the icebox in the sky quit' }),
  );
  await using desk = await deskWith(server.url);
  await talk(desk, [words, 'Sarah Miller']);
  const [call] = (await desk.store.calls.list({ limit: 1 })).items;
  const record = await desk.store.calls.one(call?.id ?? '');
  expect(record?.slots['problem']).toMatchObject({ value: { serviceType: 'no_cooling' } });
  expect(record?.transcript.find(({ speaker }) => speaker === 'caller')?.degraded).toBe(false);
  const events = (await desk.store.calls.events(call?.id ?? '')).flatMap(({ at, body }) => {
    const event = conversationEvent(body as KeptEvent);
    return event === null ? [] : [{ event, now: at }];
  });
  const turns = await replayCall(
    events,
    newCall({ playbookDigest: desk.books.current.digest }),
    await desk.context(),
    async (tool) => {
      const entry = await desk.store.transaction((tx) => readJournal(tx, call?.id ?? '', tool.key));
      if (entry === null) throw new Error(`the journal has no ${tool.key}`);
      return entry.outcome;
    },
  );
  const then = record?.transcript.filter(({ speaker }) => speaker === 'us').map(({ acts }) => acts);
  expect(turns.map(({ acts }) => acts)).toEqual(then);
  expect(server.questions).toHaveLength(1);
  expect(await desk.store.modelUse(0)).toMatchObject({ asked: 1, answered: 1 });
});

test("a model that has a price is on the call's bill, once for each utterance; one without is not", async () => {
  await using server = await openOllama(always(NOTHING_READ));
  for (const price of [
    { prompt: 1, answer: 2 },
    { prompt: 0, answer: 0 },
  ]) {
    await using desk = await deskWith(server.url, { price });
    await talk(desk, [ODD, 'my furnace is not heating']);
    const [call] = (await desk.store.calls.list({ limit: 1 })).items;
    const cost = (await desk.store.calls.one(call?.id ?? ''))?.cost?.kinds.find(({ kind }) => kind === 'model');
    const { asked, microDollars } = await desk.store.modelUse(0);
    expect(asked).toBe(2);
    if (price.prompt === 0) expect(cost).toBeUndefined();
    else expect(cost).toMatchObject({ unit: 'token', micros: microDollars, estimate: false });
  }
});

test('words that were understood before are not asked again, and that is told with the costs', async () => {
  await using server = await openOllama(always(NOTHING_READ));
  await using desk = await deskWith(server.url);
  await talk(desk, [ODD]);
  await talk(desk, [ODD]);
  expect(server.questions).toHaveLength(1);
  expect(await desk.store.modelUse(0)).toMatchObject({ asked: 1, answered: 1, cached: 1 });
  const kept = { kind: 'kept_answer', quantity: 1, unit: 'question', micros: 0, estimate: false };
  expect((await desk.costs.reports()).day.kinds).toContainEqual(kept);
  expect((await desk.models?.health())?.detail).toContain('1 of 1 questions answered, 1 not asked again');
});

test('who somebody is and where they live is not kept, nor a number', async () => {
  await using server = await openOllama(({ user }) => ({
    do: 'answer',
    text: JSON.stringify({
      ...NOTHING_READ,
      ...(user.includes('usual') ? { name_words: 'dottie' } : { problem_words: 'call 12' }),
    }),
  }));
  await using desk = await deskWith(server.url);
  for (const words of [ODD, ODD, ASKED, ASKED]) await talk(desk, [words]);
  expect(server.questions).toHaveLength(4);
});

test('no secret goes to a model: neither the gate code nor a card number', async () => {
  await using server = await openOllama(always(NOTHING_READ));
  await using desk = await deskWith(server.url);
  await talk(desk, [
    ...CALL.slice(0, 10),
    'my card is four one one one one one one one one one one one one one one one',
    ...CALL.slice(10),
  ]);
  const sent = JSON.stringify(server.questions.map(({ user }) => user));
  expect(sent).toContain('usual trouble');
  expect(sent).not.toMatch(/1234|four one one|gate code/);
});

test('danger does not wait behind a question to a model, nor does the end of the call', async () => {
  await using server = await openOllama(() => ({ do: 'hang' }));
  await using desk = await deskWith(server.url);
  const call = 'a-call';
  const session = new CallSession(desk, { call, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  let seq = 0;
  const take = (body: CallEvent) =>
    session.take({ type: 'event', call, seq: body.kind === 'speech.partial' ? 0 : ++seq, at: NOW, body });
  await take({
    kind: 'call.started',
    line: 'main',
    from: '',
    to: '100',
    startedAt: NOW,
    engines: { stt: 'text', tts: 'text', bench: false },
  });
  const final = (utterance: string): CallEvent => ({
    kind: 'speech.final',
    utterance,
    text: ODD,
    startMs: 0,
    endMs: 1000,
    times: { endpointMs: 0, sttMs: 0 },
    degraded: false,
  });
  const heard = server.asked();
  const first = take(final('u1'));
  await heard;
  const danger = take({ kind: 'speech.partial', utterance: 'u2', text: 'and now i smell gas in the house' });
  expect((await first).outcome?.acts).toContain('did_not_catch');
  expect((await danger).outcome?.acts[0]).toBe('life_safety');
  const record = await desk.store.calls.one(call);
  expect(record?.transcript.find(({ speaker }) => speaker === 'caller')?.degraded).toBe(true);
});

test('Ollama is cut in the middle of a stream and stays away: the call of a real core goes on and is booked', async () => {
  const behaviour: Behaviour = { do: 'stall', text: JSON.stringify(NOTHING_READ) };
  const server = await openOllama(() => behaviour);
  const folder = newFolder();
  const config = join(folder, 'pilot.yaml');
  const servers = `[{url: "${server.url}", model: "llama3.1:8b", first_ms: 8000}]`;
  await using collector = await openCollector();
  writeFileSync(config, `llm: {deadline_ms: 5000, servers: ${servers}}\ntelemetry: {otlp: "${collector.url}"}\n`);
  const core = new CoreProcess(folder, '2026-11-23T20:10:00-05:00', config);
  await core.start();
  const healthy = async (): Promise<unknown> => {
    const report = (await (await fetch(`http://127.0.0.1:${core.httpPort}/healthz`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    return report.checks.find(({ name }) => name === 'language model')?.ok;
  };
  await expect.poll(healthy, { timeout: 15_000 }).toBe(true);
  const lines = [...CALL];
  const phone = new TextPhone({ socketPath: core.socketPath, from: '', answer: () => lines.shift() ?? null });
  const streaming = server.asked();
  phone.ring();
  await streaming;
  await server.close();
  await phone.ended;
  await phone.settled();
  phone.close();
  await expect.poll(healthy, { timeout: 15_000 }).toBe(false);
  await core.stop();
  const spans = collector.bodies.join('');
  expect(spans).toContain('llm_broken');
  expect(spans).not.toContain('usual trouble');
  const store = await openStore({ file: join(folder, 'pilot.db'), clock: systemClock(), log: silentLog() });
  try {
    const shop = store.for((await store.businesses())[0]?.id ?? '');
    const { items } = await shop.jobs.list({ limit: 10 });
    expect(items).toMatchObject([{ customer: { name: 'Sarah Miller', phone: '+19375550100' } }]);
    expect((await shop.calls.one(phone.call))?.outcome).toBe('booked');
    expect((await shop.modelUse(0)).answered).toBe(0);
  } finally {
    await store[Symbol.asyncDispose]();
  }
});
