import type { Alerts } from '#api/alerts.ts';
import { PilotError } from '#shared/errors.ts';
import { acknowledgeAlert } from '#store/escalation/acknowledge.ts';
import type { BusinessStore } from '#store/store.ts';

/** The shop's alerts, for the API. */
export const alertsOf = (store: BusinessStore): Alerts => ({
  list: () => store.alerts.list(),
  async acknowledge(id, by) {
    const known = await store.transaction((tx) => acknowledgeAlert(tx, id, by));
    const alert = known ? await store.alerts.one(id) : null;
    if (alert !== null) return alert;
    throw new PilotError('alert.unknown', 'No alert has this id.', { fix: 'Take the id from pilot alert.' });
  },
});
