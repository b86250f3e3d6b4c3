import { normalisePhone } from '#shop/phone.ts';
import { promise } from '../outbox/promise.ts';
import { recordEvent } from '../work/event.ts';
import { addTask } from '../work/task.ts';
import type { Tool } from './tool.ts';

/** Everybody on the ladder is told within this time, or a person sees that they were not. */
const DEADLINE_MS = 30_000;

export const alertOncallTool: Tool<'alert_oncall'> = {
  changes: true,
  async run(args, { tx, callId }) {
    const phone = args.phone === null ? null : (normalisePhone(args.phone) ?? args.phone);
    const taskId = await addTask(tx, {
      kind: 'alert',
      callId,
      reason: args.hazard,
      text: args.text,
      name: null,
      phone,
      urgency: 'life_safety',
      facts: { address: args.address },
    });
    await recordEvent(tx, {
      subject: { kind: 'task', id: taskId },
      kind: 'task.opened',
      actor: 'caller',
      reason: args.hazard,
    });
    const alertId = await promise(tx, {
      kind: 'oncall.alert',
      channel: 'email',
      recipient: '',
      template: 'oncall.alert',
      facts: { hazard: args.hazard, phone, address: args.address, text: args.text },
      idempotencyKey: `oncall.alert/${taskId}`,
      deadlineAt: tx.clock.now() + DEADLINE_MS,
    });
    return { ok: true, result: { alertId } };
  },
};
