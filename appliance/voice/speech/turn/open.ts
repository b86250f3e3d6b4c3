import { isPilotError, messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import { chooseTurnModel } from '../choice.ts';
import type { TurnDetector } from '../ports.ts';
import { TURN_ENGINE, TurnProcess } from './turn-process.ts';

/** A model that cannot be had: silence and words decide, and health says why. */
const absent = (detail: string, fix: string | null): TurnDetector => ({
  available: false,
  state: { name: TURN_ENGINE, ok: false, detail: `silence alone ends a turn: ${detail}`, fix },
  judge: async () => null,
  close: async () => undefined,
});

/** The end-of-turn model of the configuration. It starts behind our back, and a missing one keeps no call from being answered. */
export const openTurnDetector = (name: string, log: Log): TurnDetector => {
  try {
    const turns = new TurnProcess({ model: chooseTurnModel(name), log });
    void turns.start();
    return turns;
  } catch (error) {
    log.error({ cause: messageOf(error) }, 'the end-of-turn model is not there');
    return absent(messageOf(error), (isPilotError(error) ? error.fix : undefined) ?? null);
  }
};
