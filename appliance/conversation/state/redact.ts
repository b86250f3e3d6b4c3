import { digitsIn, hideSecrets } from '../language/en-US/templates/spoken-digits.ts';
import type { CallState } from './state.ts';

/**
 * A text of the call without its secrets: gate, door and alarm codes become `[code]`, card numbers `[card]`. Whatever
 * is stored, shown or logged of what was said goes through here. A code whose words could not be read as digits is
 * hidden where it stands.
 * @param state the state the text was said in, before or after its own turn
 */
export const redact = (text: string, state: CallState): string => {
  const code = state.slots.gateCode?.value;
  const plain = code !== undefined && code.length > 2 ? text.replaceAll(code, '[code]') : text;
  return hideSecrets(plain, digitsIn(code ?? ''), state.pending?.act === 'ask_access');
};
