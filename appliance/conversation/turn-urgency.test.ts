import { describe, expect, test } from 'vitest';
import { ring, TextCall, wordsOf } from '#fakes/text-call.ts';

describe('what one layer hears and another puts aside', () => {
  const PAST = 'we had a gas leak last year and now i want a tune up';

  test('is asked back once, before anything else, and a no goes on to the matter', async () => {
    const call = await ring();
    const asked = await call.say(PAST);
    expect(asked).toMatchObject({ acts: ['ack_problem', 'ask_now'], urgency: 'routine' });
    expect(wordsOf(asked)).toContain('is there any gas smell, smoke, sparks, or an alarm right now?');
    const next = await call.say('no');
    expect(next.acts).not.toContain('life_safety');
    const later = await call.say(PAST);
    expect(later.acts).not.toContain('ask_now');
    expect(call.outcomes.flatMap((outcome) => outcome.acts)).not.toContain('ask_safety');
  });

  test('is life safety after a yes, with the script of its danger', async () => {
    const call = await ring({ from: '9375550000' });
    const outcome = await call.play([PAST, 'yes']);
    expect(outcome).toMatchObject({ urgency: 'life_safety', acts: ['life_safety', 'on_call_told'] });
    expect(wordsOf(outcome)).toContain('gas company');
    expect(call.shop.alerts).toHaveLength(1);
  });

  test.each(['maybe', "I'm not sure", 'i do not know', 'a little', 'i think so'])(
    '%s: is no denial: what they smell or see is asked, with the advice to leave',
    async (words) => {
      for (const lead of [[PAST], ['my furnace stopped working it is making a noise', 'no']]) {
        const call = await ring();
        const asked = await call.play(lead);
        expect(['ask_now', 'ask_safety']).toContain(asked.acts.at(-1));
        const outcome = await call.say(words);
        expect(outcome.acts).toContain('ask_hazard');
        expect(wordsOf(outcome)).toContain('leave now and call nine one one from outside');
        expect((await call.say('i just cannot tell')).acts).toContain('life_safety');
      }
    },
  );

  test('a safety question that is never answered ends in the advice, whatever else', async () => {
    const call = await ring({ from: '9375550000' });
    await call.play(['my furnace stopped working it is making a noise', 'no']);
    const last = await call.play(['brzl', 'grmpf', 'brzl']);
    expect(last.ended).toBe(true);
    expect(wordsOf(last)).toContain('leave now and call nine one one from outside');
  });

  test('an unclear answer leaves it to the safety question', async () => {
    const call = await ring();
    const outcome = await call.play([PAST, 'um well', 'it is ten years old']);
    expect(outcome.acts).toContain('ask_safety');
  });

  test.each([
    ['yes it is', 'emergency'],
    ["no it's fine now", 'routine'],
  ] as const)('about property, %s: %s', async (answer, urgency) => {
    const call = await ring();
    expect((await call.say('the pipe burst last week and it was repaired')).acts).toContain('ask_now');
    expect((await call.say(answer)).urgency).toBe(urgency);
  });

  test('never stands before advice: present danger in the same breath is life safety at once', async () => {
    const call = await ring();
    const outcome = await call.say('we had a gas leak last year and now there is smoke in the kitchen');
    expect(outcome.acts[0]).toBe('life_safety');
  });

  test('a plain denial is no doubt', async () => {
    const call = await ring();
    expect((await call.say('my furnace is not heating and i do not smell gas')).acts).not.toContain('ask_now');
  });
});

describe('while the caller still speaks', () => {
  test.each([
    'we had a gas leak at our',
    'my sister had carbon monoxide in her',
    'the smoke detector',
    'if i smell gas do you',
    'i was shocked by how',
  ])('%s ...: the end of the sentence is waited for', async (text) => {
    const call = await ring();
    expect((await call.send({ kind: 'partial', utterance: 'u1', text })).acts).toEqual([]);
  });

  test.each(['i smell gas in the', 'there is smoke coming from the', 'the alarm for carbon monoxide is going off and'])(
    '%s ...: the script comes at once',
    async (text) => {
      const call = await ring();
      expect((await call.send({ kind: 'partial', utterance: 'u1', text })).acts[0]).toBe('life_safety');
    },
  );
});

