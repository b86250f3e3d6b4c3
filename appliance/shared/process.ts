import { parseArgs } from 'node:util';
import { loadConfig } from './config/load.ts';
import { enterDataFolder } from './restored-folder.ts';
import type { Config } from './config/schema.ts';

/** Exit code of a process that says: starting me again is useless until a person has changed something. */
export const FATAL_EXIT = 78;

/** What the supervisor hands to each of its processes. */
export interface Launch {
  readonly config: Config;
  /** Business time minus wall time, ms. */
  readonly clockOffsetMs: number;
}

/** Reads the flags every supervised process takes, and enters the data folder. @throws PilotError `config_*`, `restore_*` */
export const readLaunch = (argv: readonly string[] = process.argv.slice(2)): Launch => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      'clock-offset': { type: 'string' },
      'sip-port': { type: 'string' },
      'http-port': { type: 'string' },
    },
  });
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  const config = loadConfig(values.config, {
    data: values.data,
    sipPort: number(values['sip-port']),
    httpPort: number(values['http-port']),
  });
  enterDataFolder(config.dataFolder);
  return {
    config,
    clockOffsetMs: number(values['clock-offset']) ?? 0,
  };
};

/** Tells the supervisor that this process serves now. Does nothing when there is none. */
export const announceReady = (info: Readonly<Record<string, unknown>>): void => {
  process.send?.({ ready: true, ...info });
};

/** Calls `stop` once, when this process is asked to end or its supervisor is gone; forces the end after `limitMs`. */
export const onStop = (stop: () => Promise<void>, limitMs = 9000): void => {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), limitMs).unref();
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (process.send) process.once('disconnect', end);
};
