import { OutboundPurpose } from '#shared/api/outbound.ts';
import { PilotError } from '#shared/errors.ts';

const PURPOSES: readonly OutboundPurpose[] = OutboundPurpose.anyOf.map((one) => one.const);

/**
 * Why the box is to ring, as it was typed.
 * @param command for the message
 * @throws PilotError `usage`
 */
export const purposeNamed = (command: string, typed: string): OutboundPurpose => {
  const purpose = PURPOSES.find((one) => one === typed);
  if (purpose !== undefined) return purpose;
  throw new PilotError('usage', `pilot ${command}: there are no calls of the kind ${JSON.stringify(typed)}`, {
    fix: `Use one of ${PURPOSES.join(', ')}.`,
  });
};
