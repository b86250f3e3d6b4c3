import type { SlotView } from '../turn-types.ts';
import { fullName } from './slots.ts';
import type { CallState } from './state.ts';

/** The facts as screens and the `talk` command show them: values in plain shapes, secrets as the word `stored`. */
export const slotViews = (state: CallState): Record<string, SlotView> => {
  const { slots, records } = state;
  const view: Record<string, SlotView> = {};
  if (slots.problem) {
    const { text, serviceType, details } = slots.problem.value;
    view['problem'] = { value: { text, serviceType, details }, state: slots.problem.state };
  }
  if (slots.danger) view['danger'] = { value: slots.danger.value, state: slots.danger.state };
  if (slots.name) view['name'] = { value: fullName(slots.name.value), state: slots.name.state };
  if (slots.phone) view['phone'] = { value: slots.phone.value, state: slots.phone.state };
  if (slots.address) view['address'] = { value: slots.address.value, state: slots.address.state };
  if (slots.window) {
    const { value, state: sure } = slots.window;
    const window = records.windows.find((entry) => entry.id === value);
    view['window'] = {
      value: window
        ? { id: value, startsAt: window.startsAt, endsAt: window.endsAt, afterHours: window.afterHours }
        : value,
      state: sure,
    };
  }
  if (slots.gateCode) view['gateCode'] = { value: 'stored', state: slots.gateCode.state };
  if (slots.alarmCode) view['alarmCode'] = { value: 'stored', state: slots.alarmCode.state };
  if (slots.pets) view['pets'] = { value: slots.pets.value, state: slots.pets.state };
  if (slots.access) view['access'] = { value: slots.access.value, state: slots.access.state };
  if (slots.vulnerable) view['vulnerable'] = { value: slots.vulnerable.value, state: slots.vulnerable.state };
  if (slots.standing) view['standing'] = { value: slots.standing.value, state: slots.standing.state };
  if (slots.member) view['member'] = { value: slots.member.value, state: slots.member.state };
  return view;
};
