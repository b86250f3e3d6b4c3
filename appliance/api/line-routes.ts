import type { FastifyInstance } from 'fastify';
import type { Principal } from '#shared/access/principal.ts';
import { changeLine, getLine, lineHistory, listLines, undoLineChange } from '#shared/api/routes/lines.ts';
import type { ChangedBy } from '#shared/lines/change.ts';
import type { Lines } from './lines.ts';
import { mount } from './mount.ts';

/** On the box itself people are known by what they say they are. */
const byOf = (principal: Principal, who = ''): ChangedBy =>
  principal.kind === 'box' ? { via: 'cli', who } : { via: 'console', who: principal.name };

/** Lines: how they are set, changes of that, and their history. */
export const lineRoutes = (app: FastifyInstance, lines: Lines): void => {
  mount(app, listLines, async () => ({ items: await lines.list() }));
  mount(app, getLine, ({ params }) => lines.one(params.line));
  mount(app, changeLine, ({ body, ifMatch, params, principal }) =>
    lines.change(params.line, body, byOf(principal, body.who), ifMatch),
  );
  mount(app, undoLineChange, ({ body, params, principal }) =>
    lines.undo(params.line, body.event, byOf(principal, body.who)),
  );
  mount(app, lineHistory, ({ params, query }) => lines.history(params.line, query));
};
