import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mergePlaybooks, parsePlaybook } from '#conversation/playbook/parse.ts';
import type { Playbook } from '#conversation/playbook/schema.ts';
import { isPlaybookFile } from '#shared/config/playbook.ts';
import { PilotError, messageOf } from '#shared/errors.ts';

/** The playbooks that come with the product. */
export const SHIPPED_PLAYBOOKS = ['hvac', 'plumbing', 'electrical'] as const;

const readShipped = (name: string): Playbook =>
  parsePlaybook(
    readFileSync(new URL(`../conversation/playbooks/${name}.yaml`, import.meta.url), 'utf8'),
    `${name}.yaml`,
  );

const readOwn = (file: string): Playbook => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PilotError('playbook_unknown', `the playbook ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: 'Check the path in the configuration, and who may read the file (ls -l).',
    });
  }
  return parsePlaybook(text, file);
};

/**
 * Loads a shipped playbook, all of them as one, or the owner's own file.
 * @param source a shipped name, `all`, or a path
 * @throws PilotError `playbook_unknown`, `playbook_invalid`
 */
export const loadPlaybook = (source: string): Playbook => {
  if (isPlaybookFile(source)) return readOwn(source);
  if (source === 'all') return mergePlaybooks(SHIPPED_PLAYBOOKS.map(readShipped));
  if (!(SHIPPED_PLAYBOOKS as readonly string[]).includes(source))
    throw new PilotError('playbook_unknown', `there is no playbook called ${JSON.stringify(source)}`, {
      fix: `Use one of ${SHIPPED_PLAYBOOKS.join(', ')}, or all, or the path of a file of your own.`,
    });
  return readShipped(source);
};

/** Changes whenever what a playbook says does; a checkpoint carries it. */
export const digestOf = (playbook: Playbook): string =>
  createHash('sha256').update(JSON.stringify(playbook)).digest('hex').slice(0, 16);
