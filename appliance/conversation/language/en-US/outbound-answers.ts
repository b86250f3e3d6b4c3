/** What comes back when we ring somebody. Texts are as a recognizer or a keyboard prints them. */
const plain = (text: string): string => text.toLowerCase().replace(/['’]/g, '');

/** An answering machine speaks. */
export const isMachine = (text: string): boolean =>
  /\b(after the (tone|beep)|at the (tone|beep)|leave (a|your|me a) (message|name)|you(ve| have) reached|(cannot|cant|unable to) (take|come to|answer) (your call|the phone)|voice ?mail|mailbox|not available (right now|to take)|record your message)\b/.test(
    plain(text),
  );

/** Whoever speaks wants no more calls from us. */
export const wantsNoCalls = (text: string): boolean =>
  /\b((stop|quit) (calling|ringing|phoning)|(dont|do not|never) (ever )?(call|ring|phone) (me|us|here|this|again|back again)|no more calls|(take|remove) (me|us|my number|this number|our number) (off|from)|do not call list)\b/.test(
    plain(text),
  );

/** "Speaking", "this is she": the person we asked for. */
export const isSpeaking = (text: string): boolean =>
  /^(um |uh |yes |yeah |yep |hi |hello )*(speaking|this is (she|he|her|him)|thats me|thats right|you are|its me|i am)\b/.test(
    plain(text).trim(),
  );

/** The person we asked for cannot come to the phone. */
export const isElsewhere = (text: string): boolean =>
  /\b((is|are)?(nt| not) (here|home|in|around|available|at home)|not (here|home|in) (right now|at the moment)|at work|out right now|stepped out|asleep|in the shower|call (back )?later|bad time|busy right now)\b/.test(
    plain(text),
  );

/** Nobody of that name is to be reached there. */
export const isWrongPerson = (text: string): boolean =>
  /\b(wrong (number|person)|(no one|nobody|no) (here |by |with |of )*that name|dont know (any|who|her|him|that)|(doesnt|does not) live here|never heard of|moved away|not (her|his) number)\b/.test(
    plain(text),
  );
