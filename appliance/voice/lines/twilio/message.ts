import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Twilio writes some numbers as text. */
const Digits = Type.Union([Type.Number(), Type.String()]);

/**
 * What Twilio sends over a media stream (twilio.com/docs/voice/media-streams/websocket-messages), one JSON object a text frame.
 * What is not used is not looked at: `sequenceNumber`, `chunk` and `timestamp` say nothing that the order of a TCP stream does not.
 */
const Start = Type.Object({
  event: Type.Literal('start'),
  start: Type.Object({
    streamSid: Type.String({ minLength: 1 }),
    callSid: Type.String({ minLength: 1 }),
    customParameters: Type.Optional(Type.Record(Type.String(), Type.String())),
    mediaFormat: Type.Object({ encoding: Type.String(), sampleRate: Digits, channels: Digits }),
  }),
});

const TwilioMessage = Type.Union([
  Type.Object({ event: Type.Literal('connected') }),
  Start,
  Type.Object({
    event: Type.Literal('media'),
    streamSid: Type.String(),
    media: Type.Object({ payload: Type.String(), track: Type.Optional(Type.String()) }),
  }),
  Type.Object({
    event: Type.Literal('dtmf'),
    streamSid: Type.String(),
    dtmf: Type.Object({ digit: Type.String() }),
  }),
  Type.Object({
    event: Type.Literal('mark'),
    streamSid: Type.String(),
    mark: Type.Object({ name: Type.String() }),
  }),
  Type.Object({ event: Type.Literal('stop') }),
]);
export type TwilioMessage = Static<typeof TwilioMessage>;
export type TwilioStart = Static<typeof Start>['start'];

const check = Compile(TwilioMessage);

/** Null for anything that is no message we know: Twilio may send new ones. */
export const readTwilioMessage = (text: string): TwilioMessage | null => {
  try {
    const value: unknown = JSON.parse(text);
    return check.Check(value) ? value : null;
  } catch {
    return null;
  }
};

/** Whether a stream is what Twilio says streams are: mu-law, 8 kHz, one channel. */
export const isTelephone = ({ mediaFormat }: TwilioStart): boolean =>
  mediaFormat.encoding === 'audio/x-mulaw' &&
  Number(mediaFormat.sampleRate) === 8000 &&
  Number(mediaFormat.channels) === 1;

export const mediaMessage = (streamSid: string, octets: Buffer): string =>
  JSON.stringify({ event: 'media', streamSid, media: { payload: octets.toString('base64') } });

export const markMessage = (streamSid: string, name: string): string =>
  JSON.stringify({ event: 'mark', streamSid, mark: { name } });

export const clearMessage = (streamSid: string): string => JSON.stringify({ event: 'clear', streamSid });
