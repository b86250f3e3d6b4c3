import { PilotError, messageOf } from '#shared/errors.ts';

/** How a question to a model may come to nothing. */
export type LlmFault =
  /** Nothing listens there, or the connection broke before an answer began. */
  | 'llm_unreachable'
  /** The server answered with an error. */
  | 'llm_refused'
  /** All places and the queue are taken, at ours or at the server's door. */
  | 'llm_busy'
  /** The answer stopped in the middle, or is not the protocol. */
  | 'llm_broken'
  /** The answer is whole and not of the shape that was asked for. */
  | 'llm_nonsense'
  /** The time for an answer was over. */
  | 'llm_late'
  /** Something else came meanwhile; the answer is of no use any more. */
  | 'llm_overtaken'
  /** The server failed lately and has not been seen to work since. */
  | 'llm_down'
  /** The day's money is spent. */
  | 'llm_budget'
  | 'llm_no_model';

/** @param server its name in the configuration */
export const llmFault = (code: LlmFault, server: string, what: string, fix: string, cause?: unknown): PilotError =>
  new PilotError(code, `the language model ${server} ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    retryable: code !== 'llm_no_model',
    fix,
  });

/** What an HTTP status other than 200 means. A body is not quoted: servers repeat the question in it. */
export const refused = (server: string, status: number): PilotError =>
  status === 503 || status === 429
    ? llmFault(
        'llm_busy',
        server,
        `has no place now (${status})`,
        'See what else uses it, or raise its parallel slots.',
      )
    : llmFault('llm_refused', server, `refuses with status ${status}`, 'Read the log of that server.');

export const unreachable = (server: string, cause: unknown): PilotError =>
  llmFault('llm_unreachable', server, 'cannot be reached', 'Start it, and check llm.servers and the network.', cause);

export const broken = (server: string, what: string, cause?: unknown): PilotError =>
  llmFault('llm_broken', server, what, 'Read the log of that server.', cause);

/** The code of a failure; anything unknown counts as a broken answer. */
export const faultOf = (error: unknown): LlmFault =>
  error instanceof PilotError && error.code.startsWith('llm_') ? (error.code as LlmFault) : 'llm_broken';

/** Node's fetch hides the reason one level down. */
export const rootCause = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : messageOf(cause);
};
