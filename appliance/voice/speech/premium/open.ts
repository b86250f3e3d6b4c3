import type { PremiumConfig } from '#shared/config/premium.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import type { PremiumVoice } from '../ports.ts';
import { premiumKey } from './key.ts';
import { PremiumProcess } from './premium-process.ts';

/** A premium voice that cannot be had: the local one speaks, and health says why. */
const absent = (detail: string, fix: string | null): PremiumVoice => ({
  available: false,
  state: { name: 'premium voice', ok: false, detail: `the local voice speaks: ${detail}`, fix },
  async *speak() {
    yield* [];
    throw new Error(detail);
  },
  close: async () => undefined,
});

/** The premium voice of the configuration. It starts behind our back, and a missing key keeps no call from being answered. */
export const openPremium = (config: PremiumConfig, log: Log): PremiumVoice => {
  const { firstAudioMs, model, url, voice } = config;
  let key: string;
  try {
    key = premiumKey(config);
  } catch (error) {
    log.error({ cause: messageOf(error) }, 'the premium voice has no key');
    return absent(messageOf(error), (isPilotError(error) ? error.fix : undefined) ?? null);
  }
  const premium = new PremiumProcess({ settings: { key, voice, model, url }, firstAudioMs, log });
  void premium.start();
  return premium;
};
