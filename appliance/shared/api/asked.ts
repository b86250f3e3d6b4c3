import { fullPath, type BodyOf, type ParamsOf, type QueryOf, type Route } from './define-route.ts';

type Given<Name extends string, Value> = [keyof Value] extends [never]
  ? { readonly [N in Name]?: undefined }
  : { readonly [N in Name]: Readonly<Value> };

/** What a client gives to ask a route. Of a query everything may be left out that has a default. */
export type Ask<R extends Route> = Given<'params', ParamsOf<R>> &
  (R extends { readonly body: object } ? { readonly body: BodyOf<R> } : { readonly body?: undefined }) & {
    readonly query?: Partial<QueryOf<R>>;
    /** The version of the record that is changed. */
    readonly version?: number;
    /** For a route that creates: the same one when the same is asked again. */
    readonly key?: string;
  };

/** A request as it goes out. */
export interface Outgoing {
  readonly method: Route['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/** Its path with parameters and query filled in. */
export const pathOf = <R extends Route>(route: R, asked: Ask<R>): string => {
  const params: Readonly<Record<string, unknown>> = { ...asked.params };
  const path = fullPath(route).replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>({ ...asked.query }))
    if (value !== undefined) query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
};

/** A file goes out as it is, everything else as JSON. */
const contentOf = (route: Route, body: unknown): Pick<Outgoing, 'body'> & { readonly type: string } =>
  route.body !== undefined && 'file' in route.body
    ? { type: String(route.body.file), body: body as Uint8Array<ArrayBuffer> }
    : { type: 'application/json', body: JSON.stringify(body) };

/** The request that asks a route. */
export const requestOf = <R extends Route>(route: R, asked: Ask<R>): Outgoing => {
  const content = asked.body === undefined ? null : contentOf(route, asked.body);
  return {
    method: route.method,
    path: pathOf(route, asked),
    headers: {
      ...(content === null ? {} : { 'content-type': content.type }),
      ...(asked.version === undefined ? {} : { 'if-match': `"${asked.version}"` }),
      ...(asked.key === undefined ? {} : { 'idempotency-key': asked.key }),
    },
    body: content?.body ?? null,
  };
};
