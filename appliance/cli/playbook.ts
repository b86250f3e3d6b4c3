import { topicsOf } from '#conversation/playbook/parse.ts';
import type { Playbook } from '#conversation/playbook/schema.ts';
import { digestOf, loadPlaybook } from '#core/playbooks.ts';
import { loadConfig } from '#shared/config/load.ts';
import { isPilotError, PilotError } from '#shared/errors.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `usage: pilot playbook show [--config FILE] [--json]
       pilot playbook check FILE [--json]

show   the playbook that new calls begin with: what it knows and the rules it goes by
check  whether a file may be taken: each place that is wrong, with its line; ends with 1 when it may not

A file named by the setting playbook is watched: a valid change serves new calls at once, calls under way keep theirs.
`;

const sold = ({ crossSell: { on, offers, restDays } }: Playbook): string =>
  on ? `${[...new Set(offers.map(({ sell }) => sell))].join(', ')}; a customer once in ${restDays} days` : 'nothing';

const describe = (book: Playbook, source: string): string => {
  const { rules, qualification, voice, transfer } = book;
  const rows: readonly (readonly [string, string])[] = [
    ['playbook', `${book.id} (${book.trades.join(', ')})`],
    ['from', source],
    ['digest', digestOf(book)],
    ['service types', String(book.serviceTypes.length)],
    ['objections, questions', String(topicsOf(book).length)],
    ['fee told', rules.feeTold.replaceAll('_', ' ')],
    ['one fee only', rules.oneFee ? 'yes' : 'no'],
    ['deposit caps', rules.depositCap],
    ['right to cancel', rules.cancellationNotice.replaceAll('_', ' ')],
    ['whole price', rules.totalPrice.replaceAll('_', ' ')],
    ['licence number', rules.licenceNumber ?? 'none: said to nobody who asks'],
    ['qualified from', String(qualification.threshold)],
    ['premium voice from', `${voice.premium.threshold}, in ${voice.premium.phases.join(', ')}`],
    ['offered beside a visit', sold(book)],
    ['asked after a visit', book.survey.on ? `a customer once in ${book.survey.restDays} days` : 'nothing'],
    ['a person is offered on', transfer.offerFor.map((reason) => reason.replaceAll('_', ' ')).join(', ') || 'nothing'],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
};

const show = (config: string | undefined, json: boolean): number => {
  const { playbook: source } = loadConfig(config);
  const book = loadPlaybook(source);
  process.stdout.write(
    json ? `${JSON.stringify({ source, digest: digestOf(book), playbook: book })}\n` : describe(book, source),
  );
  return EXIT.ok;
};

const check = (file: string, json: boolean): number => {
  // A bare name is meant as a file, not as a playbook that is shipped.
  const path = file.includes('/') ? file : `./${file}`;
  try {
    const book = loadPlaybook(path);
    const found = { file, valid: true, id: book.id, digest: digestOf(book), serviceTypes: book.serviceTypes.length };
    process.stdout.write(
      json ? `${JSON.stringify(found)}\n` : `${file} may be taken: ${book.serviceTypes.length} service types\n`,
    );
    return EXIT.ok;
  } catch (error) {
    if (!isPilotError(error)) throw error;
    const errors = error.message.split('\n');
    process.stdout.write(
      json
        ? `${JSON.stringify({ file, valid: false, errors, fix: error.fix })}\n`
        : `${errors.join('\n')}\nWhat to do: ${error.fix}\n`,
    );
    return EXIT.failed;
  }
};

/** `pilot playbook`. */
export const playbookCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'playbook',
    argv,
    { config: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [what, file, ...more] = positionals;
  if (what === 'show' && file === undefined) return show(values.config, values.json ?? false);
  if (what === 'check' && file !== undefined && more.length === 0) return check(file, values.json ?? false);
  throw new PilotError('usage', 'pilot playbook takes show, or check and one file', {
    fix: 'pilot playbook --help tells more.',
  });
};
