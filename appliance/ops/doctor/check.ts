import type { Config } from '#shared/config/schema.ts';

export type Status = 'ok' | 'warn' | 'fail';

/** What one check found. `cost` is what a caller or the office notices; `fix` is the way out. */
export interface Finding {
  readonly name: string;
  readonly status: Status;
  readonly detail: string;
  readonly cost: string;
  readonly fix: string;
}

export interface Check {
  readonly name: string;
  run(config: Config): Promise<Omit<Finding, 'name'>>;
}

export const ok = (detail: string): Omit<Finding, 'name'> => ({ status: 'ok', detail, cost: '', fix: '' });

export const warn = (detail: string, cost: string, fix: string): Omit<Finding, 'name'> => ({
  status: 'warn',
  detail,
  cost,
  fix,
});

export const fail = (detail: string, cost: string, fix: string): Omit<Finding, 'name'> => ({
  status: 'fail',
  detail,
  cost,
  fix,
});
