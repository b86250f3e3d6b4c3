/**
 * How often a language model would be asked: plays the shipped drills by text with a model server that finds nothing, and counts.
 *
 *   scripts/node benchmarks/model-share.ts [FOLDER]
 */
import { NOTHING_READ } from '#fakes/text-call.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { runDrill } from '#drills/drill.ts';
import { loadScenarios } from '#drills/scenario/read.ts';
import { completeLlm } from '#shared/config/llm.ts';

const scenarios = loadScenarios(process.argv[2] ?? new URL('../tests/drills', import.meta.url).pathname);
await using server = await openOllama(() => ({ do: 'answer', text: JSON.stringify(NOTHING_READ) }));
const llm = completeLlm({
  servers: [{ url: server.url, model: 'llama3.1:8b', connect_ms: 2000, first_ms: 4000 }],
  deadline_ms: 5000,
});
let said = 0;
let right = 0;
for (const scenario of scenarios) {
  const { exchanges, faults } = await runDrill(scenario, { seed: 1, stopwatch: () => performance.now(), llm });
  said += exchanges.filter(({ caller }) => caller !== '' && !caller.startsWith('(')).length;
  if (faults.length === 0) right += 1;
}
const asked = server.questions.length;
const letters = server.questions.reduce((sum, { user }) => sum + user.length, 0);
process.stdout.write(
  `${JSON.stringify({
    scenarios: scenarios.length,
    right,
    utterances: said,
    asked,
    share: Math.round((1000 * asked) / said) / 1000,
    perCall: Math.round((100 * asked) / scenarios.length) / 100,
    promptLetters: { fixed: server.questions[0]?.system.length ?? 0, mean: Math.round(letters / Math.max(1, asked)) },
  })}\n`,
);
