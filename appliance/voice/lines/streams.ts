import type { Log } from '#observe/log.ts';
import type { StreamLinesConfig } from '#shared/config/stream-lines.ts';
import { openAudioSocketLine } from './audiosocket/audiosocket.ts';
import type { Line } from './line.ts';

/** Opens the lines beside SIP that are configured. */
export const openStreamLines = async ({ audiosocket }: StreamLinesConfig, log: Log): Promise<Line[]> =>
  audiosocket ? [await openAudioSocketLine(audiosocket, log)] : [];
