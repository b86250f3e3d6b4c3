import type { FastifyRequest } from 'fastify';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import { PROOF_MS } from '#shared/access/permissions.ts';
import { actorOf, type Principal } from '#shared/access/principal.ts';
import type { AccessState } from '#shared/api/access.ts';
import type { Clock } from '#shared/clock.ts';
import { PilotError } from '#shared/errors.ts';
import type { Visitor } from '#store/access/session.ts';
import type { BusinessStore, Store } from '#store/store.ts';

/** What the routes of access go by. */
export interface AccessParts {
  readonly store: Pick<Store, 'for' | 'whereIs'>;
  /** The business asked about where nothing else is said. */
  readonly businessId: string;
  readonly clock: Clock;
  readonly audit: AuditBook;
  /** What anybody may know of a business. */
  state(businessId: string): Promise<Omit<AccessState, 'in'>>;
}

/** The log of who did what, and the heads of it that are kept elsewhere. */
export interface AuditBook {
  /** Of the key that seals its blocks. */
  readonly publicKey: string;
  /** @throws PilotError `audit.head_file` when it cannot be read */
  heads(businessId: string): Promise<readonly AuditBlock[]>;
}

/** Where somebody is who asks; the Unix socket has no address. */
export const visitorOf = (request: FastifyRequest): Visitor => ({
  address: request.raw.socket.remoteAddress ?? null,
  agent: request.headers['user-agent'] ?? '',
});

/** A person and the session they came by. */
export interface Person {
  readonly shop: BusinessStore;
  readonly userId: string;
  readonly sessionId: string;
  /** Password or code were given just now. */
  readonly proven: boolean;
  readonly actor: string;
}

/** @throws PilotError `access.persons_only` for the box, a token or a device */
export const personOf = ({ store, clock }: Pick<AccessParts, 'store' | 'clock'>, principal: Principal): Person => {
  const { kind, id, businessId, credential } = principal;
  if (kind !== 'user' || credential === undefined)
    throw new PilotError('access.persons_only', 'Only a person who is logged in may do this.', {
      fix: 'Log in on the console.',
    });
  const { id: sessionId, provenAt } = credential;
  const proven = (provenAt ?? 0) + PROOF_MS > clock.now();
  return { shop: store.for(businessId), userId: id, sessionId, proven, actor: actorOf(principal) };
};

/** That of the records. */
export const stateIn =
  (store: Pick<Store, 'for'>): AccessParts['state'] =>
  async (businessId) => {
    const shop = store.for(businessId);
    return { shop: (await shop.shop()).name, claimed: await shop.access.hasOwner() };
  };
