import type { JobRecord } from '#shared/api/records.ts';
import { formatMoney } from '#shared/money.ts';
import { formatDay, formatHours } from './instants.ts';

/** `Today, 9:00 – 11:00 PM`: the promise, as local time of the place. */
export const formatPromise = (job: JobRecord, now: number): string => {
  const { visit } = job;
  if (visit === null) return 'No window yet';
  return `${formatDay(visit.date, now, visit.zone)}, ${formatHours(visit.windowStart, visit.windowEnd)}`;
};

/** `$248`: the fee as the caller was told it. Cents are shown only when there are some. */
export const formatFee = (job: JobRecord): string =>
  job.price === null ? 'Not quoted' : wholeDollars(job.price.spokenFee);

/** `$450 – $1,200`, or nothing when no range was told. */
export const formatRange = (job: JobRecord): string | null => {
  const range = job.price?.range ?? null;
  return range === null ? null : `${wholeDollars(range.low)} – ${wholeDollars(range.high)}`;
};

/** `$206`, or nothing when no deposit was told. */
export const formatDeposit = (job: JobRecord): string | null => {
  const deposit = job.price?.deposit ?? null;
  return deposit === null ? null : wholeDollars(deposit);
};

const wholeDollars = (money: Parameters<typeof formatMoney>[0]): string => formatMoney(money).replace(/\.00$/, '');

const NAMES: Readonly<Record<string, string>> = { gateCode: 'gate code', alarmCode: 'alarm code' };

/** What still wants a person's check, as words: `name`, `address`. */
export const unconfirmedParts = (job: JobRecord): string[] => {
  const parts = new Set(job.unconfirmed.map((fact) => NAMES[fact.slot] ?? fact.slot));
  if (!job.customer.nameConfirmed) parts.add('name');
  if (!job.customer.phoneConfirmed) parts.add('phone');
  if (!job.location.confirmed) parts.add('address');
  return [...parts];
};
