import type { Static, TObject, TSchema } from 'typebox';
import type { Permission } from '../access/permissions.ts';

/** Where every route but the health probe begins. */
export const API = '/api/v1';

/** A body that is not JSON: only its media type is told. */
export interface FileContent {
  readonly file: string;
}

/** @param mediaType `audio/wav` */
export const fileOf = (mediaType: string): FileContent => ({ file: mediaType });

/** What a route is, told once: the server mounts it, the API's description and every client are made of it. */
export interface Route {
  /** As programs know it. Unique. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`: `/calls/:id`. */
  readonly path: `/${string}`;
  /** The path stands at the root of the address instead. */
  readonly root?: true;
  readonly summary: string;
  /** What whoever asks must be allowed to do; `somebody`: whoever the box knows. */
  readonly permission: Permission | 'somebody' | 'anyone';
  /** It writes the audit log itself, with more than that it was asked; otherwise every change is in the log before it is made. */
  readonly ownAudit?: true;
  readonly params?: TObject;
  /** With `after` (as `PageRequest`) it is a list in pages, whose cursors are signed on their way out and checked on their way in; with `fields` answers hold only those. */
  readonly query?: TObject;
  readonly headers?: TObject;
  readonly body?: TSchema | FileContent;
  /** Bytes; 64 KiB when left out. */
  readonly bodyLimit?: number;
  /** By status, the usual one first; null for an answer without a body. */
  readonly replies: Readonly<Record<number, TSchema | FileContent | null>>;
  /** Codes of errors of its own, and the status each is answered with. An error that is in no list is 500 and tells nothing. */
  readonly fails?: Readonly<Record<string, number>>;
  /**
   * It creates something and takes an `Idempotency-Key`: the same key and body again get the same answer, and nothing is created twice.
   * What it does runs in one transaction with that answer, so it must do all it does, reading what it answers too, in the store's transaction.
   */
  readonly creates?: true;
  /** Its answer has the `version` of the record, which is sent as ETag. PATCH, PUT and DELETE of it demand If-Match. */
  readonly versioned?: true;
  /** A WebSocket: what is sent on it stands in a schema of its own. */
  readonly socket?: true;
}

/** @returns the route, for good */
export const defineRoute = <const R extends Route>(route: R): Readonly<R> => Object.freeze(route);

type StaticOf<S, Otherwise> = S extends FileContent ? unknown : S extends TSchema ? Static<S> : Otherwise;
type Nothing = Readonly<Record<never, never>>;

export type ParamsOf<R extends Route> = R extends { readonly params: infer S } ? StaticOf<S, Nothing> : Nothing;
export type QueryOf<R extends Route> = R extends { readonly query: infer S } ? StaticOf<S, Nothing> : Nothing;
export type HeadersOf<R extends Route> = R extends { readonly headers: infer S } ? StaticOf<S, Nothing> : Nothing;
export type BodyOf<R extends Route> = R extends { readonly body: infer S } ? StaticOf<S, undefined> : undefined;
/** What it answers with on success. */
export type ReplyOf<R extends Route> = {
  [Status in keyof R['replies']]: R['replies'][Status] extends null ? void : StaticOf<R['replies'][Status], undefined>;
}[keyof R['replies']];

/** Whether a change of it must name the version it is made to. */
export const demandsVersion = (route: Route): boolean =>
  route.versioned === true && (route.method === 'PATCH' || route.method === 'PUT' || route.method === 'DELETE');

/** Whether it is a list in pages. */
export const isPaged = (route: Route): boolean => route.query?.properties['after'] !== undefined;

/** Whether its answers can be had with some of their fields alone. */
export const isSparse = (route: Route): boolean => route.query?.properties['fields'] !== undefined;

/** Its path from the root, with `:names` for parameters. */
export const fullPath = (route: Pick<Route, 'path' | 'root'>): string =>
  route.root === true ? route.path : `${API}${route.path}`;

/** The status of its usual success. */
export const usualStatus = (route: Route): number => Number(Object.keys(route.replies)[0]);
