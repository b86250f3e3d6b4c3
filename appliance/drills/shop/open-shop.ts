import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlaybook } from '#core/playbooks.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { databaseFile } from '#shared/data-folder.ts';
import { silentLog } from '#observe/log.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import { instantOf } from '#schedule/local-time.ts';
import { DEMO_SHOP } from '#shop/starter/demo-shop.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore } from '#store/store.ts';
import { drillClock, type DrillClock } from '../clock.ts';
import type { Scenario } from '../scenario/schema.ts';
import { fillShop } from './fill.ts';

/** A shop of its own for one drill, gone with it. */
export interface DrillShop extends AsyncDisposable {
  readonly desk: Desk;
  readonly clock: DrillClock;
}

/** When the first call of a scenario comes in, epoch ms. */
export const startOf = ({ now }: Pick<Scenario, 'now'>): number => {
  const [date = '', time = ''] = now.split('T');
  return instantOf(date, time, DEMO_SHOP.zone);
};

/** Who may be rung for a caller in a drill; nobody's phone rings. */
const peopleOf = ({ shop }: Scenario) => ({
  to: shop.people.map(
    ({ name }) => ({ name, number: DEMO_SHOP.phone, address: null, trunk: null, way: null, when: 'always' }) as const,
  ),
  record: false,
});

/** The scenario's playbook; where it says something otherwise, a file of its own in the drill's folder. */
const playbookOf = ({ playbook, with: changes }: Scenario, dataFolder: string): string => {
  if (Object.keys(changes).length === 0) return playbook;
  const book: Readonly<Record<string, unknown>> = loadPlaybook(playbook);
  const changed = Object.entries(changes).map(([key, value]) => [
    key,
    { ...(book[key] as object | undefined), ...value },
  ]);
  const file = join(dataFolder, 'playbook.yaml');
  writeFileSync(file, JSON.stringify({ ...book, ...Object.fromEntries(changed) }));
  return file;
};

/** Makes a fresh database in a folder: the demo shop and what the scenario adds, as of the scenario's clock. */
export const makeShop = async (scenario: Scenario, dataFolder: string): Promise<void> => {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const clock = drillClock(startOf(scenario));
  await using store = await openStore({ file: databaseFile(dataFolder), clock, log: silentLog() });
  await fillShop(await seedDemoShop(store), scenario.shop);
};

/**
 * Makes a fresh database, fills it with the demo shop and what the scenario adds, and opens core's desk on it.
 * @param llm language models, looked for before the first call; none when left out
 */
export const openDrillShop = async (scenario: Scenario, llm: LlmConfig | null = null): Promise<DrillShop> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'pilot-drill-'));
  const clock = drillClock(startOf(scenario));
  const log = silentLog();
  const leave = (): Promise<void> => rm(dataFolder, { recursive: true, force: true });
  try {
    // Before the desk opens: the reader learns the customers' names when it does.
    await makeShop(scenario, dataFolder);
    const transfer = peopleOf(scenario);
    const playbook = playbookOf(scenario, dataFolder);
    const desk = await openDesk({ dataFolder, clock, log, playbook, demoShop: true, transfer, llm });
    await desk.models?.looked();
    return {
      desk,
      clock,
      async [Symbol.asyncDispose]() {
        await desk[Symbol.asyncDispose]();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
};
