import { resolve } from 'node:path';
import { PilotError } from '#shared/errors.ts';
import { inspectModel, installModel } from '#ops/models/install.ts';
import type { Progress } from '#ops/models/download.ts';
import { readCatalog, type CatalogModel } from '#voice/speech/catalog.ts';
import { MODEL_STORE } from '#voice/speech/choice.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `pilot models: the speech models of this box

  pilot models list              what can be fetched, its size, licence and use, and what is here
  pilot models get NAME ...      fetch, verify and unpack; goes on where it stopped
  pilot models check [NAME ...]  are the fetched models whole?

  --store FOLDER       where the models lie (default: models/store of the installation)
  --accept-unpinned    fetch a model whose digest the catalog does not know
  --json               one JSON object a model on stdout
  --help
`;

interface Out {
  readonly folder: string;
  readonly json: boolean;
  readonly acceptUnpinned: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const chosen = (names: readonly string[]): CatalogModel[] => {
  const catalog = readCatalog();
  return names.map((name) => {
    const model = catalog.find((entry) => entry.name === name);
    if (!model) throw new PilotError('model_unknown', `there is no model ${name}`, { fix: 'See `pilot models list`.' });
    return model;
  });
};

const list = async (out: Out): Promise<number> => {
  for (const model of readCatalog()) {
    const { state } = await inspectModel(model, out.folder);
    if (out.json) print(JSON.stringify({ ...model, state }));
    else {
      const pinned = model.sha256 === null ? ', not pinned' : '';
      print(
        `${model.name.padEnd(24)} ${model.role.padEnd(14)} ${`${model.megabytes} MB`.padStart(7)}  ${state.padEnd(10)} ${model.licence}${pinned}`,
      );
      print(`${' '.repeat(25)}${model.good_for}`);
    }
  }
  return EXIT.ok;
};

/** Redraws one line on a terminal; says every tenth otherwise. */
const progressLine = (name: string): ((progress: Progress) => void) => {
  let last = -1;
  return ({ bytes, total }) => {
    const percent = total === undefined ? 0 : Math.floor((100 * bytes) / total);
    const step = process.stderr.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === last) return;
    last = step;
    const text = `${name}: ${Math.floor(bytes / 1e6)} MB${total === undefined ? '' : ` of ${Math.ceil(total / 1e6)} MB (${step} %)`}`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}${percent === 100 ? '\n' : ''}` : `${text}\n`);
  };
};

const get = async (names: readonly string[], out: Out): Promise<number> => {
  if (names.length === 0)
    throw new PilotError('usage', 'pilot models get: name a model', { fix: 'See `pilot models list`.' });
  for (const model of chosen(names)) {
    const result = await installModel({
      model,
      folder: out.folder,
      acceptUnpinned: out.acceptUnpinned,
      onProgress: progressLine(model.name),
      onStep: (step) =>
        void process.stderr.write(`${model.name}: ${step === 'download' ? `fetching ${model.url}` : 'unpacking'}\n`),
    });
    print(
      out.json
        ? JSON.stringify({ name: model.name, result })
        : `${model.name}: ${result === 'present' ? 'is here already' : 'installed'}`,
    );
  }
  return EXIT.ok;
};

const check = async (names: readonly string[], out: Out): Promise<number> => {
  let bad = 0;
  for (const model of names.length > 0 ? chosen(names) : readCatalog()) {
    const report = await inspectModel(model, out.folder, true);
    if (report.state === 'absent' && names.length === 0) continue;
    if (report.state !== 'ready') bad++;
    if (out.json) print(JSON.stringify(report));
    else print(`${report.name}: ${[report.state, ...report.problems].join('\n  ')}`);
  }
  return bad === 0 ? EXIT.ok : EXIT.failed;
};

/**
 * `pilot models`. What was asked for goes to stdout, progress to stderr.
 * @param argv what follows `models` on the command line
 * @returns the exit code: failed when a checked model is not whole
 * @throws PilotError `usage`, and those of the installation
 */
export const modelsCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'models',
    argv,
    {
      store: { type: 'string', default: MODEL_STORE },
      json: { type: 'boolean', default: false },
      'accept-unpinned': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [command, ...names] = positionals;
  const out: Out = { folder: resolve(values.store), json: values.json, acceptUnpinned: values['accept-unpinned'] };
  if (command === 'list') return await list(out);
  if (command === 'get') return await get(names, out);
  if (command === 'check') return await check(names, out);
  throw new PilotError(
    'usage',
    `pilot models: ${command === undefined ? 'say list, get or check' : `there is no ${command}`}`,
    {
      fix: 'pilot models --help shows how.',
    },
  );
};
