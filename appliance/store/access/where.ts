import type { Kysely } from 'kysely';
import { digestOf, kindOfToken, plainCode } from '#shared/access/tokens.ts';
import type { Tables } from '../schema/tables.ts';

/** Finds the business to ask, before anybody has said which: by what only its holder knows, or by an address to log in with. */
export interface Whereabouts {
  /** Of a session, token or device. */
  token(token: string): Promise<string | null>;
  /** Of a claim or an invitation. */
  invite(code: string): Promise<string | null>;
  pairing(code: string): Promise<string | null>;
  /** Businesses in which somebody has this e-mail address. */
  email(email: string): Promise<readonly string[]>;
}

const HELD = { session: 'sessions', token: 'api_tokens', device: 'devices' } as const;

export const whereaboutsIn = (db: Kysely<Tables>): Whereabouts => {
  const byDigest = async (
    table: 'sessions' | 'api_tokens' | 'devices' | 'invites' | 'pairings',
    digest: string,
  ): Promise<string | null> =>
    (await db.selectFrom(table).select('business_id').where('digest', '=', digest).limit(1).executeTakeFirst())
      ?.business_id ?? null;
  return {
    async token(token) {
      const kind = kindOfToken(token);
      return kind === null ? null : byDigest(HELD[kind], digestOf(token));
    },
    invite: (code) => byDigest('invites', digestOf(plainCode(code))),
    pairing: (code) => byDigest('pairings', digestOf(plainCode(code))),
    async email(email) {
      const rows = await db
        .selectFrom('users')
        .select('business_id')
        .where('email', '=', email.trim().toLowerCase())
        .orderBy('business_id')
        .execute();
      return rows.map((row) => row.business_id);
    },
  };
};
