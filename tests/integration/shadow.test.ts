import { expect, it } from 'vitest';
import { silentLog } from '#observe/log.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Listening } from '#voice/calls/ear.ts';
import { ShadowCall } from '#voice/calls/shadow-call.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import { serializeRtp } from '#voice/media/rtp.ts';
import { openUserAgent } from '#voice/sip/agent/user-agent.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { openPeer, openTestMedia } from './media-line.ts';

it('a forked call is answered to listen only: its sound is heard, its words are told, and not one packet goes back', async () => {
  const media = await openTestMedia();
  const fork = await openPeer();
  const line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog() });
  const pbx = await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog() });
  const events: CallEvent[] = [];
  const heard: number[] = [];
  const ears: Listening[] = [];
  const taken = Promise.withResolvers<ShadowCall>();
  line.onCall((incoming) => {
    void incoming.openLeg(media).then((leg) => {
      const call = new ShadowCall({
        id: 'shadow',
        line: 'pbx',
        incoming,
        leg,
        openEar: (listening) => {
          ears.push(listening);
          const nothing = (): void => undefined;
          return {
            hearing: false,
            speaking: false,
            frame: (frame) => void heard.push(Math.max(...frame)),
            sent: nothing,
            expect: nothing,
            sayBegins: nothing,
            sayAsks: nothing,
            sayEnds: nothing,
            close: nothing,
          };
        },
        quality: () => null,
        engines: { stt: 'test', tts: 'none', bench: true },
        now: () => Date.now(),
        log: silentLog(),
        send: (body) => events.push(body),
        sendVolatile: () => undefined,
        onEnded: () => undefined,
      });
      call.start();
      taken.resolve(call);
    });
  });
  let speak: NodeJS.Timeout | undefined;
  try {
    const { address, port } = line.agent.address;
    const call = pbx.call({
      target: `sip:100@${address}:${port}`,
      from: '<sip:9375550123@127.0.0.1>',
      media: { host: '127.0.0.1', port: fork.port },
    });
    const agreed = await new Promise<NegotiatedMedia>((resolve, reject) => {
      call.onAnswered(resolve);
      call.onEnded(({ reason }) => reject(new Error(reason)));
    });
    // As the PBX sees it.
    expect(agreed.direction).toBe('sendonly');
    const shadow = await taken.promise;
    let sequence = 0;
    speak = setInterval(() => {
      const payload = new Uint8Array(160).fill(0x90);
      const head = { marker: false, payloadType: 0, ssrc: 7, sequence, timestamp: sequence * 160 };
      fork.socket.send(serializeRtp({ ...head, payload }), agreed.remotePort, agreed.remoteHost);
      sequence += 1;
    }, 20);
    await expect.poll(() => heard.filter((level) => level > 1000).length, { timeout: 10_000 }).toBeGreaterThan(20);
    clearInterval(speak);
    const words = { utterance: 'u1', startMs: 10, endMs: 900, endpointMs: 300, sttMs: 5, degraded: false };
    ears[0]?.final({ ...words, text: 'my furnace is out' });
    ears[0]?.final({ ...words, utterance: 'u2', text: '' });
    shadow.command();
    expect(fork.packets).toEqual([]);
    call.hangup();
    await shadow.over;
    expect(events).toMatchObject([
      { kind: 'call.started', line: 'pbx', from: '9375550123', shadow: true },
      { kind: 'speech.final', text: 'my furnace is out' },
      { kind: 'call.ended', by: 'caller' },
    ]);
    expect(events).toHaveLength(3);
  } finally {
    clearInterval(speak);
    await Promise.all([line.close(), pbx.close(200)]);
    fork.close();
    await media.close();
  }
});
