import { confirmShop, getShop } from '#shared/api/routes/shop.ts';
import type { ShopRecord } from '#shared/api/shop.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { formatMoney, usd } from '#shared/money.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot shop [--config FILE] [--data FOLDER] [--json]
       pilot shop confirm [--config FILE] [--data FOLDER] [--json]

The rows the shop goes by: hours, people, services with durations and prices, deposits, the ladder of emergencies. A new
shop begins with typical ones. Look them over; until they are confirmed the box answers no line for the shop.
`;

const DAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const money = (cents: number): string => formatMoney(usd(cents)).replace(/\.00$/, '');
const range = ([low, high]: readonly number[]): string =>
  low === undefined || high === undefined ? 'on site' : `${money(low)} to ${money(high)}`;

const depositOf = ({ deposit }: ShopRecord): string => {
  if (deposit === null) return 'none';
  const cap = deposit.installCap;
  const most = cap === null ? '' : `, at most ${cap.percent} % or ${money(cap.cents)}`;
  return `${deposit.percent} % of the estimate; service: ${deposit.onService ? 'yes' : 'no'}; installations: ${
    deposit.onInstall ? `yes${most}` : 'no'
  }`;
};

/** The rows for people. */
export const describeShop = (shop: ShopRecord): string => {
  const { confirmedAt, home } = shop;
  const columns = shop.services.map(({ code, name, minutes, work, feeCents, rangeCents, afterHoursRangeCents }) => [
    `  ${code}`,
    name,
    `${minutes} min`,
    work,
    feeCents === null ? 'no price' : money(feeCents),
    range(rangeCents),
    range(afterHoursRangeCents),
  ]);
  const head = ['  code', 'service', 'on site', 'kind', 'visit', 'usual price', 'after hours'];
  const widths = head.map((_, at) => Math.max(...[head, ...columns].map((row) => (row[at] ?? '').length)));
  const table = [head, ...columns].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const lines = [
    `${shop.name}, ${home.city}, ${home.state} ${home.zip}, ${shop.phone}, ${shop.zone}`,
    confirmedAt === null
      ? 'NOT CONFIRMED: no line is answered for the shop. Look the rows over, then: pilot shop confirm'
      : `confirmed ${new Date(confirmedAt).toISOString().slice(0, 10)}`,
    '',
    ...shop.hours.map(
      ({ weekday, kind, starts, ends }) => `  ${DAYS[weekday]}  ${starts}-${ends}  ${kind.replace('_', ' ')}`,
    ),
    ...shop.holidays.map(({ date, name, kind }) => `  ${date}  ${name}  ${kind.replace('_', ' ')}`),
    '',
    ...(shop.technicians.length === 0
      ? ['  no technicians: no visit can be booked']
      : shop.technicians.map(({ name, phone, skills }) => `  ${name}  ${phone}  ${skills.join(', ')}`)),
    '',
    ...table,
    '',
    ...shop.addOns.map(
      ({ code, name, priceCents, from, per }) =>
        `  add-on  ${code}  ${name}  ${from ? 'from ' : ''}${money(priceCents)}${per === 'once' ? '' : ` a ${per}`}`,
    ),
    `  deposit  ${depositOf(shop)}`,
    ...shop.ladder.map(
      ({ role, name, phone, limitMinutes }, at) =>
        `  ladder ${at + 1}  ${role.replaceAll('_', ' ')}  ${name === '' ? '(by the rota)' : name} ${phone}  ${limitMinutes} min`,
    ),
  ];
  return `${lines.join('\n')}\n`;
};

/** `pilot shop`. */
export const shopCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('shop', argv, { ...BOX_FLAGS }, true);
  if (values.help) return printHelp(HELP);
  const [what, ...more] = positionals;
  if ((what !== undefined && what !== 'confirm') || more.length > 0)
    throw new PilotError('usage', 'pilot shop takes nothing, or confirm', { fix: 'pilot shop --help tells more.' });
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const shop = await (what === 'confirm'
    ? askCore(dataFolder, confirmShop, { body: { who: whoTypes() || 'terminal' } })
    : askCore(dataFolder, getShop, {}));
  process.stdout.write(values.json ? `${JSON.stringify(shop)}\n` : describeShop(shop));
  return EXIT.ok;
};
