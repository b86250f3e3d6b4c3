import { formatMicros, type CostKind, type CostReport } from '#shared/api/cost.ts';
import { getCosts } from '#shared/api/routes/costs.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot cost [--day | --month] [--date YYYY-MM-DD] [--json]

What calls have cost: the carrier's minutes, the premium voice's characters, language models that have a price,
messages and energy (an estimate), against the budgets of cost.budget. kept_answer: questions to models whose
answer was still at hand. Without --day or --month both are shown.

  --date DATE  another day, and its month
  --config FILE, --data FOLDER   which box
`;

const QUANTITIES: Readonly<Record<string, (quantity: number) => string>> = {
  second: (quantity) => `${Math.round(quantity / 6) / 10} min`,
  character: (quantity) => `${quantity} characters`,
  milliwatt_hour: (quantity) => `${Math.round(quantity / 100) / 10} Wh`,
  token: (quantity) => `${quantity} tokens`,
  message: (quantity) => `${quantity} sent`,
  question: (quantity) => `${quantity} question${quantity === 1 ? '' : 's'} not asked again`,
};

const kindLine = ({ estimate, kind, micros, quantity, unit }: CostKind, currency: string): string =>
  `  ${kind.padEnd(14)}${formatMicros(micros, currency).padStart(12)}  ${QUANTITIES[unit]?.(quantity) ?? quantity}${estimate ? ' (an estimate)' : ''}\n`;

/** A report as people read it. */
export const describeCost = ({ budgetMicros, currency, kinds, label, micros }: CostReport): string => {
  const budget =
    budgetMicros === null
      ? 'no budget'
      : `of ${formatMicros(budgetMicros, currency)}${micros >= budgetMicros ? ': used up, the premium voice stops' : ''}`;
  return `${label}  ${formatMicros(micros, currency)} ${budget}\n${kinds.map((one) => kindLine(one, currency)).join('')}`;
};

/** `pilot cost`. */
export const costCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('cost', argv, {
    ...BOX_FLAGS,
    day: { type: 'boolean' },
    month: { type: 'boolean' },
    date: { type: 'string' },
  });
  if (values.help) return printHelp(HELP);
  const { date, day = false, json, month = false } = values;
  if (date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(date))
    throw new PilotError('usage', `pilot cost: ${date} is no date`, { fix: 'Write it as 2026-11-23.' });
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const reports = await askCore(dataFolder, getCosts, { query: date === undefined ? {} : { date } });
  const both = day === month;
  const wanted = [...(both || day ? [reports.day] : []), ...(both || month ? [reports.month] : [])];
  process.stdout.write(json === true ? `${JSON.stringify(wanted)}\n` : wanted.map(describeCost).join(''));
  return EXIT.ok;
};
