import { Temporal } from 'temporal-polyfill';
import type { Alert } from '../scenario/expectation.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { ExpectedRows } from './expected.ts';
import type { Row } from './readable.ts';
import type { Snapshot } from './rows.ts';

const rowsOf = (shop: Snapshot, table: string): readonly Row[] => [...(shop.get(table)?.values() ?? [])];

/** Technicians whom the rota has at work or on call at that local time. */
const onDuty = (shop: Snapshot, now: string): readonly Row[] => {
  const local = Temporal.PlainDateTime.from(now);
  const [date, time] = [local.toPlainDate().toString(), now.slice(11)];
  const working = rowsOf(shop, 'shifts').filter(
    ({ weekday, date: day, kind, starts, ends }) =>
      (day === null ? weekday === local.dayOfWeek : day === date) &&
      kind !== 'time_off' &&
      String(starts) <= time &&
      time < String(ends),
  );
  return rowsOf(shop, 'technicians').filter(({ name }) => working.some(({ technician }) => technician === name));
};

/** Everybody on the shop's ladder, by channel, with the seconds after which it is their turn; the office at once. */
const tellingsOf = (shop: Snapshot, now: string) => {
  const tellings = [{ role: 'office', channel: 'email', recipient: '', dueS: 0 }];
  let dueS = 0;
  for (const step of rowsOf(shop, 'ladder_steps').toSorted((a, b) => Number(a['position']) - Number(b['position']))) {
    const anybody = step['role'] === 'on_call_technician' && step['phone'] === '' && step['email'] === '';
    const told = (anybody ? onDuty(shop, now) : [step]).flatMap((person) =>
      (step['channels'] as string[]).flatMap((channel) => {
        const recipient = person[channel === 'email' ? 'email' : 'phone'];
        return typeof recipient === 'string' && recipient !== ''
          ? [{ role: String(step['role']), channel, recipient, dueS }]
          : [];
      }),
    );
    tellings.push(...told);
    if (told.length > 0) dueS += Number(step['limit_minutes']) * 60;
  }
  return tellings;
};

/** Every row of an alert that went up the ladder: the task where people are in danger, and each person's own notices. */
export const rowsOfAlert = ({ hazard, kind }: Alert, shop: Snapshot, { now }: Scenario): ExpectedRows => {
  const tellings = tellingsOf(shop, now);
  return {
    ...(kind === 'life_safety' ? { tasks: [{ kind: 'alert', status: 'open', reason: hazard }] } : {}),
    escalations: [{ kind, reason: hazard, status: 'open', round: 1 }],
    escalation_steps: tellings.map(({ role, channel, recipient }) => ({ round: 1, role, channel, recipient })),
    outbox: tellings.map(({ channel, recipient, dueS }) => ({
      kind: 'oncall.alert',
      channel,
      recipient,
      facts: { hazard },
      due_s: dueS,
      deadline_s: dueS + 30,
    })),
  };
};
