import { parseArgs, type ParseArgsConfig } from 'node:util';
import { PilotError, messageOf } from '#shared/errors.ts';

/** Exit codes after sysexits.h. */
export const EXIT = { ok: 0, failed: 1, usage: 64, unavailable: 69, config: 78 } as const;

type Options = NonNullable<ParseArgsConfig['options']>;

/** Flags of every command that has something to do with a box. */
export const BOX_FLAGS = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

/** What `--help` prints, and nothing else happens. @returns the exit status */
export const printHelp = (help: string): number => {
  process.stdout.write(help);
  return EXIT.ok;
};

/** Makes the error of a command that was called with words it cannot go by. */
export const usageOf =
  (command: string) =>
  (message: string, fix = `pilot ${command} --help tells more.`): PilotError =>
    new PilotError('usage', `pilot ${command}: ${message}`, { fix });

/**
 * Reads a command's flags.
 * @throws PilotError `usage` that names the flag and points at `--help`
 */
export const readArguments = <O extends Options>(
  command: string,
  argv: readonly string[],
  options: O,
  allowPositionals = false,
) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals, strict: true });
  } catch (cause) {
    throw new PilotError('usage', `pilot ${command}: ${messageOf(cause).split('. ')[0]}`, {
      cause,
      fix: `pilot ${command} --help lists the flags.`,
    });
  }
};

/** @returns epoch milliseconds @throws PilotError `usage` */
export const readInstant = (command: string, text: string): number => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) {
    throw new PilotError('usage', `pilot ${command}: --now ${text} is not an instant`, {
      fix: 'Give it like 2026-03-04T20:10:00-05:00.',
    });
  }
  return instant;
};
