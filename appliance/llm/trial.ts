import { createHmac } from 'node:crypto';
import type { LlmTrial } from '#shared/config/llm.ts';

/** Whose turn it is to be asked first: the model that is asked anyway, or the one that is tried. */
export type Arm = 'usual' | 'trial';

const BYTES = 6;

/**
 * The arm of a call: the same for this call and this pair of models, whenever it is asked, and told by nothing a caller can choose.
 * @param key secret, 32 bytes
 */
export const armOf = (call: string, { share, task, trial, usual }: LlmTrial, key: Buffer): Arm => {
  const parts = [task, usual.server, usual.model, trial.server, trial.model, call];
  const digest = createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, BYTES) < share * 2 ** (8 * BYTES) ? 'trial' : 'usual';
};
