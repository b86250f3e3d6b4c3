import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const top = resolve(import.meta.dirname, '../..');

/** Who may import whom, folder by folder; a folder may always import itself. Each rule has its reason. */
const RULES: Readonly<Record<string, { may: readonly string[]; because: string }>> = {
  shared: { may: [], because: 'everything stands on it, so it stands on nothing' },
  observe: { may: ['shared'], because: 'every folder logs' },
  schedule: { may: ['shared', 'observe'], because: 'plans are pure: same input, same plan' },
  shop: { may: ['shared', 'observe'], because: 'the rules of the business know no database' },
  conversation: { may: ['shared', 'observe'], because: 'decisions are pure and run again in a replay' },
  store: { may: ['shared', 'observe', 'schedule', 'conversation', 'shop'], because: 'it keeps what they define' },
  llm: { may: ['shared', 'observe'], because: 'an engine knows nothing of the shop' },
  integrations: { may: ['shared', 'observe'], because: 'an outside service sits behind a port' },
  voice: { may: ['shared', 'observe'], because: 'voice never touches the database and stays small' },
  jobs: {
    may: ['shared', 'observe', 'schedule', 'conversation', 'shop', 'store', 'integrations'],
    because: 'promises are rows first',
  },
  api: { may: ['shared', 'observe', 'schedule', 'conversation', 'shop', 'store'], because: 'routes read records' },
  core: {
    may: ['shared', 'observe', 'schedule', 'conversation', 'shop', 'store', 'llm', 'integrations', 'jobs', 'api'],
    because: 'the composition root of core; voice is another process, reached over the link alone',
  },
  drills: {
    may: [
      'shared',
      'observe',
      'schedule',
      'conversation',
      'shop',
      'store',
      'llm',
      'integrations',
      'jobs',
      'api',
      'core',
      'voice',
    ],
    because: 'a composition root of its own: it sets up shop and caller around the real core, by text or by telephone',
  },
  ops: { may: ['shared', 'observe', 'store', 'llm', 'core', 'voice'], because: 'stands with the composition roots' },
  cli: {
    may: [
      'shared',
      'observe',
      'schedule',
      'conversation',
      'shop',
      'store',
      'llm',
      'integrations',
      'jobs',
      'api',
      'core',
      'voice',
      'ops',
      'drills',
    ],
    because: 'the outermost shell',
  },
};

/** Modules with effects, which the pure folders must not reach. */
const EFFECTS =
  /^(node:(fs|net|dgram|http|https|child_process|worker_threads|os|process|tls|dns)|better-sqlite3|kysely|pg|fastify|ws|nodemailer|pino)(\/|$)/;
const PURE = ['schedule', 'conversation'];

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : files(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });

const imports = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\s)(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const folderOf = (path: string): string => relative(join(top, 'appliance'), path).split('/')[0] ?? '';

const target = (file: string, specifier: string): string | null => {
  const mapped = /^#([a-z]+)\//.exec(specifier)?.[1];
  if (mapped) return mapped;
  if (!specifier.startsWith('.')) return null;
  return folderOf(resolve(dirname(file), specifier));
};

const appliance = files(join(top, 'appliance'));

test('every folder of the appliance has a rule', () => {
  const folders = readdirSync(join(top, 'appliance'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).filter((name) => !(name in RULES))).toEqual([]);
});

test('imports go one way', () => {
  const broken: string[] = [];
  for (const file of appliance) {
    const from = folderOf(file);
    const rule = RULES[from];
    for (const specifier of imports(file)) {
      const to = target(file, specifier);
      if (to === null || to === from) continue;
      if ((to === 'fakes' || to === 'fixtures') && file.endsWith('.test.ts')) continue;
      if (!rule?.may.includes(to))
        broken.push(`${relative(top, file)} imports ${specifier}: ${from} may not, ${rule?.because ?? 'no rule'}`);
    }
  }
  expect(broken).toEqual([]);
});

test('what decides and what plans imports nothing with effects', () => {
  const broken = appliance
    .filter((file) => PURE.includes(folderOf(file)) && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      imports(file)
        .filter((one) => EFFECTS.test(one))
        .map((one) => `${relative(top, file)} imports ${one}`),
    );
  expect(broken).toEqual([]);
});

test('the console imports the shared schemas and nothing else of the appliance', () => {
  const broken = files(join(top, 'desktop')).flatMap((file) =>
    imports(file)
      .filter((one) => (one.startsWith('#') && !one.startsWith('#shared/')) || /appliance\/(?!shared)/.test(one))
      .map((one) => `${relative(top, file)} imports ${one}`),
  );
  expect(broken).toEqual([]);
});

test('imports of our own files name them in full', () => {
  const broken = appliance.flatMap((file) =>
    imports(file)
      .filter((one) => (one.startsWith('.') || /^#[a-z]+\//.test(one)) && !/\.(tsx?|json)$/.test(one))
      .map((one) => `${relative(top, file)} imports ${one}`),
  );
  expect(broken).toEqual([]);
});
