import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Point = [number, number];

/**
 * OSRM's table service: GET /table/v1/driving/{lon,lat;...}?sources=&destinations=&annotations=duration,distance.
 * A degree is 100 000 m, driven at 10 m/s; a place at longitude 0 has no road.
 */
export const openOsrm = async (options: { maxTable?: number } = {}) => {
  const most = options.maxTable ?? 100;
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    const url = new URL(request.url ?? '/', 'http://osrm');
    const places = /^\/table\/v1\/driving\/([^/]+)$/u.exec(decodeURIComponent(url.pathname))?.[1];
    const refuse = (code: string, message: string): void => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code, message }));
    };
    if (places === undefined) return refuse('InvalidUrl', 'URL string malformed');
    const points = places.split(';').map((pair) => pair.split(',').map(Number) as Point);
    const chosen = (name: string): Point[] => {
      const list = url.searchParams.get(name) ?? 'all';
      return list === 'all' ? points : list.split(';').map((i) => points[Number(i)] ?? [Number.NaN, 0]);
    };
    const [from, to] = [chosen('sources'), chosen('destinations')];
    if ([...from, ...to].some((point) => point.some(Number.isNaN)))
      return refuse('InvalidQuery', 'Query string malformed');
    if (from.length > most || to.length > most) return refuse('TooBig', 'Too many table coordinates');
    const metres = from.map((a) =>
      to.map((b) => (a[0] === 0 || b[0] === 0 ? null : 100_000 * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])))),
    );
    const rows = (divide: number) => metres.map((row) => row.map((one) => (one === null ? null : one / divide)));
    const annotations = url.searchParams.get('annotations') ?? 'duration';
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        code: 'Ok',
        ...(annotations.includes('duration') ? { durations: rows(10) } : {}),
        ...(annotations.includes('distance') ? { distances: rows(1) } : {}),
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
