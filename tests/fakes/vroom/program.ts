/**
 * A program that speaks as `vroom` does (its docs/API.md and src/main.cpp): -l SECONDS -t THREADS -x LEVEL -i FILE or stdin; a
 * solution or {code, error} on stdout, 0 to 3 as exit code. It puts each job behind the last of the first vehicle that can
 * take it. FAKE_VROOM makes it misbehave.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

interface Job {
  id: number;
  location_index: number;
  setup?: number;
  service?: number;
  delivery?: number[];
  skills?: number[];
  time_windows?: [number, number][];
}
interface Vehicle {
  id: number;
  profile?: string;
  start_index?: number;
  end_index?: number;
  capacity?: number[];
  skills?: number[];
  time_window?: [number, number];
  breaks?: { id: number }[];
}
interface Input {
  jobs?: Job[];
  vehicles?: Vehicle[];
  matrices?: Record<string, { durations: number[][] }>;
}

const { values } = parseArgs({
  options: {
    limit: { type: 'string', short: 'l' },
    threads: { type: 'string', short: 't' },
    explore: { type: 'string', short: 'x' },
    input: { type: 'string', short: 'i' },
  },
});

const fail = (code: number, error: string): never => {
  process.stderr.write(`[Error] ${error}\n`);
  process.stdout.write(JSON.stringify({ code, error }));
  process.exit(code);
};

const whole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

const read = (text: string): Required<Input> => {
  let input: Input = {};
  try {
    input = JSON.parse(text) as Input;
  } catch {
    fail(2, 'Error while parsing JSON, offset: 0: Invalid value.');
  }
  const { jobs = [], vehicles = [], matrices = {} } = input;
  if (vehicles.length === 0) fail(2, 'Invalid vehicles.');
  for (const { id, service = 0, setup = 0 } of jobs)
    if (![id, service, setup].every(whole)) fail(2, `Invalid value for job ${id}.`);
  for (const { durations } of Object.values(matrices))
    if (!durations.flat().every(whole)) fail(2, 'Invalid durations matrix entry.');
  return { jobs, vehicles, matrices };
};

const routeFor = (vehicle: Vehicle, open: Set<Job>, durations: number[][]) => {
  const [opens, closes] = vehicle.time_window ?? [0, Number.POSITIVE_INFINITY];
  const way = (from: number | undefined, to: number | undefined): number =>
    from === undefined || to === undefined ? 0 : (durations[from]?.[to] ?? 0);
  const steps: { type: string; id?: number; arrival: number }[] = [];
  const left = [...(vehicle.capacity ?? [])];
  let [here, time] = [vehicle.start_index, opens];
  for (const job of open) {
    const able = (job.skills ?? []).every((skill) => vehicle.skills?.includes(skill));
    const fits = (job.delivery ?? []).every((amount, d) => amount <= (left[d] ?? 0));
    const arrival = time + way(here, job.location_index);
    const window = job.time_windows?.find(([, to]) => arrival <= to) ?? (job.time_windows ? null : [0, 0]);
    if (!able || !fits || !window) continue;
    const start = Math.max(arrival, window[0]);
    const over = start + (here === job.location_index ? 0 : (job.setup ?? 0)) + (job.service ?? 0);
    if (over + way(job.location_index, vehicle.end_index) > closes) continue;
    steps.push({ type: 'job', id: job.id, arrival });
    job.delivery?.forEach((amount, d) => (left[d] = (left[d] ?? 0) - amount));
    [here, time] = [job.location_index, over];
    open.delete(job);
  }
  const end = { type: 'end', arrival: time + way(here, vehicle.end_index) };
  return { vehicle: vehicle.id, steps: [{ type: 'start', arrival: opens }, ...steps, end] };
};

const behaviour = process.env['FAKE_VROOM'] ?? '';
if (behaviour === 'hangs') setInterval(() => undefined, 1000);
else if (behaviour === 'garbage') process.stdout.write('Segmentation fault');
else {
  const { jobs, vehicles, matrices } = read(readFileSync(values.input ?? 0, 'utf8'));
  const open = new Set(jobs);
  const routes = vehicles
    .map((vehicle) => routeFor(vehicle, open, matrices[vehicle.profile ?? 'car']?.durations ?? []))
    .filter(({ steps }) => steps.length > 2);
  const [first] = routes;
  if (behaviour === 'twice' && first) first.steps.push({ ...first.steps[1], type: 'job', arrival: 0 });
  if (behaviour === 'nobody' && first) first.vehicle = 99;
  const unassigned = [...open].map(({ id, location_index: index }) => ({ id, type: 'job', location_index: index }));
  const summary = { cost: 0, routes: routes.length, unassigned: unassigned.length };
  process.stdout.write(JSON.stringify({ code: 0, summary, unassigned, routes }));
}
