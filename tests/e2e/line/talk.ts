import { RtpPeer } from '#fakes/rtp-peer.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import type { Leg } from '#voice/media/leg.ts';
import type { Media } from '#voice/media/media.ts';
import type { LegStats } from '#voice/media/messages.ts';
import type { UserAgentOptions } from '#voice/sip/agent/user-agent.ts';
import { answered, openRig, sdp, type Rig } from './rig.ts';

export interface Talk extends AsyncDisposable {
  readonly rig: Rig;
  readonly rtp: RtpPeer;
  readonly leg: Leg;
  readonly tag: string;
  readonly ok: string;
  readonly heard: { frames: number; loud: number };
  readonly digits: string[];
  readonly timeouts: number[];
  readonly callId: string;
  stats(): LegStats | null;
}

let callIds = 0;

/** A call answered with real media; `offer` gets the far end's RTP port. */
export const talk = async (
  media: Media,
  offer: (port: number) => string = (port) => sdp({ port }),
  options: Partial<UserAgentOptions> = {},
): Promise<Talk> => {
  const leg = await media.openLeg();
  const rig = await openRig({ ...options, media: { host: leg.host, port: leg.port } });
  const rtp = await RtpPeer.open();
  const heard = { frames: 0, loud: 0 };
  const digits: string[] = [];
  const timeouts: number[] = [];
  let stats: LegStats | null = null;
  leg.onFrame((frame) => {
    heard.frames++;
    if (frame.some((sample) => Math.abs(sample) > 500)) heard.loud++;
  });
  leg.onDigit((digit) => digits.push(digit));
  leg.onTimeout((ms) => timeouts.push(ms));
  leg.onStats((now) => {
    stats = now;
  });
  rig.agent.onIncoming((call) => {
    rig.calls.push(call);
    call.onEnded((end) => rig.ends.push(end));
    call.onDigit((digit) => digits.push(digit));
    call.onMediaChange((changed) => {
      leg.update(legFormat(changed));
      leg.hold(changed.direction !== 'sendrecv');
    });
    void call.answer({ host: leg.host, port: leg.port }).then((agreed) => leg.start(legFormat(agreed)));
  });
  const callId = `media-${callIds++}`;
  const { ok, tag } = await answered(rig.peer, callId, { body: offer(rtp.port) });
  rtp.target = { address: leg.host, port: leg.port };
  return {
    rig,
    rtp,
    leg,
    ok,
    tag,
    heard,
    digits,
    timeouts,
    callId,
    stats: () => stats,
    [Symbol.asyncDispose]: async () => {
      await rig[Symbol.asyncDispose]();
      await leg.close();
      await rtp[Symbol.asyncDispose]();
    },
  };
};
