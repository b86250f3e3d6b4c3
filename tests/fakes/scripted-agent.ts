import { silentLog } from '#observe/log.ts';
import { Listening } from '#drills/phone/listening.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openMedia } from '#voice/media/media.ts';
import { openUserAgent } from '#voice/sip/agent/user-agent.ts';
import type { IncomingCall } from '#voice/sip/session/call.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';

/** What the agent says: a first sentence, then one after each turn of the caller; null hangs up. */
export type Script = (heard: string | null, turn: number) => string | null;

export interface ScriptedAgent extends AsyncDisposable {
  /** What to ring: a SIP URI on loopback. */
  readonly address: string;
  /** Every turn of the caller, as heard. */
  readonly heard: readonly string[];
  /** Ends the call in progress from this side. */
  hangup(): void;
  /** How the last call ended. */
  readonly endedBy: Promise<string>;
}

/**
 * A far end over real SIP and RTP that speaks a script: it answers every call, says its line, listens until the caller has
 * been silent for a while, and says the next.
 */
export const openScriptedAgent = async (options: {
  readonly stt: SpeechToText;
  readonly voice: TextToSpeech;
  readonly script: Script;
  readonly quietMs?: number;
}): Promise<ScriptedAgent> => {
  const log = silentLog();
  const agent = await openUserAgent({ host: '127.0.0.1', port: 0, log });
  const media = await openMedia({ host: '127.0.0.1', portRange: { from: 25_000, to: 26_998 }, quarantineMs: 0, log });
  const heard: string[] = [];
  const ended = Promise.withResolvers<string>();
  let live: IncomingCall | null = null;

  const take = async (call: IncomingCall): Promise<void> => {
    const leg = await media.openLeg();
    live = call;
    call.ring();
    leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
    let turn = 0;
    const say = async (text: string | null): Promise<void> => {
      if (text === null) return call.hangup();
      leg.play(`line-${turn++}`, await options.voice.render({ text }), true);
    };
    const listening = new Listening({
      stt: options.stt,
      quietMs: options.quietMs ?? 600,
      patienceMs: options.quietMs ?? 600,
      isComplete: () => true,
      onTurn: ({ text }) => {
        heard.push(text);
        void say(options.script(text, turn));
      },
    });
    leg.onFrame((frame, atMs) => listening.push(frame, atMs));
    call.onEnded((end) => {
      listening.close();
      void leg.close();
      ended.resolve(end.by);
    });
    await say(options.script(null, 0));
  };
  agent.onIncoming((call) => void take(call));

  return {
    address: `sip:shop@${agent.address.address}:${agent.address.port}`,
    heard,
    hangup: () => live?.hangup(),
    endedBy: ended.promise,
    async [Symbol.asyncDispose]() {
      await agent.close();
      await media.close();
    },
  };
};
