import { Compile } from 'typebox/compile';
import { PilotError, messageOf } from '../errors.ts';
import { CoreMessage, VoiceMessage } from './messages.ts';

const voiceCheck = Compile(VoiceMessage);
const coreCheck = Compile(CoreMessage);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PilotError('link_message', `the link carried something that is not JSON: ${messageOf(cause)}`, { cause });
  }
};

const refuse = (side: string, errors: readonly { instancePath: string; message: string }[]): never => {
  const first = errors[0];
  throw new PilotError(
    'link_message',
    `a message from ${side} does not fit the protocol: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
    {
      fix: 'Run voice and core of the same release.',
    },
  );
};

/** @throws PilotError `link_message` */
export const readVoiceMessage = (text: string): VoiceMessage => {
  const value = parse(text);
  return voiceCheck.Check(value) ? value : refuse('voice', voiceCheck.Errors(value));
};

/** @throws PilotError `link_message` */
export const readCoreMessage = (text: string): CoreMessage => {
  const value = parse(text);
  return coreCheck.Check(value) ? value : refuse('core', coreCheck.Errors(value));
};

export const writeMessage = (message: VoiceMessage | CoreMessage): string => JSON.stringify(message);
