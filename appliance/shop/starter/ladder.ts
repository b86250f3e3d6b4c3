import type { LadderStep } from '../ladder.ts';

/**
 * The ladder a new shop starts with: whoever is on call by the rota, then the owner, then a partner. Where a shop gave no
 * number for somebody, that step tells nobody and takes no time.
 */
export const starterLadder = (people: {
  readonly owner: { readonly name: string; readonly phone: string; readonly email: string };
  readonly partner: { readonly name: string; readonly phone: string; readonly email: string };
}): readonly LadderStep[] => [
  {
    position: 1,
    role: 'on_call_technician',
    name: '',
    phone: '',
    email: '',
    channels: ['sms', 'call'],
    limitMinutes: 5,
  },
  { position: 2, role: 'owner', ...people.owner, channels: ['sms', 'call', 'email'], limitMinutes: 10 },
  { position: 3, role: 'partner', ...people.partner, channels: ['sms', 'call', 'email'], limitMinutes: 15 },
];