describe('what several turns and the shop know together', () => {
  const FURNACE = "my furnace won't kick on";
  const withOutdoor = async (outdoorTempF: number): Promise<TextCall> => {
    const call = new TextCall();
    Object.assign(call.context, { outdoorTempF });
    await call.start();
    return call;
  };

  test.each([
    [39, 'emergency'],
    [45, 'urgent'],
  ])("no heat at %i degrees outside, by the shop's own thermometer: %s", async (degrees, urgency) => {
    expect((await (await withOutdoor(degrees)).say(FURNACE)).urgency).toBe(urgency);
  });

  test('what the caller says of the weather comes before what the shop measures', async () => {
    expect((await (await withOutdoor(70)).say(`${FURNACE} and it is ten degrees outside`)).urgency).toBe('emergency');
  });

  test('an old person named later makes an emergency of no heat, in mild weather not', async () => {
    const cold = await ring();
    expect((await cold.say(FURNACE)).acts).toContain('ask_detail');
    expect((await cold.say('yes my mother is ninety')).urgency).toBe('emergency');
    expect((await (await withOutdoor(72)).play([FURNACE, 'yes my mother is ninety'])).urgency).toBe('urgent');
  });

  const FRAIL_AC = 'my ac is out and i have a newborn';
  const at = async (day: string, outdoorTempF?: number): Promise<TextCall> => {
    const call = new TextCall();
    const now = Date.parse(`${day}T20:10:00-05:00`);
    Object.assign(call.context, { now, ...(outdoorTempF === undefined ? {} : { outdoorTempF }) });
    await call.start();
    return call;
  };

  test.each([
    ['2026-07-15', undefined, FRAIL_AC, 'emergency'],
    ['2026-11-23', undefined, FRAIL_AC, 'emergency'],
    ['2026-01-15', undefined, FRAIL_AC, 'urgent'],
    ['2026-01-15', undefined, `${FRAIL_AC} and it is so hot in here`, 'emergency'],
    ['2026-01-15', undefined, `${FRAIL_AC} and the hot water is fine`, 'urgent'],
    ['2026-01-15', 82, FRAIL_AC, 'emergency'],
    ['2026-07-15', 70, FRAIL_AC, 'urgent'],
    ['2026-07-15', undefined, `${FRAIL_AC} it is seventy two degrees in here`, 'urgent'],
    ['2026-01-15', undefined, `${FRAIL_AC} it is eighty three degrees in here`, 'emergency'],
  ] as const)('no cooling on %s at %s degrees outside: %s: %s', async (day, degrees, words, urgency) => {
    const call = await at(day, degrees);
    expect((await call.say(words)).urgency).toBe(urgency);
  });

  test('where nobody knows how warm it is, the one question is for that, and settles it', async () => {
    for (const [answer, urgency] of [
      ['about eighty five degrees', 'emergency'],
      ['about seventy degrees', 'urgent'],
    ] as const) {
      const call = await at('2026-01-15');
      expect(wordsOf(await call.say(FRAIL_AC))).toContain('how warm is it inside');
      expect((await call.say(answer)).urgency).toBe(urgency);
    }
  });

  const FRAIL_HEAT = 'my furnace is out and i have a newborn';
  test.each([
    ['2026-01-15', undefined, FRAIL_HEAT, 'emergency'],
    ['2026-10-20', undefined, FRAIL_HEAT, 'emergency'],
    ['2026-07-15', undefined, FRAIL_HEAT, 'urgent'],
    ['2026-07-15', undefined, `${FRAIL_HEAT} and it is so cold in here`, 'emergency'],
    ['2026-07-15', 50, FRAIL_HEAT, 'emergency'],
    ['2026-01-15', 72, FRAIL_HEAT, 'urgent'],
  ] as const)('no heat on %s at %s degrees outside: %s: %s', async (day, degrees, words, urgency) => {
    const call = await at(day, degrees);
    expect((await call.say(words)).urgency).toBe(urgency);
  });

  test.each([
    ['fifty five', 'emergency'],
    ['about seventy degrees', 'urgent'],
  ] as const)('no heat in mild weather: how warm it is is asked, and "%s" is %s', async (answer, urgency) => {
    const told = await at('2026-07-15');
    expect(wordsOf(await told.say(FRAIL_HEAT))).toContain('how warm is it inside');
    expect((await told.say(answer)).urgency).toBe(urgency);
    const asked = await at('2026-07-15');
    await asked.say('my furnace is out');
    expect(wordsOf(await asked.say('yes my mother is ninety'))).toContain('how warm is it inside');
    expect((await asked.say(answer)).urgency).toBe(urgency);
  });

  test('a cold house told of later makes an emergency of no heat', async () => {
    const call = await ring();
    await call.say(FURNACE);
    expect((await call.say('no but it is fifty two degrees in here')).urgency).toBe('emergency');
  });

  test.each([
    ['there is a leak under my sink', /shut the water off/, 'no'],
    ['my toilet is clogged', /only toilet/, 'yes'],
    ['half my house is dead', /brighter or dimmer/, 'yes'],
  ])('after hours the one question tells what cannot wait: %s', async (problem, question, grave) => {
    const call = await ring();
    expect(wordsOf(await call.say(problem))).toMatch(question);
    expect((await call.say(grave)).urgency).toBe('emergency');
    const calm = await ring();
    expect((await calm.play([problem, grave === 'no' ? 'yes' : 'no'])).urgency).not.toBe('emergency');
  });
});

