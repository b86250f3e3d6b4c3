import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));

/** Writes a `vroom` that can be started, into the folder. @param behaviour `hangs`, `garbage`, `twice`, `nobody`; '' for none */
export const vroomBinary = (folder: string, behaviour = ''): string => {
  const path = join(folder, `vroom-${behaviour || 'works'}`);
  writeFileSync(path, `#!/bin/sh\nFAKE_VROOM='${behaviour}' exec '${process.execPath}' '${PROGRAM}' "$@"\n`, {
    mode: 0o755,
  });
  return path;
};
