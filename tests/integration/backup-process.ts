import { parseConfig } from '#shared/config/parse.ts';
import { enterDataFolder } from '#shared/restored-folder.ts';

/** Backs a folder up, restores it, or enters it as a process of the box does: what a test may let die half way. */
const [what = '', dataFolder = '', file = '', url = '', secret = ''] = process.argv.slice(2);
const database = url === '' ? null : { url, passwordEnv: null };
const config = { ...parseConfig('', '/pilot.yaml'), dataFolder, database };
const now = Date.now();
if (what === 'backup') {
  const { makeBackup } = await import('#ops/backup/backup.ts');
  await makeBackup({ config, configFile: null, file, now });
} else if (what === 'restore') {
  const { restoreBackup } = await import('#ops/backup/restore.ts');
  await restoreBackup({ config, file, secret, replace: true, now });
} else enterDataFolder(dataFolder);
