import { accessSync, constants, mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openLog } from '#observe/log.ts';
import { SupervisedChild } from '#ops/supervise/child.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, readInstant } from './arguments.ts';
import { loadConfig } from '#shared/config/load.ts';

const HELP = `usage: pilot run [--config FILE] [--data FOLDER] [--now ISO] [--sip-port N] [--http-port N] [--json]

Starts the box: voice (the phone line) and core (the shop's records and decisions), both supervised.
Without a configuration file the defaults hold: everything on 127.0.0.1, SIP on port 5060, the console on port 8080,
data in ./data, the recognizer and voice that are always there.

  --config FILE   YAML configuration; default ./pilot.yaml when it is there
  --data FOLDER   database, recordings, clips and keys
  --now ISO       start the business clock at this instant (drills and demos only)
  --json          one JSON line on stdout when the box is ready
`;

const modulePath = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const openDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new PilotError('data_folder', `the data folder ${folder} cannot be written: ${messageOf(cause)}`, {
      cause,
      fix: 'Choose another folder with --data, or change who may write there.',
    });
  }
};

const port = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new PilotError('usage', `pilot run: ${text} is not a port`, {
      fix: 'Give a number from 0 (any free port) to 65535.',
    });
  }
  return value;
};

/** `pilot run`: ends with 0 after a polite stop, 78 when the configuration makes starting useless. */
export const runCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('run', argv, {
    ...BOX_FLAGS,
    now: { type: 'string' },
    'sip-port': { type: 'string' },
    'http-port': { type: 'string' },
  });
  if (values.help) return printHelp(HELP);
  const overrides = { data: values.data, sipPort: port(values['sip-port']), httpPort: port(values['http-port']) };
  const config = loadConfig(values.config, overrides);
  openDataFolder(config.dataFolder);
  const offset = values.now === undefined ? 0 : readInstant('run', values.now) - Date.now();
  const log = openLog('run');

  const chosen = { sip: config.sip.port, http: config.http.port };
  const common = [
    ...(values.config === undefined ? [] : ['--config', values.config]),
    '--data',
    config.dataFolder,
    `--clock-offset=${Math.round(offset)}`,
  ];
  const ready = { voice: 0, core: 0, told: false };

  return await new Promise<number>((resolve) => {
    const finish = async (code: number): Promise<void> => {
      await Promise.all([voice.stop(), core.stop()]);
      resolve(code);
    };
    const tell = (): void => {
      if (ready.voice === 0 || ready.core === 0) return;
      const sip = `sip:box@${config.sip.host}:${chosen.sip}`;
      const http = `http://${config.http.host}:${chosen.http}`;
      if (values.json) {
        const line = {
          ready: true,
          sip,
          http,
          data: config.dataFolder,
          pids: { run: process.pid, voice: ready.voice, core: ready.core },
        };
        process.stdout.write(`${JSON.stringify(line)}\n`);
      } else if (!ready.told) {
        process.stdout.write(
          `Pilotlight is up.\n  ring     ${sip}\n  console  ${http}\n  data     ${config.dataFolder}\nCtrl-C ends it.\n`,
        );
      }
      ready.told = true;
    };
    const voice: SupervisedChild = new SupervisedChild({
      name: 'voice',
      module: modulePath('../voice/main.ts'),
      args: () => [...common, '--sip-port', String(chosen.sip)],
      log,
      onReady: (info, pid) => {
        if (typeof info['sipPort'] === 'number') chosen.sip = info['sipPort'];
        ready.voice = pid;
        raise(pid, -10);
        tell();
      },
      onDown: () => {
        ready.voice = 0;
      },
      onFatal: () => void finish(EXIT.config),
    });
    const core: SupervisedChild = new SupervisedChild({
      name: 'core',
      module: modulePath('../core/main.ts'),
      args: () => [...common, '--http-port', String(chosen.http), '--sip-port', String(chosen.sip)],
      log,
      onReady: (info, pid) => {
        if (typeof info['httpPort'] === 'number') chosen.http = info['httpPort'];
        ready.core = pid;
        tell();
      },
      onDown: () => {
        ready.core = 0;
      },
      onFatal: () => void finish(EXIT.config),
    });
    core.start();
    voice.start();
    process.once('SIGINT', () => void finish(EXIT.ok));
    process.once('SIGTERM', () => void finish(EXIT.ok));
  });
};

/** Voice comes first; without the right to raise it, it runs as it is. */
const raise = (pid: number, priority: number): void => {
  try {
    setPriority(pid, priority);
  } catch {
    /* not permitted for this user: the unit file grants it on a box */
  }
};
