import { takenWeather, weighTemperatures } from '../read/climate.ts';
import { raiseUrgency, type Draft } from './draft.ts';

/**
 * The last layer of urgency: what several turns and the shop know together. A furnace that is out is urgent; with a
 * newborn named three turns later, or with frost outside, it is an emergency.
 */
export const weigh = ({ state, context }: Draft): void => {
  const code = state.slots.problem?.value.serviceType ?? '';
  const cold = /^(no_heat|boiler)/.test(code);
  const warm = code === 'no_cooling';
  if (!cold && !warm) return;
  const { problem, vulnerable } = state.slots;
  const told = [problem?.evidence.heard, vulnerable?.evidence.heard].join(' ').toLowerCase();
  const outdoor = state.temperatures?.outdoor ?? context.outdoorTempF;
  const indoor = state.temperatures?.indoor;
  const climate = {
    ...(indoor === undefined ? {} : { indoor }),
    ...(outdoor === undefined ? {} : { outdoor }),
    vulnerable: state.slots.vulnerable !== undefined,
    taken: takenWeather(told, context.now, context.zone),
  } as const;
  for (const { to } of weighTemperatures({ cold, warm }, climate, context.playbook.thresholds)) raiseUrgency(state, to);
};
