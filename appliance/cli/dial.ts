import type { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';
import { cancelOutboundCall, listOutboundCalls, placeOutboundCall } from '#shared/api/routes/outbound.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';
import { purposeNamed } from './purpose.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot dial --about ID [--purpose KIND] [--json]
       pilot dial --list [--json]
       pilot dial --cancel ID [--json]

Has the box ring somebody and talk to them, within the hours of outbound.hours where they live, as often as outbound.attempts
allows until they answer. Whom to ring stands in the records. A voicemail hears only that the shop called.

  --about ID       a job (J-1042): its visit is confirmed, moved or called off; or the id of a call that broke off
  --purpose KIND   confirmation (default of a job), reminder, follow_up (how a visit was); call_back (default of a call), abandoned_booking
  --list           the calls that were asked for, and what came of them
  --cancel ID      take back one that waits

All take --config FILE and --data FOLDER: which box.
`;

const usage = usageOf('dial');

const describe = ({
  id,
  to,
  status,
  outcome,
  attempts,
  dueAt,
  purpose,
  jobNumber,
  earlierCall,
}: OutboundCallRecord): string => {
  const when = new Date(dueAt).toISOString().slice(0, 16).replace('T', ' ');
  const state = status === 'waiting' ? `waiting, not before ${when} UTC` : (outcome ?? status);
  return `${id}  ${to}  ${state}, ${attempts.length} rung\n  ${purpose} ${jobNumber ?? earlierCall ?? ''}\n`;
};

/** `pilot dial`. */
export const dialCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('dial', argv, {
    ...BOX_FLAGS,
    about: { type: 'string' },
    purpose: { type: 'string' },
    list: { type: 'boolean' },
    cancel: { type: 'string' },
  });
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const calls = async (): Promise<OutboundCallRecord[]> => {
    if (values.list === true) return (await askCore(dataFolder, listOutboundCalls, { query: { limit: 50 } })).items;
    if (values.cancel !== undefined) {
      return [await askCore(dataFolder, cancelOutboundCall, { params: { id: values.cancel } })];
    }
    const { about } = values;
    if (about === undefined) throw usage('what is it to ring about? Name a job or a call with --about');
    const purpose = purposeNamed('dial', values.purpose ?? (/^[Jj]-?\d/u.test(about) ? 'confirmation' : 'call_back'));
    const body: NewOutboundCall = { purpose, about, who: whoTypes() };
    return [await askCore(dataFolder, placeOutboundCall, { body })];
  };
  const told = await calls();
  process.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : told.map(describe).join(''));
  return EXIT.ok;
};
