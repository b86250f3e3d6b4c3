import { expect, test } from 'vitest';
import { RtpCaller } from '#fakes/rtp-caller.ts';
import { silentLog } from '#observe/log.ts';
import { espeakVoice } from '#voice/speech/engines.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import type { JobRecord } from '#shared/api/records.ts';
import { Box } from './box.ts';

test('a forked call is written down and never spoken into; nothing is booked, recorded or promised of it', async () => {
  const config = 'sip:\n  trunks:\n    - name: pbx\n      hosts: [127.0.0.1]\n      shadow: true\n';
  const tts = await openTextToSpeech({ voices: [espeakVoice(150)], log: silentLog() });
  try {
    await using box = await Box.start({ config });
    {
      await using fork = await RtpCaller.ring(box.sip, '9375550123');
      for (const words of ['Hi, my furnace stopped working.', 'My name is Sarah Miller.']) {
        await fork.say(await tts.render({ text: words })).over;
        await new Promise((quiet) => setTimeout(quiet, 2_500));
      }
      expect([fork.lastLoudAt, fork.over]).toEqual([0, false]);
    }
    const call = await box.endedCall();
    expect(call).toMatchObject({
      line: 'pbx',
      outcome: 'shadow',
      hasRecording: false,
      tasks: [],
      slots: {},
      endedBy: 'caller',
    });
    expect(call.transcript.map(({ speaker }) => speaker)).toEqual(['caller', 'caller']);
    expect(call.transcript.map(({ text }) => text).join(' ')).toMatch(/furnace/);
    expect((await box.json<{ items: JobRecord[] }>('/api/v1/jobs')).items).toEqual([]);
  } finally {
    await tts.close();
  }
}, 90_000);
