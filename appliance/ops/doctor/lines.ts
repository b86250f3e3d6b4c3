import { linesNow, tcpFree } from './network.ts';
import { type Check, fail, ok, warn } from './check.ts';

const COST = 'calls over this line do not arrive';

/** Lines beside SIP: by the running box, else whether their ports are free. */
export const otherLines: Check = {
  name: 'other lines',
  run: async ({ streamLines, http }) => {
    const { audiosocket } = streamLines;
    if (!audiosocket) return ok('none configured');
    const now = await linesNow(http, 'line ');
    const bad = now?.find((one) => !one.ok);
    if (bad) return fail(`${bad.name}: ${bad.detail}`, COST, bad.fix ?? '');
    if (now !== null && now.length > 0) return ok(now.map(({ name, detail }) => `${name} ${detail}`).join('; '));
    for (const port of [audiosocket.port, audiosocket.callsPort]) {
      const problem = await tcpFree(audiosocket.host, port);
      if (problem !== null)
        return warn(
          `${audiosocket.host}:${port}: ${problem}`,
          COST,
          'Stop the program that uses the port, or change it in lines.audiosocket.',
        );
    }
    return ok(`audiosocket on ${audiosocket.host}:${audiosocket.port}; the box does not run now`);
  },
};
