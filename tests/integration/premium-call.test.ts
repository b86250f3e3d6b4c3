import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openHandset } from '#drills/phone/handset.ts';
import { openLinkServer, type LinkHandlers } from '#core/link-server.ts';
import { ElevenLabsServer, MS_PER_CHARACTER, PREMIUM_HERTZ } from '#fakes/elevenlabs-server.ts';
import { VoiceProcess } from '#fakes/voice-process.ts';
import { silentLog } from '#observe/log.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { EngineState } from '#shared/link/messages.ts';
import { linkSocketPath } from '#shared/link/socket.ts';
import { benchModel } from '#voice/speech/engines.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { hear } from './speech-audio.ts';

const ONE = 'We can help with that.';
const TWO = 'What is the best phone number?';
const THREE = 'What is the address of the job?';

const folder = mkdtempSync(join(tmpdir(), 'pilot-premium-'));
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

/** Share of a 20 ms frame's energy that is the premium voice's tone (Goertzel). */
const toneShare = (frame: Int16Array): number => {
  const turn = 2 * Math.cos((2 * Math.PI * PREMIUM_HERTZ) / 8000);
  let [one, two, energy] = [0, 0, 0];
  for (const sample of frame) {
    [one, two] = [sample + turn * one - two, one];
    energy += sample * sample;
  }
  return energy < 1e6 ? 0 : (2 * (one * one + two * two - turn * one * two)) / (frame.length * energy);
};

test('the premium voice says the first sentence, its stream is cut in the second, and the local voice says that and the rest', async () => {
  const provider = await ElevenLabsServer.start('key-of-the-test');
  closing.push(() => provider.close());
  const config = join(folder, 'pilot.yaml');
  writeFileSync(
    config,
    `speech:\n  premium: {provider: elevenlabs, voice: voice-1, key_env: SPEECH_KEY, first_audio_ms: 2000, url: '${provider.url}'}\n`,
  );
  provider.next.push({ kind: 'speaks' }, { kind: 'cuts', after: 0.4 });

  const events: CallEvent[] = [];
  let engines: readonly EngineState[] = [];
  const core: LinkHandlers = {
    onSnapshot: () => undefined,
    onLines: () => undefined,
    onTold: () => undefined,
    onLost: () => undefined,
    onEngines: (_peer, told) => void (engines = told),
    onEvent: (peer, { call, seq, body }) => {
      events.push(body);
      if (seq > 0) peer.acknowledge(call, seq);
      if (body.kind !== 'call.started') return;
      peer.command(call, `${call}/say-1`, seq, {
        kind: 'say',
        sentences: [{ text: ONE }, { text: TWO }, { text: THREE }],
        interruptible: true,
        tier: 'premium',
        premiumCharacters: 1000,
        expect: { kind: 'open', timeoutMs: 60_000 },
      });
    },
  };
  const link = await openLinkServer({ socketPath: linkSocketPath(folder), epoch: 1, log: silentLog() }, core);
  closing.push(() => link.close());
  const voice = new VoiceProcess(folder, { config, env: { SPEECH_KEY: 'key-of-the-test' } });
  closing.push(() => voice.end('SIGTERM'));
  await voice.start();
  await vi.waitFor(() => expect(engines).toMatchObject([{ name: 'premium voice', ok: true }]), 20_000);

  const handset = await openHandset({ host: '127.0.0.1', log: silentLog() });
  closing.push(() => handset.close());
  const call = await handset.ring({ target: `sip:100@127.0.0.1:${voice.sipPort}`, from: '9375550142' });
  const tone: number[] = [];
  const local: Int16Array[] = [];
  call.onFrame((frame) => {
    const premium = toneShare(frame) > 0.8;
    if (premium) tone.push(local.length);
    else local.push(Int16Array.from(frame));
  });
  const done = (): Extract<CallEvent, { kind: 'say.done' }> | undefined =>
    events.find((event) => event.kind === 'say.done');
  await vi.waitFor(() => expect(done()).toBeDefined(), { timeout: 30_000, interval: 100 });
  call.hangup();
  await call.ended;
  await call.close();

  expect(done()).toMatchObject({
    complete: true,
    heardText: `${ONE} ${TWO} ${THREE}`,
    premiumCharacters: ONE.length + TWO.length,
  });
  expect(provider.texts).toEqual([ONE, TWO]);
  // The first sentence whole, and what came of the second.
  const toneMs = tone.length * 20;
  expect(toneMs).toBeGreaterThan((ONE.length + 0.3 * TWO.length) * MS_PER_CHARACTER);
  expect(toneMs).toBeLessThan((ONE.length + 0.5 * TWO.length) * MS_PER_CHARACTER);
  const stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
  closing.push(() => stt.close());
  const heard = await hear(stt, Int16Array.from(local.flatMap((frame) => [...frame])));
  expect(heard).toContain('what is the best phone number');
  expect(heard).toContain('what is the address');
  expect(voice.log).not.toContain('key-of-the-test');
});
