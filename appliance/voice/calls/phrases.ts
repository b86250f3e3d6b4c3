/**
 * What voice says by itself, when core is slow or away. Each filler is said once in a call before any is repeated, so
 * that nobody hears the same sentence twice in a row.
 */
export const FILLERS = [
  'One moment, please.',
  'Bear with me, just a second.',
  'I am still here, one moment longer.',
  'Thank you for your patience.',
  'Just a little longer, please.',
  'I have not forgotten you.',
  'Almost there, thank you for holding.',
] as const;

/** Said when a call comes in and core is not there. Holds the safety advice and the recording notice. */
export const ALONE_GREETING = [
  'Thank you for calling. This is the automated assistant.',
  'If you smell gas, or there is fire or danger, hang up, leave the building and call 911.',
  'Our booking system is away for a moment, and this call is recorded.',
  'After the tone, please say your name, your phone number, your address and what is wrong. We will call you back.',
] as const;

/** Said instead when the owner takes no messages. */
export const ALONE_NO_MESSAGE = [
  'Thank you for calling. This is the automated assistant.',
  'If you smell gas, or there is fire or danger, hang up, leave the building and call 911.',
  'Our booking system is away for a moment. Please call again in a few minutes. Goodbye.',
] as const;

/** Said when the line is switched off and nobody else can be rung. */
export const OFF_GREETING = [
  'Thank you for calling. This is the automated assistant.',
  'If you smell gas, or there is fire or danger, hang up, leave the building and call 911.',
  'Nobody can take your call right now, and this call is recorded.',
  'After the tone, please say your name, your phone number and what it is about. We will call you back.',
] as const;

/** Said instead when the owner takes no messages. */
export const OFF_NO_MESSAGE = [
  'Thank you for calling. This is the automated assistant.',
  'If you smell gas, or there is fire or danger, hang up, leave the building and call 911.',
  'Nobody can take your call right now. Please call again later. Goodbye.',
] as const;

/** Said when core was lost in mid-call and did not come back in time. */
export const ALONE_TAKEOVER = [
  'I am sorry, our booking system does not answer.',
  'After the tone, please tell me anything you want to add. Somebody will call you back.',
] as const;

/** Said to whom we rang when core was lost in mid-call and did not come back in time. */
export const ALONE_OURS = [
  'I am sorry, our booking system does not answer.',
  'Somebody from the office will call you. Goodbye.',
] as const;

export const ALONE_THANKS = ['Thank you. I have your message, and somebody will call you back. Goodbye.'] as const;

export const ALONE_NOTHING_HEARD = ['I did not hear anything. Please call us again. Goodbye.'] as const;

/** Everything above, for the rendered-clip cache. */
export const VOICE_PHRASES: readonly string[] = [
  ...FILLERS,
  ...ALONE_GREETING,
  ...ALONE_NO_MESSAGE,
  ...OFF_GREETING,
  ...OFF_NO_MESSAGE,
  ...ALONE_TAKEOVER,
  ...ALONE_OURS,
  ...ALONE_THANKS,
  ...ALONE_NOTHING_HEARD,
];
