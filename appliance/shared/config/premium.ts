import { resolve } from 'node:path';
import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** A voice outside the box, for callers worth it. Without this block nothing that is said leaves the building. */
export const PremiumFile = Type.Object(
  {
    provider: Type.Literal('elevenlabs'),
    /** The voice's id, as the provider's site shows it. */
    voice: Type.String({ pattern: '^[A-Za-z0-9_-]{4,64}$' }),
    model: Type.Optional(Type.String({ pattern: '^[a-z0-9_.-]+$' })),
    /** Name of the environment variable that holds the key. */
    key_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' })),
    /** File that holds the key alone, in place of `key_env`; relative to the configuration file. */
    key_file: Type.Optional(Type.String({ minLength: 1 })),
    /** Ms a sentence may wait for its first sound before the local voice says it. */
    first_audio_ms: Type.Optional(Type.Integer({ minimum: 200, maximum: 3000 })),
    /** Another address of the provider: a region's. */
    url: Type.Optional(Type.String({ pattern: '^https?://[^ ]+$' })),
  },
  strict,
);

/** Where the key is; never the key itself. */
export interface PremiumConfig {
  readonly voice: string;
  readonly model: string;
  readonly keyEnv: string | null;
  readonly keyFile: string | null;
  readonly firstAudioMs: number;
  readonly url: string | null;
}

/** What the schema cannot say: path below `speech.premium`, and what is wrong there. */
export const premiumFaults = (
  premium: Static<typeof PremiumFile> | undefined,
): { path: readonly string[]; message: string }[] => {
  if (!premium) return [];
  const { key_env: env, key_file: file, url } = premium;
  const faults: { path: readonly string[]; message: string }[] = [];
  if ((env === undefined) === (file === undefined))
    faults.push({ path: [], message: 'say where the key is: key_env or key_file, one of them' });
  if (url !== undefined && !url.startsWith('https://') && !/^http:\/\/(127\.|localhost[:/])/.test(url))
    faults.push({ path: ['url'], message: 'the key would travel in the clear: use https' });
  return faults;
};

/** Fills in the defaults. @param folder relative paths start there */
export const completePremium = (
  premium: Static<typeof PremiumFile> | undefined,
  folder: string,
): PremiumConfig | null =>
  premium
    ? {
        voice: premium.voice,
        model: premium.model ?? 'eleven_flash_v2_5',
        keyEnv: premium.key_env ?? null,
        keyFile: premium.key_file === undefined ? null : resolve(folder, premium.key_file),
        firstAudioMs: premium.first_audio_ms ?? 700,
        url: premium.url ?? null,
      }
    : null;
