import { PilotError } from '#shared/errors.ts';
import { broken, llmFault, unreachable } from './faults.ts';
import type { LanguageModel, Prompt, Usage } from './port.ts';
import { reach } from './reach.ts';

/** How long each step may take, ms; the whole ends with the caller's signal. */
export interface Patience {
  readonly connectMs: number;
  readonly firstMs: number;
}

export interface WholeAnswer {
  readonly text: string;
  readonly usage: Usage | null;
  /** From the question to its first word, ms. */
  readonly firstMs: number;
}

/** Runs `step` under a timer of its own. @throws what `late` makes, when that runs out */
const within = async <T>(
  ms: number,
  outer: AbortSignal,
  late: () => PilotError,
  step: (signal: AbortSignal, arrived: () => void) => Promise<T>,
): Promise<T> => {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(late()), ms);
  try {
    return await step(AbortSignal.any([outer, own.signal]), () => clearTimeout(timer));
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Asks, and waits for the whole answer.
 * @param signal its reason is thrown when it aborts; give it a PilotError
 * @throws PilotError `llm_*`
 */
export const wholeAnswer = async (
  model: LanguageModel,
  prompt: Prompt,
  patience: Patience,
  signal: AbortSignal,
  monotonic: () => number,
): Promise<WholeAnswer> => {
  const started = monotonic();
  await reach(model.url, patience.connectMs, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw unreachable(model.name, cause);
  });
  const late = (): PilotError =>
    llmFault('llm_late', model.name, `says nothing for ${patience.firstMs} ms`, 'See what else its GPU does.');
  return within(patience.firstMs, signal, late, async (both, arrived) => {
    let text = '';
    let firstMs: number | null = null;
    for await (const piece of model.stream(prompt, both)) {
      if (firstMs === null) {
        firstMs = monotonic() - started;
        arrived();
      }
      if (piece.kind === 'text') text += piece.text;
      else if (piece.whole) return { text, usage: piece.usage, firstMs };
      else throw broken(model.name, 'ran out of room for its answer');
    }
    throw broken(model.name, 'ended before its answer did');
  });
};
