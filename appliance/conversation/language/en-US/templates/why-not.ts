import type { WindowRefusal } from '../../../tools.ts';

/** Why a time cannot be had, for each reason the schedule may give. */
export const WHY_NOT: Readonly<Record<WindowRefusal, string>> = {
  full: 'Everyone who does this work is taken then.',
  reserve: 'What is left then is kept for emergencies.',
  emergency_only: 'That time is kept for emergencies.',
  crew: 'It takes more people than are free then.',
  stock: 'The parts for it are not on a truck then.',
  too_far: 'It is farther than our technicians can drive then.',
  further_visits: 'It takes more than one visit, and the next one would find nobody free.',
  blocked: 'We take no visits then.',
  no_shift: 'Nobody who does this work is on then.',
  skills: 'Nobody who does this work is here then.',
  lead_time: 'That is too soon for us to get there.',
  holiday: 'That is a holiday, and we are closed then.',
  closed: 'We make no visits then.',
};
