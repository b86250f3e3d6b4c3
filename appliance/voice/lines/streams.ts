import type { Log } from '#observe/log.ts';
import type { StreamLinesConfig } from '#shared/config/stream-lines.ts';
import { openAudioSocketLine } from './audiosocket/audiosocket.ts';
import type { Line } from './line.ts';
import { openTwilioLine } from './twilio/twilio.ts';

/**
 * Opens the lines beside SIP that are configured.
 * @throws PilotError `twilio_token_missing`
 */
export const openStreamLines = async ({ audiosocket, twilio }: StreamLinesConfig, log: Log): Promise<Line[]> =>
  Promise.all([
    ...(audiosocket ? [openAudioSocketLine(audiosocket, log)] : []),
    ...(twilio ? [openTwilioLine(twilio, log)] : []),
  ]);
