import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const Variable = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' });
const Dollars = Type.Number({ minimum: 0, maximum: 100_000 });
const Task = Type.Union([Type.Literal('read'), Type.Literal('phrase')]);

/** One model on one server. */
export const LlmServerFile = Type.Object(
  {
    name: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]*$' })),
    kind: Type.Optional(Type.Union([Type.Literal('ollama'), Type.Literal('openai')])),
    /** Of Ollama, or of any server with OpenAI's chat completions, up to and with `/v1`. */
    url: Type.Optional(Type.String({ pattern: '^https?://[^/]+' })),
    model: Type.String({ minLength: 1, maxLength: 200 }),
    /** Name of the environment variable that holds the key. */
    key_env: Type.Optional(Variable),
    /** Tokens of context. Ollama allocates it once for each parallel slot. */
    context: Type.Optional(Type.Integer({ minimum: 2048, maximum: 131_072 })),
    /** Questions the server thinks about at once: what OLLAMA_NUM_PARALLEL is set to there. */
    parallel: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    /** Questions that may wait for a place; one more is read by rules at once. */
    queue: Type.Optional(Type.Integer({ minimum: 0, maximum: 64 })),
    /** What it is used for. */
    tasks: Type.Optional(Type.Array(Task, { minItems: 1 })),
    /** Dollars for a million tokens. */
    price: Type.Optional(Type.Object({ prompt: Dollars, answer: Dollars }, strict)),
    /** Milliseconds until there must be a connection, and the first word. */
    connect_ms: Type.Optional(Type.Integer({ minimum: 20, maximum: 10_000 })),
    first_ms: Type.Optional(Type.Integer({ minimum: 50, maximum: 30_000 })),
  },
  strict,
);

/** Language models. Without this block callers are understood by rules alone, and every word of ours is a template's. */
export const LlmFile = Type.Object(
  {
    /** Asked in this order. */
    servers: Type.Array(LlmServerFile, { minItems: 1, maxItems: 8 }),
    /** Milliseconds a caller's turn may wait for a model. */
    deadline_ms: Type.Optional(Type.Integer({ minimum: 100, maximum: 5000 })),
    /** May a model word short answers where the playbook has none? */
    phrase: Type.Optional(Type.Boolean()),
    /** Dollars a day; beyond it only servers without a price are asked. */
    budget_day: Type.Optional(Dollars),
    /** Answers kept in memory for who says the same words; 0: none. */
    cache_entries: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    /** How long, minutes. */
    cache_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
    /** A share of calls asks this server first for a task, to compare it with the one that is asked otherwise. */
    trial: Type.Optional(
      Type.Object(
        {
          server: Type.String(),
          task: Type.Optional(Task),
          share: Type.Optional(Type.Number({ minimum: 0.01, maximum: 0.99 })),
        },
        strict,
      ),
    ),
  },
  strict,
);

export interface LlmServer {
  readonly name: string;
  readonly kind: 'ollama' | 'openai';
  readonly url: string;
  readonly model: string;
  readonly keyEnv: string | null;
  readonly context: number;
  readonly parallel: number;
  readonly queue: number;
  readonly tasks: readonly Static<typeof Task>[];
  /** Micro-dollars for a token, which is dollars for a million of them. */
  readonly price: { readonly prompt: number; readonly answer: number };
  readonly connectMs: number;
  readonly firstMs: number;
}

/** Two models that are compared for a task. */
export interface LlmTrial {
  readonly task: Static<typeof Task>;
  readonly usual: { readonly server: string; readonly model: string };
  readonly trial: { readonly server: string; readonly model: string };
  /** Of the calls that come in, how many are given the trial: 0 to 1. */
  readonly share: number;
}

export interface LlmConfig {
  readonly servers: readonly LlmServer[];
  readonly deadlineMs: number;
  readonly phrase: boolean;
  /** Micro-dollars; null: no bound. */
  readonly budgetDay: number | null;
  /** What is kept of answers; null: nothing. */
  readonly cache: { readonly entries: number; readonly ageMs: number } | null;
  /** Null: nothing is compared. */
  readonly trial: LlmTrial | null;
}

