import { normalisePhone } from '#shop/phone.ts';
import { escalate } from '../escalation/escalate.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import type { Tool } from './tool.ts';

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
    const { hazard, address, text } = args;
    const told = { urgency: 'life_safety', hazard, phone, address, text, jobNumber: null } as const;
    const alertId = await escalate(tx, { ...told, callId, taskId, jobId: null });
    return { ok: true, result: { alertId } };
  },
};
