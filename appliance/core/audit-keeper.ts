import { createHmac, type KeyObject } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { auditKey, publicKeyOf, type AuditBlock } from '#shared/access/audit-chain.ts';
import { actorOf, type Principal } from '#shared/access/principal.ts';
import type { Route } from '#shared/api/define-route.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { AuditBook } from '#api/access-parts.ts';
import type { Watch } from '#api/watch.ts';
import type { Log } from '#observe/log.ts';
import { BLOCK_ROWS, sealAudit } from '#store/audit/seal.ts';
import { audit } from '#store/audit/write.ts';
import type { Store } from '#store/store.ts';

const SEAL_EVERY_MS = 60_000;

export interface KeeperParts {
  readonly store: Pick<Store, 'for' | 'businesses' | 'keyFor'>;
  readonly log: Log;
  /** Where the newest head goes too, off the box at best; null: nowhere. */
  readonly headFile: string | null;
}

/** What a route is about: the first word of its path. */
const objectOf = ({ path }: Route): string => path.split('/')[1] ?? '';

/** Writes down who asked for what, seals the audit log of every business once a minute, and keeps a copy of its head elsewhere. */
export class AuditKeeper implements Watch, AuditBook {
  readonly #parts: KeeperParts;
  readonly #key: KeyObject;
  readonly #values: Buffer;
  #timer: NodeJS.Timeout | undefined;
  #sealing: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#key = auditKey(parts.store.keyFor('audit blocks'));
    this.#values = parts.store.keyFor('audit values');
  }

  /** Of the key that blocks are signed with: SPKI in base64url. */
  get publicKey(): string {
    return publicKeyOf(this.#key);
  }

  /** What a value hashes to for the log: the same value again is seen to be the same, and nobody without the key can try values out. */
  hashOf(value: unknown): string {
    return createHmac('sha256', this.#values).update(JSON.stringify(value)).digest('hex');
  }

  /** @throws PilotError `store_*`: what nobody can write down is not done */
  async asked(route: Route, principal: Principal, what: Parameters<Watch['asked']>[2]): Promise<void> {
    const { params, body, ifMatch } = what;
    const ids = Object.values(params as Readonly<Record<string, unknown>>).map(String);
    await this.#parts.store.for(principal.businessId).transaction((tx) =>
      audit(tx, {
        actor: actorOf(principal),
        act: route.id,
        object: { kind: objectOf(route), id: ids.join(' ').slice(0, 128) },
        versions: { before: ifMatch, after: null },
        valueHash: body === undefined || body === null ? '' : this.hashOf(body),
      }),
    );
  }

  start(): void {
    this.#timer = setInterval(() => void this.seal(), SEAL_EVERY_MS);
    this.#timer.unref();
  }

  /** Seals what is there, and stops. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.seal();
  }

  /** Seals what no block holds yet. Never throws: what was not sealed is sealed the next time. */
  seal(): Promise<void> {
    this.#sealing = this.#sealing.then(() => this.#sealAll());
    return this.#sealing;
  }

  /** The head kept elsewhere. @throws PilotError `audit.head_file` */
  async heads(businessId: string): Promise<readonly AuditBlock[]> {
    return (await this.#kept()).filter(({ business }) => business === businessId);
  }

  async #sealAll(): Promise<void> {
    const { store, log } = this.#parts;
    try {
      let sealed = false;
      for (const { id } of await store.businesses()) {
        for (;;) {
          const block = await store.for(id).transaction((tx) => sealAudit(tx, this.#key));
          sealed ||= block !== null;
          if (block === null || block.count < BLOCK_ROWS) break;
        }
      }
      if (sealed) await this.#keepHeads();
    } catch (error) {
      log.error({ err: error }, 'the audit log was not sealed');
    }
  }

  async #keepHeads(): Promise<void> {
    const { store, headFile } = this.#parts;
    if (headFile === null) return;
    const heads = await Promise.all((await store.businesses()).map(({ id }) => store.for(id).audit.head()));
    const text = heads.flatMap((head) => (head === null ? [] : [`${JSON.stringify(head)}\n`])).join('');
    const draft = `${headFile}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, headFile);
  }

  async #kept(): Promise<AuditBlock[]> {
    const { headFile } = this.#parts;
    if (headFile === null) return [];
    try {
      const text = await readFile(headFile, 'utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as AuditBlock);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new PilotError('audit.head_file', `the head of the audit log cannot be read: ${messageOf(cause)}`, {
        cause,
        fix: `Look at ${headFile}, which audit.head_file names.`,
      });
    }
  }
}
