import { RungPhone, type Manner } from '#fakes/rung-phone.ts';
import { TestVoice } from '#fakes/call-parts.ts';
import { silentLog } from '#observe/log.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Ear, Listening } from '#voice/calls/ear.ts';
import { VoiceCall } from '#voice/calls/voice-call.ts';
import { peopleOf } from '#voice/lines/people.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { Leg } from '#voice/media/leg.ts';
import type { Media } from '#voice/media/media.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, OutgoingCall } from '#voice/sip/session/call.ts';
import { openTestMedia } from './media-line.ts';

/** Says every sentence in a tenth of a second. */
class QuickVoice extends TestVoice {
  override async *speak(): AsyncGenerator<Int16Array> {
    yield new Int16Array(800).fill(2000);
  }
}

/** A box whose calls the test leads in the place of core, with people to hand callers to. */
export interface TransferBox extends AsyncDisposable {
  readonly line: SipLine;
  readonly events: readonly CallEvent[];
  /** What the ears hear: the caller's first, then one for each person who answered. */
  readonly ears: readonly Listening[];
  /** The call that came in. */
  readonly voice: Promise<VoiceCall>;
  /** Orders the transfer to everybody, in order, once our sentence is said. */
  transfer(): Promise<void>;
  told<K extends CallEvent['kind']>(kind: K): Promise<Extract<CallEvent, { kind: K }>>;
}

interface Options {
  readonly ringMs?: number;
  readonly way?: 'bridge' | 'refer';
  readonly record?: boolean;
  /** SIP URIs of phones that are not ours, rung after those that are. */
  readonly others?: readonly string[];
}

export const openTransferBox = async (
  media: Media,
  addresses: readonly string[],
  options: Options = {},
): Promise<TransferBox> => {
  const line: SipLine = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog() });
  const people = peopleOf({
    agent: line.agent,
    media,
    trunks: [],
    transfer: {
      ringMs: options.ringMs ?? 5000,
      record: options.record ?? false,
      to: addresses.map((address, i) => ({
        name: `person ${i + 1}`,
        number: null,
        address,
        trunk: null,
        way: options.way ?? null,
        when: 'always',
      })),
    },
  });
  const events: CallEvent[] = [];
  const ears: Listening[] = [];
  const taken = Promise.withResolvers<VoiceCall>();
  const openEar = (listening: Listening): Ear => {
    ears.push(listening);
    const nothing = (): void => undefined;
    return {
      hearing: false,
      speaking: false,
      frame: nothing,
      sent: nothing,
      expect: nothing,
      sayBegins: nothing,
      sayAsks: nothing,
      sayEnds: nothing,
      close: nothing,
    };
  };
  line.onCall((incoming) => {
    void incoming.openLeg(media).then((leg) => {
      const voice = new VoiceCall({
        id: 'call',
        line: 'inside',
        incoming,
        leg,
        quality: () => null,
        premium: null,
        tts: new QuickVoice(),
        openEar,
        people,
        engines: { stt: 'test', tts: 'test', bench: true },
        recordingPath: '/nowhere.wav',
        takeMessage: true,
        owner: null,
        messageOnly: false,
        now: () => Date.now(),
        monotonic: () => performance.now(),
        log: silentLog(),
        send: (body) => events.push(body),
        sendVolatile: () => undefined,
        keep: () => undefined,
        onEnded: () => undefined,
      });
      voice.start();
      voice.command('call/say-1', 1, {
        kind: 'say',
        sentences: [{ text: 'Hello.' }],
        interruptible: false,
        tier: 'cost',
        expect: { kind: 'open', timeoutMs: 60_000 },
      });
      taken.resolve(voice);
    });
  });
  const told = async <K extends CallEvent['kind']>(kind: K): Promise<Extract<CallEvent, { kind: K }>> => {
    for (let tries = 0; tries < 1500; tries++) {
      const found = events.find((event): event is Extract<CallEvent, { kind: K }> => event.kind === kind);
      if (found) return found;
      await new Promise((wait) => setTimeout(wait, 10));
    }
    throw new Error(`never told: ${kind}; told ${events.map((event) => event.kind).join(', ')}`);
  };
  return {
    line,
    events,
    ears,
    voice: taken.promise,
    told,
    transfer: async () => {
      const voice = await taken.promise;
      await told('say.done');
      voice.command('call/say-2', 0, {
        kind: 'say',
        sentences: [{ text: 'One moment.' }],
        interruptible: true,
        tier: 'cost',
        expect: null,
      });
      voice.command('call/say-2/transfer', 0, {
        kind: 'transfer',
        to: addresses.map((_, i) => `person ${i + 1}`),
        whisper: {
          opening: [{ text: 'A caller for you.' }],
          briefing: [{ text: 'Sarah Miller is on the line.' }],
          question: [{ text: 'Press one.' }],
        },
      });
    },
    [Symbol.asyncDispose]: async () => {
      const voice = await taken.promise;
      voice.end('the test is over');
      await voice.over;
      await line.close();
    },
  };
};

interface Caller {
  readonly call: OutgoingCall;
  readonly leg: Leg;
  readonly ended: Promise<CallEnd>;
}

/** Such a box with a caller on its line and people at their phones: real SIP and RTP. */
export interface TransferRig extends TransferBox {
  readonly caller: Caller;
  readonly people: readonly RungPhone[];
  result(): Promise<Extract<CallEvent, { kind: 'transfer.result' }>>;
}

export const openTransferRig = async (manners: readonly Manner[], options: Options = {}): Promise<TransferRig> => {
  const media: Media = await openTestMedia();
  const people = await Promise.all(manners.map((manner) => RungPhone.open(media, manner)));
  const box = await openTransferBox(
    media,
    [...people.map(({ address }) => address), ...(options.others ?? [])],
    options,
  );
  const { line } = box;
  const phone: UserAgent = await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog() });
  const leg = await media.openLeg();
  const { address, port } = line.agent.address;
  const call = phone.call({
    target: `sip:100@${address}:${port}`,
    from: `<sip:9375550142@${phone.address.address}:${phone.address.port}>`,
    media: { host: leg.host, port: leg.port },
  });
  call.onMediaChange((agreed) => leg.update(legFormat(agreed)));
  await new Promise<void>((resolve, reject) => {
    call.onAnswered((agreed) => {
      leg.start(legFormat(agreed));
      resolve();
    });
    call.onEnded(({ reason }) => reject(new Error(reason)));
  });
  const ended = new Promise<CallEnd>((resolve) => call.onEnded(resolve));
  await box.told('say.done');
  return {
    ...box,
    caller: { call, leg, ended },
    people,
    result: () => box.told('transfer.result'),
    [Symbol.asyncDispose]: async () => {
      await box[Symbol.asyncDispose]();
      await Promise.all([phone.close(200), ...people.map((one) => one[Symbol.asyncDispose]())]);
      await media.close();
    },
  };
};
