import { normalisePhone } from '#shop/phone.ts';
import { escalate } from '../escalation/escalate.ts';
import { promise } from '../outbox/promise.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import { isEmergency } from '../schedule/needs.ts';
import type { Tool } from './tool.ts';

export const takeMessageTool: Tool<'take_message'> = {
  changes: true,
  async run(args, { tx, callId }) {
    const phone = args.phone === null ? null : (normalisePhone(args.phone) ?? args.phone);
    // A code has its one sealed place; a message is read by whoever reads the mail.
    const { gateCode: _, alarmCode: __, ...facts } = args.facts;
    const taskId = await addTask(tx, { kind: 'call_back', callId, ...args, phone, facts });
    await recordEvent(tx, {
      subject: { kind: 'task', id: taskId },
      kind: 'task.opened',
      actor: 'caller',
      reason: args.reason,
    });
    await promise(tx, {
      kind: 'office.message',
      channel: 'email',
      recipient: '',
      template: 'office.message',
      facts: { reason: args.reason, text: args.text, name: args.name, phone, urgency: args.urgency },
      idempotencyKey: `office.message/${taskId}`,
    });
    if (!isEmergency(args.urgency)) return { ok: true, result: { taskId } };
    const { address, serviceType } = args.facts;
    const alertId = await escalate(tx, {
      urgency: args.urgency === 'life_safety' ? 'life_safety' : 'emergency',
      hazard: typeof serviceType === 'string' ? serviceType : args.reason,
      phone,
      address: typeof address === 'string' ? address : null,
      text: args.text,
      jobNumber: null,
      callId,
      taskId,
      jobId: null,
    });
    return { ok: true, result: { taskId, alertId } };
  },
};
