/**
 * What is known of models in Ollama that would bite a caller. Read in ollama's source (server/routes.go, scheduler) and its
 * issues 10929, 14645, 14850, 15260, 15540, as of v0.33.
 */
interface Trap {
  readonly tag: RegExp;
  /** What `think` must be for the schema to hold; left out: it is not sent. */
  readonly think?: false | 'low';
  /** The server thinks about one question at a time, whatever OLLAMA_NUM_PARALLEL says. */
  readonly oneSlot?: true;
  /** Why it should not be used at all. */
  readonly avoid?: string;
}

const TRAPS: readonly Trap[] = [
  { tag: /^gpt-oss/, think: 'low' },
  { tag: /^(qwen3\.[56]|qwen35)/, think: false, oneSlot: true, avoid: 'the schema is ignored when it does not think' },
  { tag: /^gemma4/, think: false, avoid: 'the schema is ignored before Ollama 0.21.1' },
  { tag: /^(qwen3-vl|qwen3vl|mllama|qwen3-?next|lfm2|nemotron_h)/, oneSlot: true },
  // Without `think: false` a model that can think answers twice, the first time without the schema.
  { tag: /^(qwen3(?!.*instruct)|deepseek-r1|magistral|cogito|deepseek-v3\.1|phi4-reasoning)/, think: false },
];

const trapOf = (tag: string): Trap | undefined => TRAPS.find((trap) => trap.tag.test(tag));

/** What to send as `think`; undefined: nothing. */
export const thinkOf = (tag: string): false | 'low' | undefined => trapOf(tag)?.think;

/** What an owner should know of the model they chose; null when nothing is known against it. */
export const warningOf = (tag: string, parallel: number): string | null => {
  const trap = trapOf(tag);
  if (trap?.avoid !== undefined) return `${tag}: ${trap.avoid}`;
  return trap?.oneSlot === true && parallel > 1 ? `${tag} answers one question at a time: set parallel to 1` : null;
};
