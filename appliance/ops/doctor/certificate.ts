import { isPilotError, messageOf } from '#shared/errors.ts';
import { silentLog } from '#observe/log.ts';
import { certificateState } from '#voice/lines/sip-options.ts';
import { openCertificate } from '#voice/sip/transport/certificate.ts';
import { type Check, fail, ok, warn } from './check.ts';

export const certificate: Check = {
  name: 'TLS certificate',
  run: async ({ sip: { tls } }) => {
    if (!tls) return ok('none; the box does not listen for TLS');
    try {
      const opened = openCertificate(tls, { timers: { after: () => () => {} }, now: Date.now, log: silentLog() });
      const { ok: fine, detail, fix } = certificateState(opened, Date.now());
      return fine
        ? ok(detail)
        : warn(detail, 'once it has run out, carriers that look at it refuse calls by TLS', fix ?? '');
    } catch (error) {
      return fail(messageOf(error), 'the box does not start', (isPilotError(error) && error.fix) || 'Correct sip.tls.');
    }
  },
};
