import type { Config } from '#shared/config/schema.ts';
import { linesNow, tcpFree } from './network.ts';
import { type Check, fail, ok, warn } from './check.ts';

const COST = 'calls over this line do not arrive';

/** Every port that the lines beside SIP listen on, and where it is set. */
const portsOf = ({ audiosocket, twilio }: Config['streamLines']): { host: string; port: number; setting: string }[] => [
  ...(audiosocket
    ? [audiosocket.port, audiosocket.callsPort].map((port) => ({
        port,
        host: audiosocket.host,
        setting: 'audiosocket',
      }))
    : []),
  ...(twilio ? [{ port: twilio.port, host: twilio.host, setting: 'twilio' }] : []),
];

/** Lines beside SIP: by the running box, else whether they could be opened. */
export const otherLines: Check = {
  name: 'other lines',
  run: async ({ streamLines, http }) => {
    const ports = portsOf(streamLines);
    if (ports.length === 0) return ok('none configured');
    const now = await linesNow(http, 'line ');
    const bad = now?.find((one) => !one.ok);
    if (bad) return fail(`${bad.name}: ${bad.detail}`, COST, bad.fix ?? '');
    if (now !== null && now.length > 0) return ok(now.map(({ name, detail }) => `${name} ${detail}`).join('; '));
    const variable = streamLines.twilio?.authTokenEnv;
    if (variable !== undefined && !process.env[variable])
      return warn(
        `${variable}, the auth token of Twilio, is not set here`,
        'the box does not start without it',
        `Set ${variable} in the environment of the box.`,
      );
    for (const { host, port, setting } of ports) {
      const problem = await tcpFree(host, port);
      if (problem !== null)
        return warn(
          `${host}:${port}: ${problem}`,
          COST,
          `Stop the program that uses the port, or change it in lines.${setting}.`,
        );
    }
    return ok(`${[...new Set(ports.map(({ setting }) => setting))].join(', ')}; the box does not run now`);
  },
};
