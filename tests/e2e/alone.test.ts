import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Listening } from '#drills/phone/listening.ts';
import { openHandset } from '#drills/phone/handset.ts';
import { CoreProcess } from '#fakes/core-process.ts';
import { VoiceProcess } from '#fakes/voice-process.ts';
import { silentLog } from '#observe/log.ts';
import type { CallRecord, CallSummary } from '#shared/api/records.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';

const folder = mkdtempSync(join(tmpdir(), 'pilot-alone-'));
const core = new CoreProcess(folder, '2026-03-04T20:10:00-05:00');
const voice = new VoiceProcess(folder);
afterEach(async () => {
  await voice.end('SIGTERM');
  await core.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Rings, waits for the tone to be announced, leaves a message, and lets the box hang up. */
const leaveMessage = async (text: string): Promise<string> => {
  const stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
  const tts = await openTextToSpeech({ voices: [espeakVoice(150)], log: silentLog() });
  const handset = await openHandset({ host: '127.0.0.1', log: silentLog() });
  try {
    const call = await handset.ring({ target: `sip:100@127.0.0.1:${voice.sipPort}`, from: '9375550142' });
    let heard = '';
    const announced = new Promise<void>((resolve) => {
      const listening = new Listening({
        stt,
        quietMs: 700,
        patienceMs: 1200,
        isComplete: (words) => words.includes('back'),
        onTurn: (turn) => {
          heard += ` ${turn.text}`;
          if (heard.includes('call you back')) resolve();
        },
      });
      call.onFrame((frame, atMs) => listening.push(frame, atMs));
    });
    await announced;
    await call.play(await tts.render({ text }));
    await call.ended;
    await call.close();
    return heard;
  } finally {
    await handset.close();
    await stt.close();
    await tts.close();
  }
};

test('core is not there: the caller leaves a message, and it survives the death of voice too', async () => {
  await voice.start();
  const heard = await leaveMessage('My name is Sarah Miller. My furnace stopped working. Please call me back.');
  expect(heard).toMatch(/gas|nine one one|leave the building/);
  expect(readdirSync(join(folder, 'spool')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  await voice.end('SIGKILL');

  await core.start();
  await voice.start();
  await vi.waitFor(
    async () => {
      const base = `http://127.0.0.1:${core.httpPort}/api/v1/calls`;
      const { items } = (await (await fetch(base)).json()) as { items: CallSummary[] };
      expect(items).toHaveLength(1);
      const call = (await (await fetch(`${base}/${items[0]?.id}`)).json()) as CallRecord;
      expect(call).toMatchObject({ outcome: 'message', from: '9375550142', hasRecording: true });
      expect(call.tasks).toHaveLength(1);
      expect(call.tasks[0]?.text).toContain('furnace');
    },
    { timeout: 10_000, interval: 200 },
  );
  await vi.waitFor(() => expect(readdirSync(join(folder, 'spool'))).toEqual([]), 5000);
});
