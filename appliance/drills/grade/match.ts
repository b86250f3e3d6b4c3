import { patternOf } from '../scenario/read.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Is the value as expected? Text between slashes is a pattern, `*` anything but null; a record must hold what is named
 * and may hold more; a list must fit item by item. True and false stand for 1 and 0.
 */
export const fits = (expected: unknown, value: unknown): boolean => {
  if (expected === '*') return value !== null && value !== undefined;
  if (typeof expected === 'boolean' && typeof value === 'number') return expected === (value !== 0);
  if (typeof expected === 'string' && /^\/.+\/$/.test(expected))
    return value != null && patternOf(expected).test(typeof value === 'string' ? value : JSON.stringify(value));
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((one, index) => fits(one, value[index]))
    );
  if (isRecord(expected))
    return isRecord(value) && Object.entries(expected).every(([key, one]) => fits(one, value[key] ?? null));
  return expected === value;
};

/** Columns of the expectation that the row does not meet. */
export const misfits = (
  expected: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
): string[] => Object.keys(expected).filter((column) => !fits(expected[column], row[column] ?? null));