const nameOf = (server: Static<typeof LlmServerFile>, index: number): string => server.name ?? `model-${index + 1}`;

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

const serverFaults = (servers: readonly Static<typeof LlmServerFile>[]): Fault[] =>
  servers.flatMap((server, index, all) => {
    const path = ['servers', String(index)];
    const faults: Fault[] = [];
    if (all.findIndex((other, i) => nameOf(other, i) === nameOf(server, index)) !== index)
      faults.push({ path: [...path, 'name'], message: `two servers are called ${nameOf(server, index)}` });
    if (server.kind === 'openai' && server.url === undefined)
      faults.push({ path, message: 'say where it is: url, up to and with /v1' });
    return faults;
  });

const TASKS: readonly Static<typeof Task>[] = ['read', 'phrase'];

/** What is wrong with a trial; null when nothing is. */
const trialFault = (llm: Static<typeof LlmFile>): string | null => {
  const { server, task = 'read' } = llm.trial ?? { server: '' };
  if (llm.trial === undefined) return null;
  const able = llm.servers.filter(({ tasks = TASKS }) => tasks.includes(task));
  const named = llm.servers.findIndex((one, index) => nameOf(one, index) === server);
  const tried = llm.servers[named];
  if (tried === undefined) return `there is no server ${server}`;
  if (!able.includes(tried)) return `${server} is not given the task ${task}`;
  if (able.length < 2) return `no other server is given the task ${task}: there is nothing to compare ${server} with`;
  return task === 'phrase' && llm.phrase !== true ? 'no model words anything while llm.phrase is not true' : null;
};

/** What the schema cannot say: path below `llm`, and what is wrong there. */
export const llmFaults = (llm: Static<typeof LlmFile> | undefined): Fault[] => [
  ...serverFaults(llm?.servers ?? []),
  ...[llm === undefined ? null : trialFault(llm)].flatMap((message) =>
    message === null ? [] : [{ path: ['trial'], message }],
  ),
];

const completeTrial = (trial: Static<typeof LlmFile>['trial'], servers: readonly LlmServer[]): LlmTrial | null => {
  const { server = '', task = 'read', share = 0.5 } = trial ?? {};
  const tried = servers.find(({ name }) => name === server);
  const other = servers.find(({ name, tasks }) => name !== server && tasks.includes(task));
  if (tried === undefined || other === undefined) return null;
  const model = (one: LlmServer) => ({ server: one.name, model: one.model });
  return { task, usual: model(other), trial: model(tried), share };
};

/** Fills in the defaults. */
export const completeLlm = (llm: Static<typeof LlmFile> | undefined): LlmConfig | null => {
  if (llm === undefined) return null;
  const servers = llm.servers.map(
    (server, index): LlmServer => ({
      name: nameOf(server, index),
      kind: server.kind ?? 'ollama',
      url: server.url ?? 'http://127.0.0.1:11434',
      model: server.model,
      keyEnv: server.key_env ?? null,
      context: server.context ?? 6144,
      parallel: server.parallel ?? 1,
      queue: server.queue ?? 1,
      tasks: server.tasks ?? TASKS,
      price: server.price ?? { prompt: 0, answer: 0 },
      connectMs: server.connect_ms ?? 250,
      firstMs: server.first_ms ?? 700,
    }),
  );
  return {
    servers,
    deadlineMs: llm.deadline_ms ?? 900,
    phrase: llm.phrase ?? false,
    budgetDay: llm.budget_day === undefined ? null : Math.round(llm.budget_day * 1_000_000),
    cache:
      llm.cache_entries === 0 ? null : { entries: llm.cache_entries ?? 500, ageMs: (llm.cache_minutes ?? 60) * 60_000 },
    trial: completeTrial(llm.trial, servers),
  };
};
