import type { Alerts } from '#api/alerts.ts';
import type { AlertRecord } from '#shared/api/alerts.ts';
import { PilotError } from '#shared/errors.ts';

/** An open alert of the owner's invented shop. */
export const sampleAlert = (change: Partial<AlertRecord> = {}): AlertRecord => ({
  id: 'alert-1',
  kind: 'life_safety',
  reason: 'gas',
  status: 'open',
  openedAt: 0,
  round: 1,
  callId: 'call-1',
  jobNumber: null,
  phone: '+15551230000',
  address: null,
  text: 'smells gas in the kitchen',
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgedVia: null,
  tellings: [
    {
      round: 1,
      role: 'on_call_technician',
      name: 'Dana Whitlock',
      channel: 'sms',
      dueAt: 0,
      status: 'waiting_for_configuration',
    },
    { round: 1, role: 'owner', name: 'Ellis Whitlock', channel: 'email', dueAt: 300_000, status: 'pending' },
  ],
  ...change,
});

/** Alerts held in memory behind the API's interface. */
export class MemoryAlerts implements Alerts {
  readonly alerts: AlertRecord[] = [];

  async list(): Promise<readonly AlertRecord[]> {
    return this.alerts;
  }

  async acknowledge(id: string, by: { who: string; via: string }): Promise<AlertRecord> {
    const at = this.alerts.findIndex((one) => one.id === id);
    const alert = this.alerts[at];
    if (!alert) throw new PilotError('alert.unknown', 'No alert has this id.', { fix: 'Take it from the list.' });
    if (alert.status === 'acknowledged') return alert;
    const taken = { acknowledgedAt: 1, acknowledgedBy: by.who, acknowledgedVia: by.via };
    return (this.alerts[at] = { ...alert, status: 'acknowledged', ...taken });
  }
}
