import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * A JSON line logger on stderr. Messages are constants; whatever a person said or gave goes under the key `pii`,
 * which is hidden unless PILOT_LOG_PII=1.
 */
export const openLog = (name: string, level: string = process.env['PILOT_LOG'] ?? 'info'): Log =>
  pino(
    {
      name,
      level,
      ...(process.env['PILOT_LOG_PII'] === '1' ? {} : { redact: { paths: ['pii', '*.pii'], censor: '[hidden]' } }),
    },
    pino.destination({ dest: 2, sync: false, minLength: 0 }),
  );

/** A logger that says nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
