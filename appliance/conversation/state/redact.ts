import { digitRuns, hideSecrets } from '../language/en-US/templates/spoken-digits.ts';
import type { CallState } from './state.ts';

const digitsOf = (code: string | undefined): string =>
  code === undefined ? '' : digitRuns(code).map((run) => run.digits).join('') || code.replace(/\D/g, '');

/**
 * A text of the call without its secrets: gate, door and alarm codes become `[code]`, card numbers `[card]`. Whatever
 * is stored, shown or logged of what was said goes through here. A code whose words could not be read as digits is
 * hidden where it stands.
 * @param state the state after the turn in which the text was said
 */
export const redact = (text: string, state: CallState): string => {
  const code = state.slots.gateCode?.value;
  const plain = code !== undefined && code.length > 2 ? text.replaceAll(code, '[code]') : text;
  const codeAsked = state.pending?.act === 'ask_access' || (state.slots.gateCode !== undefined && lastAsked(state) === 'ask_access');
  return hideSecrets(plain, digitsOf(code), codeAsked);
};

/** The question of the turn before the last say: what the text just stored was an answer to. */
const lastAsked = (state: CallState): string | null => state.history.at(-2)?.acts.at(-1) ?? null;

/** The state without its secrets, and the secrets apart: a checkpoint keeps them in encrypted fields only. */
export interface Sealed {
  readonly state: CallState;
  readonly secrets: { readonly gateCode: string | null };
}

export const takeSecretsOut = (state: CallState): Sealed => {
  const { gateCode } = state.slots;
  if (!gateCode) return { state, secrets: { gateCode: null } };
  return {
    state: { ...state, slots: { ...state.slots, gateCode: { ...gateCode, value: '' } } },
    secrets: { gateCode: gateCode.value },
  };
};

export const putSecretsBack = ({ state, secrets }: Sealed): CallState => {
  const { gateCode } = state.slots;
  if (!gateCode || secrets.gateCode === null) return state;
  return { ...state, slots: { ...state.slots, gateCode: { ...gateCode, value: secrets.gateCode } } };
};
