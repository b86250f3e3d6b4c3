import { spokenState } from '#conversation/language/en-US/templates/addresses.ts';
import { DEMO_SHOP } from '#shop/starter/demo-shop.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Persona } from './persona.ts';

/** The caller of a scenario as the simulated caller knows one. The window is left to the drill, which knows its date. */
export const personaOf = ({ caller, from, opening, answers, now, expect }: Scenario): Persona => {
  const [first = '', ...last] = caller.name.split(' ');
  const { address } = caller;
  return {
    name: { first, last: last.join(' ') },
    phone: caller.phone,
    callerId: from === 'same' || from === 'withheld' ? from : from.slice(-10),
    address: {
      houseNumber: address.house,
      street: address.unit === undefined ? address.street : `${address.street}, ${address.unit}`,
      city: address.city,
      state: spokenState(address.state),
      stateCode: address.state,
      zip: address.zip ?? null,
    },
    problem: {
      serviceType: expect.booked?.[0]?.service ?? 'any',
      opening,
      details: [],
      danger: caller.danger,
      answers: [...answers],
    },
    window: { kind: 'offered', index: 0 },
    afterHours: true,
    gateCode: caller.gate_code ?? null,
    pets: caller.pets ?? null,
    voice: { variant: 'en-us', wordsPerMinute: 150 },
    clock: now,
    zone: DEMO_SHOP.zone,
  };
};
