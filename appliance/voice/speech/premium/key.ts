import { readFileSync } from 'node:fs';
import type { PremiumConfig } from '#shared/config/premium.ts';
import { messageOf, PilotError } from '#shared/errors.ts';

/**
 * The provider's key, from where the configuration says. It goes to the worker alone, over its pipe.
 * @throws PilotError `config_secret`
 */
export const premiumKey = (
  { keyEnv, keyFile }: Pick<PremiumConfig, 'keyEnv' | 'keyFile'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string => {
  const missing = (what: string, fix: string, cause?: unknown) =>
    new PilotError('config_secret', what, { fix, ...(cause === undefined ? {} : { cause }) });
  if (keyFile !== null) {
    let text: string;
    try {
      text = readFileSync(keyFile, 'utf8').trim();
    } catch (cause) {
      throw missing(
        `speech.premium.key_file cannot be read: ${messageOf(cause)}`,
        'Write the key into that file, readable by this user alone (chmod 600).',
        cause,
      );
    }
    if (text === '') throw missing('speech.premium.key_file is empty', `Write the key into ${keyFile}.`);
    return text;
  }
  const value = environment[keyEnv ?? '']?.trim() ?? '';
  if (value === '')
    throw missing(
      `speech.premium.key_env names ${keyEnv}, which is not set`,
      `Set the environment variable ${keyEnv}, or take speech.premium out.`,
    );
  return value;
};
