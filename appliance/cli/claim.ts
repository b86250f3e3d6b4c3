import { newClaimCode } from '#shared/api/routes/access.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot claim [--json] [--config FILE] [--data FOLDER]

Shows a code for the first log-in. Whoever gives it on the console, with name, e-mail address and password, is the owner of the
box; it holds for a day and makes one owner. A box that has an owner gives none: further people are invited (pilot user invite).
`;

/** `pilot claim`. */
export const claimCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('claim', argv, { ...BOX_FLAGS });
  if (values.help) return printHelp(HELP);
  const { dataFolder, http } = loadConfig(values.config, { data: values.data });
  const made = await askCore(dataFolder, newClaimCode, {});
  const till = new Date(made.endsAt).toISOString().slice(0, 16).replace('T', ' ');
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(made)}\n`
      : `Open the console (http://${http.host}:${http.port}) and give this code, once, before ${till} UTC:\n\n    ${made.code}\n\n`,
  );
  return EXIT.ok;
};
