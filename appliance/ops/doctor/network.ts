import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { Value } from 'typebox/value';
import type { Config } from '#shared/config/schema.ts';
import { HealthReport, type HealthCheck } from '#shared/api/health.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Why this port cannot be opened now; null when it can. */
export const tcpFree = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });

const udpFree = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code ?? error.message);
    });
    socket.bind(port, host, () => socket.close(() => resolve(null)));
  });

export const sipPort: Check = {
  name: 'SIP port',
  run: async ({ sip }) => {
    const problem =
      (await udpFree(sip.host, sip.port)) ??
      (sip.tcp ? await tcpFree(sip.host, sip.port) : null) ??
      (sip.tls ? await tcpFree(sip.host, sip.tls.port) : null);
    if (problem === null) return ok(`${sip.host}:${sip.port} ${sip.tls ? `and ${sip.tls.port} are` : 'is'} free`);
    if (problem === 'EADDRINUSE') {
      return warn(
        `${sip.host}:${sip.port} is in use`,
        'none, when it is this box that uses it',
        'If it is another program, stop it or change sip.port.',
      );
    }
    return fail(
      `${sip.host}:${sip.port}: ${problem}`,
      'the phone is not answered',
      'Set sip.host to an address of this machine.',
    );
  },
};

export const httpPort: Check = {
  name: 'console port',
  run: async ({ http }) => {
    const problem = await tcpFree(http.host, http.port);
    if (problem === null) return ok(`${http.host}:${http.port} is free`);
    if (problem === 'EADDRINUSE') {
      return warn(
        `${http.host}:${http.port} is in use`,
        'none, when it is this box that uses it',
        'If it is another program, stop it or change http.port.',
      );
    }
    return fail(
      `${http.host}:${http.port}: ${problem}`,
      'the office cannot open the console',
      'Set http.host to an address of this machine.',
    );
  },
};

/** What the running box says of its trunks or other lines, by how their names begin; null when none runs there. */
export const linesNow = async (http: Config['http'], prefix: string): Promise<readonly HealthCheck[] | null> => {
  const host = http.host === '0.0.0.0' ? '127.0.0.1' : http.host;
  const { port } = http;
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`, {
      signal: AbortSignal.timeout(1_000),
    });
    const report: unknown = await answer.json();
    return Value.Check(HealthReport, report) ? report.checks.filter(({ name }) => name.startsWith(prefix)) : null;
  } catch {
    return null;
  }
};

const isFar = (host: string): boolean => host !== '' && !/^(127\.|localhost|\[?::1)/.test(host);

export const trunks: Check = {
  name: 'trunks',
  run: async ({ sip, http }) => {
    if (sip.trunks.length === 0) return ok('none configured');
    const far = sip.trunks.find(({ hosts, server, register }) =>
      [register?.server ?? '', server ?? '', ...hosts].some(isFar),
    );
    if (far && sip.host.startsWith('127.'))
      return fail(
        `SIP listens on ${sip.host}, which trunk ${far.name} cannot reach`,
        'calls over this trunk do not arrive',
        'Set sip.host to 0.0.0.0 or to the address of the network card.',
      );
    const now = await linesNow(http, 'trunk ');
    const bad = now?.find((one) => !one.ok);
    if (bad) return fail(`${bad.name}: ${bad.detail}`, 'calls over this trunk do not arrive', bad.fix ?? '');
    if (now !== null && now.length > 0) return ok(now.map(({ name, detail }) => `${name} ${detail}`).join('; '));
    const unset = sip.trunks.find(({ register }) => register && !process.env[register.passwordEnv]);
    if (!unset?.register) return ok(`${sip.trunks.map(({ name }) => name).join(', ')}; the box does not run now`);
    return warn(
      `${unset.register.passwordEnv}, the password of trunk ${unset.name}, is not set here`,
      'the box does not start without it',
      `Set ${unset.register.passwordEnv} in the environment of the box.`,
    );
  },
};

export const failover: Check = {
  name: 'carrier fail-over',
  run: async ({ sip }) => {
    if (sip.trunks.length === 0) return ok('no trunk needs one');
    const unsaid = sip.trunks.filter((one) => one.carrierFailover === null).map(({ name }) => name);
    if (unsaid.length > 0)
      return warn(
        `not confirmed for ${unsaid.join(', ')}`,
        'while the box, its power or its internet is down, callers may hear nothing',
        "Set a fail-over number in the carrier's portal, then write it as carrier_failover of the trunk; none where the carrier has no such thing.",
      );
    const without = sip.trunks.filter((one) => one.carrierFailover === 'none').map(({ name }) => name);
    return without.length === 0
      ? ok(sip.trunks.map(({ name, carrierFailover }) => `${name} to ${carrierFailover}`).join(', '))
      : warn(
          `none for ${without.join(', ')}`,
          'while the box, its power or its internet is down, callers hear nothing',
          'Ask the carrier for forwarding when the trunk is unreachable, or take one that has it.',
        );
  },
};

/** Keys of SRTP stand in the SDP (RFC 4568): they are as secret as the signalling. */
export const encryption: Check = {
  name: 'encrypted sound',
  run: async ({ sip }) => {
    const sealed = sip.trunks.filter(({ srtp }) => srtp !== 'off');
    const named = (all: typeof sealed): string => all.map(({ name, srtp }) => `trunk ${name} ${srtp}`).join(', ');
    const open = sealed.filter(({ transport }) => transport !== 'tls');
    if (open.length === 0) return ok(sealed.length === 0 ? 'on no trunk' : `${named(sealed)}, keys by TLS`);
    return warn(
      `${named(open)}: the keys travel in the clear, where they can be read`,
      'whoever sees the signalling can listen to calls',
      'Set transport: tls, reach the carrier through a tunnel (VPN), or count these calls as not encrypted.',
    );
  },
};

export const reach: Check = {
  name: 'who may ring',
  run: async ({ sip, streamLines }) => {
    const streams = Object.entries(streamLines).flatMap(([kind, line]) => (line === null ? [] : [`line ${kind}`]));
    const ways = [...sip.trunks.map(({ name }) => `trunk ${name}`), ...streams];
    return ways.length === 0 && sip.allowed.every((one) => one.startsWith('127.'))
      ? warn(
          `only this machine (${sip.allowed.join(', ')})`,
          'no trunk can ring the box',
          'Describe your trunk in sip.trunks.',
        )
      : ok([...ways, ...sip.allowed].join(', '));
  },
};

export const mail: Check = {
  name: 'mail to the office',
  run: async ({ smtp }) =>
    smtp
      ? ok(`${smtp.to} through ${smtp.host}:${smtp.port}`)
      : warn(
          'not configured',
          'bookings are on the console; nobody is told by e-mail',
          'Fill in the smtp section of the configuration.',
        ),
};
