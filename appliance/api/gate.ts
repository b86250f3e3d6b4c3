import type { FastifyRequest } from 'fastify';
import type { Route } from '#shared/api/define-route.ts';
import type { Permission } from '#shared/access/permissions.ts';
import type { Principal } from '#shared/access/principal.ts';
import { PilotError } from '#shared/errors.ts';

/** Tells who asks. */
export interface Gate {
  /** Null: nobody that this box knows. */
  principalOf(request: FastifyRequest): Promise<Principal | null>;
  /** Whether they must give password or code first, for what weighs much; left out: never. */
  wantsProof?(principal: Principal, permission: Permission): boolean;
}

export const accessNone = (): PilotError =>
  new PilotError('access.none', 'This box does not know who asks.', { fix: 'Log in, or send a token that is valid.' });

export const accessRefused = (permission: Permission): PilotError =>
  new PilotError('access.refused', `This takes the permission ${permission}.`, {
    fix: 'Ask the owner for it, or use a token that has it.',
  });

export const proofNeeded = (): PilotError =>
  new PilotError('access.proof_needed', 'This takes your password, or a code, once more.', {
    fix: 'Give it (POST /api/v1/access/proof), then ask again within ten minutes.',
  });

/**
 * Lets in whoever may ask this route, before anything of the request but its head is read.
 * @throws PilotError `access.none`, `access.refused`, `access.proof_needed`
 */
export const admit = async (gate: Gate, { permission }: Route, request: FastifyRequest): Promise<Principal | null> => {
  const principal = await gate.principalOf(request);
  if (permission === 'anyone') return principal;
  if (principal === null) throw accessNone();
  if (permission === 'somebody') return principal;
  if (!principal.permissions.has(permission)) throw accessRefused(permission);
  if (gate.wantsProof?.(principal, permission) === true) throw proofNeeded();
  return principal;
};
