import type { VoiceMessage } from '#shared/link/messages.ts';

/** What voice tells of a call, with its number within the call. */
export type EventMessage = Extract<VoiceMessage, { type: 'event' }>;
