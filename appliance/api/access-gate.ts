import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { wantsProof, boxPrincipal, type Principal } from '#shared/access/principal.ts';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import { PilotError } from '#shared/errors.ts';
import { SEEN_EVERY_MS, touch } from '#store/access/session.ts';
import type { Store } from '#store/store.ts';
import type { Gate } from './gate.ts';
import { sessionIn } from './session-cookie.ts';

export interface GateParts {
  readonly store: Pick<Store, 'for' | 'businesses' | 'whereIs'>;
  /** The business that the box is asked about where nothing else is said. */
  readonly businessId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a request came in by the Unix socket. */
  readonly isLocal: (request: IncomingMessage) => boolean;
  /** Who somebody without any credential is; null: nobody. */
  readonly otherwise: Principal | null;
}

const HELD = { user: 'sessions', token: 'api_tokens', device: 'devices' } as const;

/** The header by which whoever may open the Unix socket names another business of the box. */
const BUSINESS_HEADER = 'pilot-business';

/**
 * Who asks: by the Unix socket the box itself; by a bearer token a program or a device; by a cookie a person. Anything else is nobody.
 * A bearer token that opens nothing is not made up for by a cookie.
 */
export const accessGate = ({ store, businessId, clock, log, isLocal, otherwise }: GateParts): Gate => {
  const known = async (token: string): Promise<Principal | null> => {
    const business = await store.whereIs.token(token);
    if (business === null) return null;
    const shop = store.for(business);
    const now = clock.now();
    const principal = await shop.access.principal(token, now);
    if (principal !== null && principal.kind !== 'box') {
      const { id, seenAt } = principal.credential ?? { id: '', seenAt: now };
      const held = HELD[principal.kind];
      // Nobody waits for it, and one that is lost says no more than that it was used some minutes earlier.
      if (seenAt === null || seenAt + SEEN_EVERY_MS <= now)
        shop
          .transaction((tx) => touch(tx, held, id))
          .catch((error: unknown) => log.warn({ err: error }, 'the use of a credential was not written down'));
    }
    return principal;
  };
  return {
    async principalOf(request: FastifyRequest) {
      const { headers, raw } = request;
      if (isLocal(raw)) return boxPrincipal(await namedBusiness(store, headers[BUSINESS_HEADER], businessId));
      const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
      if (headers.authorization !== undefined) return bearer === undefined ? null : known(bearer);
      const session = sessionIn(headers.cookie);
      return session === null ? otherwise : ((await known(session)) ?? otherwise);
    },
    wantsProof: (principal, permission) => wantsProof(principal, permission, clock.now()),
  };
};

/** @throws PilotError `access.business_unknown` */
const namedBusiness = async (
  store: GateParts['store'],
  header: string | string[] | undefined,
  otherwise: string,
): Promise<string> => {
  if (header === undefined || header === otherwise) return otherwise;
  if ((await store.businesses()).some(({ id }) => id === header)) return String(header);
  throw new PilotError('access.business_unknown', 'This box has no such business.', {
    fix: 'Leave the header out for the one it answers for.',
  });
};
