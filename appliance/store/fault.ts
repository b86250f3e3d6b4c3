import { isPilotError, PilotError } from '#shared/errors.ts';
import { POSTGRES_FAULTS } from './postgres/faults.ts';
import { SQLITE_FAULTS } from './sqlite/faults.ts';

/** How a database names a fault, and what that means here. */
export interface KnownFault {
  /** Begins the driver's code, or is in its message where it has none. */
  readonly sign: string;
  /** `store_...` */
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
  /** It may be over a moment later. */
  readonly passing?: true;
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const knownFault = (error: unknown): KnownFault | undefined => {
  if (isPilotError(error) || !(error instanceof Error)) return undefined;
  const code = codeOf(error);
  if (code === '') return POSTGRES_FAULTS.find(({ sign }) => sign.includes(' ') && error.message.startsWith(sign));
  return [...SQLITE_FAULTS, ...POSTGRES_FAULTS].find(({ sign }) => code.startsWith(sign));
};

/** The database's own errors as PilotErrors with a cause and a fix; everything else goes through as it is. */
export const storeFault = (error: unknown): unknown => {
  const known = knownFault(error);
  if (known === undefined) return error;
  const { code, cause, fix, passing } = known;
  return new PilotError(code, cause, { fix, cause: error, retryable: passing ?? false });
};

/** True for a fault after which nothing of the transaction may be taken as done: the engine may have undone it already. */
export const endsTransaction = (error: unknown): boolean => {
  const fault = storeFault(error);
  return isPilotError(fault) && fault.code.startsWith('store_');
};

/** True for a fault that may be over a moment later: another holds a lock, the server starts again. */
export const isPassing = (error: unknown): boolean => {
  const fault = storeFault(error);
  return isPilotError(fault) && fault.code.startsWith('store_') && fault.retryable;
};

/** Something refers to the row that was to go (SQLite's extended code, PostgreSQL's SQLSTATE). */
export const isReferenced = (error: unknown): boolean =>
  error instanceof Error && ['SQLITE_CONSTRAINT_FOREIGNKEY', '23503'].includes(codeOf(error));
