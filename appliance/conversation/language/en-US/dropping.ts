import { tokenize } from './tokens.ts';

/** What is asked for stands at hand: `never mind, cancel it`, `forget it`, `I no longer need you`. */
const AT_HAND =
  /\b(never ?mind|forget (it|about it|the whole thing)|cancel (it|this|that|everything|the booking|the whole thing)|call (it|this|the whole thing) off|scratch that|stop the booking|(dont|do not) (need|want) (you|it|this|anyone|anybody|somebody|a visit|anything)( \w+){0,3} (any ?more|after all|now)|no longer need (you|it|this|anyone)|(it )?(just )?fixed itself|changed my mind)\b|^(please |just |no |okay |actually |oh |um |uh |well )*cancel( please)?$/;
/** A visit that was promised before. */
const BEFORE =
  /\b(cancel|cancell?ing|call off|call) (my|our|the|an|that other) (\w+ ){0,3}(appointment|visit|service call|reservation)\b/;
/** Something else follows: `never mind the dog`, `never mind that is right`. */
const GOES_ON =
  /\b(never ?mind|forget (it|about it)) (the|my|about|what|that|its|it is|thats|i (just|found|see|got)|yes|no|go)\b|\bnot (cancel|forget)\b|\b(dont|do not) (want to )?cancel\b|\bcancel(lation)? (policy|fee)\b|\b(can|could|may) i (still |always )?cancel\b|\bif i (have to |want to )?cancel\b/;

/**
 * What somebody calls off in the midst of a booking: what is being booked, or what may be an earlier visit; null when they
 * go on.
 */
export const readDropping = (text: string): 'at_hand' | 'visit' | null => {
  const words = tokenize(text)
    .map(({ word }) => word)
    .join(' ');
  if (GOES_ON.test(words)) return null;
  if (BEFORE.test(words)) return 'visit';
  return AT_HAND.test(words) ? 'at_hand' : null;
};
