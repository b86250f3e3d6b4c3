import { expect, it, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { readProblem } from './faults.ts';

const durations = [
  [0, 60],
  [60, 0],
];
const problem = {
  jobs: [
    { id: 1, location_index: 1 },
    { id: 2, location_index: 1 },
  ],
  vehicles: [{ id: 'a', start_index: 0 }],
  matrices: { car: { durations } },
};
const messageFor = (value: unknown): string => {
  try {
    readProblem(value);
  } catch (error) {
    if (isPilotError(error) && error.code === 'plan_invalid') return error.message;
    throw error;
  }
  return '';
};
const job = (more: object): object => ({ ...problem, jobs: [{ id: 1, location_index: 1, ...more }, problem.jobs[1]] });

it('takes a problem that is in order', () => {
  expect(messageFor(problem)).toBe('');
});

test.each([
  ['not an object', [], 'the problem: must be object'],
  ['a wrong type', job({ service: 'long' }), 'jobs/0/service: must be number'],
  ['an unknown field', job({ shipment: 1 }), 'jobs/0: does not know shipment'],
  ['an id twice', job({ id: 2 }), 'jobs/1/id: 2 is the id of jobs/0 as well'],
  ['a window backwards', job({ time_windows: [[9, 8]] }), 'jobs/0/time_windows/0: ends (8) before it starts (9)'],
  [
    'windows that overlap',
    job({
      time_windows: [
        [1, 5],
        [4, 8],
      ],
    }),
    'jobs/0/time_windows/1: begins before',
  ],
  ['a place outside', job({ location_index: 7 }), 'jobs/0/location_index: is 7, and the matrices have 2 rows'],
  ['no place', { ...problem, jobs: [{ id: 1 }] }, 'jobs/0/location_index: is missing'],
  ['no coordinates', { jobs: [{ id: 1 }], vehicles: [{ id: 'a' }] }, 'jobs/0/location: is missing'],
  ['an unknown vehicle', job({ pin: { vehicle: 'x' } }), 'jobs/0/pin/vehicle: there is no vehicle x'],
  ['a start without a time', job({ pin: { vehicle: 'a', started: true } }), 'jobs/0/pin/start: is missing'],
  ['an unknown job', job({ after: [9] }), 'jobs/0/after: there is no job 9'],
  ['work that goes on with nobody', job({ same_technician_as: 2 }), 'jobs/0/same_technician_as: is not one of after'],
  ['an unknown quality', job({ location_quality: 'near' }), 'jobs/0/location_quality'],
  [
    'a circle',
    {
      ...problem,
      jobs: [
        { id: 1, location_index: 1, after: [2] },
        { id: 2, location_index: 1, after: [1] },
      ],
    },
    'waits, through others, for itself',
  ],
  ['amounts without a capacity', job({ delivery: [1] }), 'jobs/0/delivery: has 1 amounts, vehicles/0/capacity 0'],
  [
    'a matrix that is not square',
    { ...problem, matrices: { car: { durations: [[0, 1], [1]] } } },
    'matrices/car/durations/1: has 1 columns, not 2',
  ],
  [
    'a profile without a matrix',
    { ...problem, vehicles: [{ id: 'a', profile: 'bike' }] },
    'vehicles/0/profile: bike has no matrix',
  ],
])('names the place of %s', (_what, value, message) => {
  expect(messageFor(value)).toContain(message);
});
