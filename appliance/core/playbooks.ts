import { readFileSync } from 'node:fs';
import { mergePlaybooks, parsePlaybook } from '#conversation/playbook/parse.ts';
import type { Playbook } from '#conversation/playbook/schema.ts';
import { PilotError } from '#shared/errors.ts';

/** The playbooks that come with the product. */
export const SHIPPED_PLAYBOOKS = ['hvac', 'plumbing', 'electrical'] as const;

const readShipped = (name: string): Playbook =>
  parsePlaybook(
    readFileSync(new URL(`../conversation/playbooks/${name}.yaml`, import.meta.url), 'utf8'),
    `${name}.yaml`,
  );

/**
 * Loads a shipped playbook, or all of them as one.
 * @throws PilotError `playbook_unknown`, `playbook_invalid`
 */
export const loadPlaybook = (name: string): Playbook => {
  if (name === 'all') return mergePlaybooks(SHIPPED_PLAYBOOKS.map(readShipped));
  if (!(SHIPPED_PLAYBOOKS as readonly string[]).includes(name))
    throw new PilotError('playbook_unknown', `there is no playbook called ${JSON.stringify(name)}`, {
      fix: `Use one of ${SHIPPED_PLAYBOOKS.join(', ')}, or all.`,
    });
  return readShipped(name);
};
