import type { Hazard } from '../../../reading.ts';

/**
 * The fixed scripts: what to do now, in the order in which it saves lives. They follow what US gas utilities, the fire
 * service and the CPSC tell the public; no model words them and nothing interrupts them.
 */
export const LIFE_SAFETY: Readonly<Record<Hazard, readonly string[]>> = {
  gas: [
    'This may be dangerous.',
    'Leave the house now, with everyone in it.',
    'Do not touch any switch, flame, or phone inside.',
    'From outside, call nine one one, and then your gas company.',
  ],
  carbon_monoxide: [
    'This may be carbon monoxide.',
    'Leave the house now, with everyone in it.',
    'From outside, call nine one one.',
    'Stay out until the fire department says that it is safe.',
  ],
  fire: [
    'Leave the house now, with everyone in it.',
    'Close the doors behind you.',
    'From outside, call nine one one.',
    'Do not go back in.',
  ],
  shock: [
    'Do not touch the person or anything wet.',
    'Call nine one one now.',
    'If you can reach the breaker safely, switch it off.',
  ],
  electrical: [
    'Stay away from it, and keep everyone away.',
    'Do not touch the panel, a wire, or anything wet.',
    'If you see smoke or sparks, leave now and call nine one one from outside.',
  ],
  medical: ['If anyone is in danger, hang up and call nine one one now.', 'Tell them about the medical device.'],
  heat_illness: [
    'This may be a medical emergency.',
    'Hang up and call nine one one now.',
    'Move the person to a cool place.',
  ],
};
