import { PERMISSIONS, PROOF_MS, STEP_UP, type Permission, type Role } from './permissions.ts';

/**
 * Who asks. A credential (session, token, device) belongs to one user in one business, so the business of a request comes from
 * the credential, never from its path or body.
 */
export interface Principal {
  /** `box`: whoever may open core's Unix socket. */
  readonly kind: 'box' | 'user' | 'token' | 'device';
  /** Of the user, the token or the device; `box` of the box. */
  readonly id: string;
  /** As people know them: personal. */
  readonly name: string;
  readonly businessId: string;
  /** Null where permissions do not come of a role. */
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  /** What it comes in by; the box needs none. */
  readonly credential?: Credential;
}

/** A session, token or device. Epoch ms. */
export interface Credential {
  readonly id: string;
  readonly endsAt: number | null;
  /** Used before; null: never, or not so that anybody wrote it down. */
  readonly seenAt: number | null;
  /** When the person last gave password or code; null where nobody can. */
  readonly provenAt: number | null;
}

/** Who acted, as events and history name them: `box`, `user:<id>`, `token:<id>`, `device:<id>`. */
export const actorOf = (principal: Pick<Principal, 'kind' | 'id'>): string =>
  principal.kind === 'box' ? 'box' : `${principal.kind}:${principal.id}`;

/** Whoever may open the Unix socket of this box may do everything with it. */
export const boxPrincipal = (businessId: string): Principal => ({
  kind: 'box',
  id: 'box',
  name: 'this box',
  businessId,
  role: null,
  permissions: new Set(PERMISSIONS),
});

/**
 * Why somebody who holds a permission may not use it at this moment: what weighs much wants a fresh proof of who sits there.
 * @param now epoch ms
 */
export const wantsProof = ({ kind, credential }: Principal, permission: Permission, now: number): boolean =>
  kind === 'user' && STEP_UP.has(permission) && (credential?.provenAt ?? 0) + PROOF_MS <= now;
