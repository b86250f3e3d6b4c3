import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readAddress } from '#conversation/language/en-US/addresses.ts';
import { baseOf } from '#conversation/language/en-US/gazetteer.ts';
import { ordinalOf } from '#conversation/language/en-US/numbers.ts';
import { tokenize } from '#conversation/language/en-US/tokens.ts';
import { loadDirectory } from '#core/directory.ts';
import { gazetteerFile, gazetteerOf } from '#shared/config/gazetteer.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { buildGazetteer } from '#store/gazetteer/build.ts';
import { openGazetteer } from '#store/gazetteer/open.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `usage: pilot gazetteer build FILE.csv [--state OH] [--out FILE] [--config FILE] [--json]
       pilot gazetteer check "12 quillfeather lane springfield" [--state OH] [--config FILE] [--json]

build  the list of your area's addresses, from comma-separated values whose first line names the columns: number (or from, to),
       street, city, state, zip; --state is for a file that names none. It lies in the data folder unless --out says otherwise,
       and a running box takes it at its next start. Lines that hold no address are left out and told.
check  what a caller's words are taken for: listed, number_not_listed, respelled (heard a little otherwise), not_listed

No address is refused because it is not listed: the list only helps to hear streets, and each address is read back.
`;

interface Flags {
  readonly state: string | undefined;
  readonly out: string | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
}

const build = async (csv: string, { state, out, config, json }: Flags): Promise<number> => {
  const { gazetteer, dataFolder } = loadConfig(config);
  const file = out === undefined ? (gazetteer ?? gazetteerFile(dataFolder)) : resolve(out);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const report = await buildGazetteer(csv, file, {
    state: state?.toUpperCase() ?? null,
    onProgress: (lines) => process.stderr.write(`${lines} lines\n`),
  });
  if (json) process.stdout.write(`${JSON.stringify({ file, ...report })}\n`);
  else {
    for (const reason of report.reasons) process.stdout.write(`left out: ${reason}\n`);
    const more = report.refused - report.reasons.length;
    if (more > 0) process.stdout.write(`left out: ${more} more lines\n`);
    process.stdout.write(`${file}: ${report.addresses} addresses in ${report.streets} streets\n`);
  }
  return EXIT.ok;
};

const check = (words: string, { state, config, json }: Flags): number => {
  const { gazetteer, dataFolder } = loadConfig(config);
  const file = gazetteerOf(gazetteer, dataFolder) ?? gazetteerFile(dataFolder);
  using list = openGazetteer(file);
  const directory = loadDirectory({
    gazetteer: list,
    ...(state === undefined ? {} : { home: { state: state.toUpperCase() } }),
  });
  const heard = tokenize(words).map((token) => token.word);
  const address = readAddress(heard, 'asked', directory)?.address ?? null;
  const street = address?.street ?? null;
  const known = street === null ? [] : list.named(baseOf(street)).filter(({ name }) => name === street);
  const number = Number(address?.houseNumber?.replace(/\D/g, '') ?? Number.NaN);
  const held =
    street === null || Number.isNaN(number)
      ? null
      : list.holds(street, number, { city: address?.city ?? null, state: address?.state ?? null });
  const written = new Set(known.map(({ base }) => base));
  const said = heard.map((word) => ordinalOf(word) ?? word).join('');
  const asSaid = [...written].some((base) => said.includes(base));
  const found =
    known.length === 0 ? 'not_listed' : !asSaid ? 'respelled' : held === false ? 'number_not_listed' : 'listed';
  const line = [address?.houseNumber, street, address?.city, address?.state, address?.zip].filter(Boolean).join(' ');
  process.stdout.write(
    json ? `${JSON.stringify({ found, address })}\n` : `${found.replaceAll('_', ' ')}: ${line || 'no address'}\n`,
  );
  return EXIT.ok;
};

/** `pilot gazetteer`. @throws PilotError `usage`, `gazetteer_*` */
export const gazetteerCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'gazetteer',
    argv,
    {
      state: { type: 'string' },
      out: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [what, subject, ...more] = positionals;
  const { state, out, config, json } = values;
  if (subject !== undefined && more.length === 0) {
    if (what === 'build') return build(subject, { state, out, config, json });
    if (what === 'check') return check(subject, { state, out, config, json });
  }
  throw new PilotError('usage', 'pilot gazetteer takes build and one CSV file, or check and one address in quotes', {
    fix: 'pilot gazetteer --help tells more.',
  });
};
