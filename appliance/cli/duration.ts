import { PilotError } from '#shared/errors.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Ms of `90m`, `2h`, `1d`, `1h30m`. @throws PilotError `usage` */
export const readDuration = (command: string, text: string): number => {
  const parts = [...text.matchAll(/(\d{1,4})([mhd])/g)];
  const ms = parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
  if (ms > 0 && parts.map(([part]) => part).join('') === text) return ms;
  throw new PilotError('usage', `pilot ${command}: ${text} is no length of time`, {
    fix: 'Write it like 90m, 2h, 1d or 1h30m.',
  });
};
