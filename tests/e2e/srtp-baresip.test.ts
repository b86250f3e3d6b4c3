import { expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import { openMedia } from '#voice/media/media.ts';
import type { LegStats } from '#voice/media/messages.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { SteeredBaresip } from './baresip/steered.ts';

/** `srtp` offers keys in RTP/AVP, `srtp-mand` RTP/SAVP. */
test.each(['srtp', 'srtp-mand'])(
  'SRTP SDES: baresip with mediaenc=%s rings, is heard and hears, holds, presses keys and hangs up; it is rung and heard (RFC 3711, RFC 4568)',
  async (mediaenc) => {
    await using media = await openMedia({
      host: '127.0.0.1',
      portRange: { from: 28_240, to: 28_259 },
      statsEveryMs: 100,
      log: silentLog(),
    });
    const line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog() }, [
      completeTrunk({ name: 'main', hosts: ['127.0.0.1/32'], srtp: 'required' }),
    ]);
    const changes: NegotiatedMedia[] = [];
    const ends: CallEnd[] = [];
    let keys = '';
    let loud = 0;
    let stats: LegStats | null = null;
    const take = async (call: IncomingCall): Promise<void> => {
      const leg = await media.openLeg();
      leg.onFrame((frame) => {
        if (frame.some((sample) => Math.abs(sample) > 1000)) loud++;
      });
      leg.onDigit((digit) => (keys += digit));
      leg.onStats((now) => (stats = now));
      call.onEnded((end) => ends.push(end));
      call.onMediaChange((agreed) => {
        changes.push(agreed);
        leg.update(legFormat(agreed));
      });
      leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
    };
    line.agent.onIncoming((call) => void take(call));
    try {
      await using phone = await SteeredBaresip.start({ account: `;mediaenc=${mediaenc}`, modules: ['srtp.so'] });
      phone.command('dial', `sip:shop@127.0.0.1:${line.agent.address.port}`);
      await phone.event('CALL_ESTABLISHED');
      await expect.poll(() => loud, { timeout: 5_000 }).toBeGreaterThan(20);
      phone.command('hold');
      await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('recvonly');
      phone.command('resume');
      await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('sendrecv');
      const before = loud;
      await expect.poll(() => loud - before, { timeout: 5_000 }).toBeGreaterThan(20);
      for (const key of ['4', '#']) phone.command('sndcode', key);
      await expect.poll(() => keys, { timeout: 5_000 }).toBe('4#');
      // Its reports tell that it hears us; baresip sends one each five seconds.
      await expect.poll(() => stats?.peerLoss, { timeout: 12_000 }).toBe(0);
      expect(stats).toMatchObject({ srtp: { suite: expect.stringContaining('AES_CM_128_HMAC_SHA1_'), replayed: 0 } });
      phone.command('hangup');
      await expect.poll(() => ends, { timeout: 5_000 }).toMatchObject([{ by: 'remote' }]);

      const leg = await media.openLeg();
      let heard = 0;
      leg.onFrame((frame) => {
        if (frame.some((sample) => Math.abs(sample) > 1000)) heard++;
      });
      const call = line.agent.call({
        target: `sip:phone@127.0.0.1:${phone.port}`,
        from: '<sip:shop@127.0.0.1>',
        trunk: 'main',
        media: { host: leg.host, port: leg.port },
      });
      call.onAnswered((agreed) => leg.start(legFormat(agreed)));
      await expect.poll(() => heard, { timeout: 8_000 }).toBeGreaterThan(20);
      call.hangup();
      await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);
      await leg.close();
    } finally {
      await line.close();
    }
  },
  60_000,
);
