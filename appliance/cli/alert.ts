import type { AlertRecord } from '#shared/api/alerts.ts';
import { acknowledgeAlert, listAlerts } from '#shared/api/routes/alerts.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot alert [--json]
       pilot alert ack ID [--who NAME] [--json]

Emergencies that callers told of: who on the ladder was told, by what, and whether somebody has taken it. An alert goes up the ladder, round
after round, until somebody acknowledges it; ack does that, and nobody further is told.

All take --config FILE and --data FOLDER: which box.
`;

const time = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const describe = (alert: AlertRecord): string => {
  const { acknowledgedAt, acknowledgedBy, tellings } = alert;
  const state =
    acknowledgedAt === null ? `OPEN, round ${alert.round}` : `taken by ${acknowledgedBy}, ${time(acknowledgedAt)}`;
  const place = [alert.phone ?? 'no number', alert.address ?? 'no address', alert.jobNumber].filter(Boolean).join(', ');
  return [
    `${alert.id}  ${alert.reason.replaceAll('_', ' ')}  ${time(alert.openedAt)}  ${state}`,
    `  ${place}: ${alert.text}`,
    ...tellings
      .filter(({ round }) => round === alert.round)
      .map(
        ({ role, name, channel, status }) =>
          `  ${(name || role).padEnd(20)} ${channel.padEnd(6)} ${status.replaceAll('_', ' ')}`,
      ),
    '',
  ].join('\n');
};

/** `pilot alert`. */
export const alertCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('alert', argv, { ...BOX_FLAGS, who: { type: 'string' } }, true);
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const [what, id, ...more] = positionals;
  const told = async (): Promise<readonly AlertRecord[]> => {
    if (what === undefined) return (await askCore(dataFolder, listAlerts, {})).items;
    if (what !== 'ack' || id === undefined || more.length > 0) {
      throw new PilotError('usage', 'pilot alert: which alert is taken?', {
        fix: 'pilot alert lists them; pilot alert ack ID takes one.',
      });
    }
    const body = { who: values.who ?? (whoTypes() || 'terminal') };
    return [await askCore(dataFolder, acknowledgeAlert, { params: { id }, body })];
  };
  const alerts = await told();
  if (values.json === true) process.stdout.write(`${JSON.stringify(alerts)}\n`);
  else process.stdout.write(alerts.length === 0 ? 'No alerts.\n' : alerts.map(describe).join(''));
  return EXIT.ok;
};
