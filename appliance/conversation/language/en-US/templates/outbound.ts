import type { OutboundPurpose } from '#shared/api/outbound.ts';
import type { OutboundScript } from '#shared/link/commands.ts';
import { spokenPhone } from './numbers.ts';

const QUESTION: Readonly<Record<OutboundPurpose, string>> = {
  confirmation: 'Press one or say yes to confirm, or press two and we will call you back.',
  reminder: 'Press one or say yes if that is right, or press two and we will call you back.',
  call_back: 'Press one or say yes if that settles it, or press two and somebody will call you back.',
};

/** What is said to whoever the box calls. A voicemail hears that we called and nothing else. */
export const outboundScript = (
  business: { readonly name: string; readonly phone: string },
  purpose: OutboundPurpose,
  text: string,
): OutboundScript => {
  const fixed = (words: string) => [{ text: words, clip: true }];
  const back = business.phone === '' ? '' : ` at ${spokenPhone(business.phone)}`;
  return {
    opening: fixed(`Hello, this is the automated assistant of ${business.name}.`),
    briefing: [{ text }],
    question: fixed(QUESTION[purpose]),
    yes: fixed('Thank you. Goodbye.'),
    no: fixed('Thank you. Somebody will call you back. Goodbye.'),
    voicemail: fixed(`Hello, this is ${business.name}. Please call us back${back}. Thank you, and goodbye.`),
  };
};
