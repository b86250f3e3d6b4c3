import type { FastifyInstance } from 'fastify';
import type { RotationStep } from '#shared/api/keys.ts';
import { rotateKeys } from '#shared/api/routes/keys.ts';
import { mount } from './mount.ts';

/** The keys that secrets are sealed with. */
export interface Keys {
  step(): Promise<RotationStep>;
}

export const keyRoutes = (app: FastifyInstance, keys: Keys): void => {
  mount(app, rotateKeys, () => keys.step());
};
