/** What a fake model server does with one question. */
export type Behaviour =
  | { readonly do: 'answer'; readonly text: string }
  /** Streams the text's beginning, then closes the connection. */
  | { readonly do: 'cut'; readonly text: string }
  /** The answer ends where its room ends: half a JSON. */
  | { readonly do: 'run_out'; readonly text: string }
  /** Bytes that are not the protocol. */
  | { readonly do: 'garble' }
  | { readonly do: 'refuse'; readonly status: number }
  /** Takes the question and never says a word. */
  | { readonly do: 'hang' }
  /** Says its first word, and never the next. */
  | { readonly do: 'stall'; readonly text: string };

/** A question as a server got it. */
export interface Heard {
  readonly system: string;
  readonly user: string;
  readonly format: Record<string, unknown> | null;
  readonly maxTokens: number;
  /** The whole body. */
  readonly body: Record<string, unknown>;
}

export type Script = (heard: Heard, index: number) => Behaviour;

/** A model that answers every question with this value as JSON. */
export const always =
  (value: unknown): Script =>
  () => ({ do: 'answer', text: typeof value === 'string' ? value : JSON.stringify(value) });

/** About a token each, as a model gives its text out. */
export const tokensOf = (text: string): readonly string[] => text.match(/[\s\S]{1,7}/g) ?? [];
