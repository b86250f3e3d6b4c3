/**
 * An error with a stable code. Callers switch on `code`, never on the text. A code is never reused for another meaning.
 * `fix` is one sentence that tells the person reading it the way out.
 */
export class PilotError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly fix: string | undefined;

  constructor(code: string, message: string, options: { fix?: string; retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PilotError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.fix = options.fix;
  }
}

export const isPilotError = (error: unknown): error is PilotError => error instanceof PilotError;

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
