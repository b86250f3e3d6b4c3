import { join } from 'node:path';
import type { Log } from '#observe/log.ts';
import type { OwnerConfig } from '#shared/config/owner.ts';
import { PilotError } from '#shared/errors.ts';
import type { LineModes } from '../lines/modes.ts';
import { ownerDesk, type OwnerDesk } from './desk.ts';
import { PinGuard } from './guard.ts';

/**
 * What lets lines be changed by phone; null when no PIN is set.
 * @throws PilotError `owner_pin` when the variable named holds no digest
 */
export const openOwnerDesk = (
  config: OwnerConfig,
  parts: { readonly modes: LineModes; readonly folder: string; readonly now: () => number; readonly log: Log },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): OwnerDesk | null => {
  const digest = config.pin ?? (config.pinEnv === null ? null : (environment[config.pinEnv] ?? ''));
  if (digest === null) return null;
  if (!/^scrypt:\d+:\d+:\d+:[\w-]+:[\w-]+$/.test(digest)) {
    throw new PilotError('owner_pin', `owner.pin_env names ${config.pinEnv}, which holds no digest of a PIN`, {
      fix: `Set ${config.pinEnv} to what pilot line pin prints behind "pin:".`,
    });
  }
  const guard = new PinGuard({ digest, file: join(parts.folder, 'pin-tries.json'), now: parts.now, log: parts.log });
  return ownerDesk((digits) => guard.check(digits), parts.modes, parts.now);
};
