import { createModel } from '#llm/create.ts';
import { warningOf } from '#llm/traps.ts';
import type { LlmServer } from '#shared/config/llm.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import { type Check, type Finding, ok, warn } from './check.ts';

const PATIENCE_MS = 5000;
const COST = 'unusual wordings are asked again, and what no rule takes for urgent is not asked about';

const isNear = (url: string): boolean =>
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/.test(new URL(url).hostname);

const look = async (server: LlmServer): Promise<Omit<Finding, 'name'>> => {
  const told = `${server.name}: ${server.model} at ${server.url}`;
  if (server.keyEnv !== null && !process.env[server.keyEnv])
    return warn(`${told}: the variable ${server.keyEnv} is empty`, COST, `Set ${server.keyEnv} for the core process.`);
  try {
    await createModel(server).probe(AbortSignal.timeout(PATIENCE_MS));
  } catch (error) {
    return warn(
      `${told}: ${messageOf(error)}`,
      COST,
      (isPilotError(error) ? error.fix : undefined) ?? 'Start that server, or take it out of llm.servers.',
    );
  }
  const trap = warningOf(server.model, server.parallel);
  if (trap !== null) return warn(`${told}: ${trap}`, COST, 'Choose llama3.1:8b, or llama3.2:3b on a small card.');
  if (isNear(server.url)) return ok(told);
  return warn(
    `${told}: not in this building`,
    'what callers say is sent there',
    'Leave it if you want that; else name a server of your own.',
  );
};

/** Whether the configured language models are there and fit; none is a choice, not a fault. */
export const languageModel: Check = {
  name: 'language model',
  run: async ({ llm }) => {
    if (llm === null) return ok('none: callers are understood by rules alone');
    const found = await Promise.all(llm.servers.map(look));
    const bad = found.find(({ status }) => status !== 'ok');
    return bad ?? ok(found.map(({ detail }) => detail).join('; '));
  },
};