test.each([
  'my husband got shocked hes on the floor',
  'my wife got electrocuted',
  'oh my god the dryer is on fire',
  'wait there is smoke in the hallway',
])('danger told where a name is asked for is no name: %s', async (words) => {
  const call = await ring();
  const asked = await call.play(['my kitchen sink is clogged', 'just the one sink', 'no nothing like that']);
  expect(asked.acts).toContain('ask_name');
  expect((await call.say(words)).acts).toContain('life_safety');
});

test('a name that sounds of danger stays a name', async () => {
  const call = await ring();
  await call.play(['my kitchen sink is clogged', 'just the one sink', 'no nothing like that']);
  for (const words of ['arlo sparks', 'my name is carl burns']) expect((await call.say(words)).urgency).toBe('routine');
});

describe('work of ours that did not last', () => {
  test.each([
    'you fixed it and it is still leaking',
    'your technician fixed our water heater last week and now it is leaking again',
    'you guys were here yesterday and the toilet is leaking again',
    'i paid you to fix this drain and it is backed up again',
  ])('"%s" goes to the office as urgent, and wakes nobody', async (words) => {
    const call = await ring({ from: '9375550142' });
    const outcome = await call.say(words);
    expect(outcome.acts[0]).toBe('sorry_to_hear');
    await call.play(['yes']);
    expect(call.shop.messages).toMatchObject([{ reason: 'complaint', urgency: 'urgent', text: words }]);
    expect(call.shop.escalations).toEqual([]);
  });

  test('that is an emergency by itself is seen to as one', async () => {
    const call = await ring({ from: '9375550142' });
    const outcome = await call.say('you fixed it and now water is pouring through the ceiling');
    expect(outcome.urgency).toBe('emergency');
    expect(outcome.acts).not.toContain('sorry_to_hear');
    expect((await (await ring()).say('you fixed it and it is still leaking and i cant shut it off')).urgency).toBe(
      'emergency',
    );
  });

  test('is not what the caller or others did', async () => {
    const call = await ring();
    expect((await call.say('my husband fixed it and it is still leaking')).urgency).toBe('emergency');
  });
});
