import { Value } from 'typebox/value';
import { OutboundPurpose, type NewOutboundCall, type OutboundCallRecord } from '#shared/api/outbound.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { EXIT, readArguments } from './arguments.ts';
import { readCore } from './core-client.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot dial NUMBER --text TEXT [--purpose confirmation|reminder|call_back] [--json]
       pilot dial --list [--json]
       pilot dial --cancel ID [--json]

Has the box call somebody and tell them TEXT, within the hours of outbound.hours, as often as outbound.attempts allows. NUMBER is
written with its country: +19375550142. Who answers confirms by 1 or yes, or asks for a call back by 2 or no. A voicemail hears only that
the shop called.

All take --config FILE and --data FOLDER: which box.
`;

const usage = (message: string): PilotError =>
  new PilotError('usage', `pilot dial: ${message}`, { fix: 'pilot dial --help tells more.' });

const describe = ({ id, to, status, outcome, attempts, dueAt, text }: OutboundCallRecord): string => {
  const when = new Date(dueAt).toISOString().slice(0, 16).replace('T', ' ');
  const state = status === 'waiting' ? `waiting, not before ${when} UTC` : (outcome ?? status);
  return `${id}  ${to}  ${state}, ${attempts.length} rung\n  ${text}\n`;
};

const PATH = '/api/v1/outbound-calls';

/** `pilot dial`. */
export const dialCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'dial',
    argv,
    {
      config: { type: 'string' },
      data: { type: 'string' },
      text: { type: 'string' },
      purpose: { type: 'string', default: 'confirmation' },
      list: { type: 'boolean' },
      cancel: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    true,
  );
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const [to, ...more] = positionals;
  const calls = async (): Promise<OutboundCallRecord[]> => {
    if (values.list === true)
      return (await readCore<{ items: OutboundCallRecord[] }>(dataFolder, `${PATH}?limit=50`)).items;
    if (values.cancel !== undefined) {
      const path = `${PATH}/${encodeURIComponent(values.cancel)}/cancel`;
      return [await readCore<OutboundCallRecord>(dataFolder, path, { method: 'POST', body: {} })];
    }
    const { purpose, text } = values;
    if (to === undefined || text === undefined || more.length > 0) throw usage('whom, and what are they to be told?');
    if (!Value.Check(OutboundPurpose, purpose)) throw usage(`there is no purpose ${purpose}`);
    const body: NewOutboundCall = { to, purpose, text, who: whoTypes() };
    return [await readCore<OutboundCallRecord>(dataFolder, PATH, { method: 'POST', body })];
  };
  const told = await calls();
  process.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : told.map(describe).join(''));
  return EXIT.ok;
};
