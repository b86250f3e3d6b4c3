import type { Config } from '#shared/config/schema.ts';
import { messageOf } from '#shared/errors.ts';
import type { Check, Finding } from './check.ts';
import { backup } from './backup.ts';
import { otherLines } from './lines.ts';
import { database } from './database.ts';
import { certificate } from './certificate.ts';
import { languageModel } from './language-model.ts';
import { dataFolder, espeak, node } from './machine.ts';
import { encryption, failover, httpPort, mail, reach, sipPort, trunks } from './network.ts';
import { people } from './people.ts';
import { premiumVoice, recognizer, turnModel, voice } from './speech.ts';
import { shop } from './shop.ts';

const CHECKS: readonly Check[] = [
  node,
  espeak,
  recognizer,
  voice,
  turnModel,
  languageModel,
  premiumVoice,
  dataFolder,
  database,
  backup,
  shop,
  sipPort,
  trunks,
  failover,
  encryption,
  otherLines,
  people,
  certificate,
  reach,
  httpPort,
  mail,
];

/** Runs every check; one that fails to run is itself a finding. */
export const runDoctor = (config: Config): Promise<Finding[]> =>
  Promise.all(
    CHECKS.map(async (check) => {
      try {
        return { name: check.name, ...(await check.run(config)) };
      } catch (error) {
        return {
          name: check.name,
          status: 'fail' as const,
          detail: messageOf(error),
          cost: 'not known: the check itself failed',
          fix: 'Report this with the log.',
        };
      }
    }),
  );
