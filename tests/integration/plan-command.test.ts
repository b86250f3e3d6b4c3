import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { openOsrm } from '#fakes/osrm-server.ts';
import { vroomBinary } from '#fakes/vroom/binary.ts';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import type { Judgement } from '#schedule/check/judgement.ts';
import type { PlanProblem } from '#schedule/plan/problem.ts';
import type { PlanSolution } from '#schedule/plan/solution.ts';

const PILOT = resolve(import.meta.dirname, '../../appliance/cli/pilot.ts');
const folder = mkdtempSync(join(tmpdir(), 'pilot-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (input: string, ...flags: string[]) => runWith({}, input, ...flags);
const runWith = (env: Record<string, string>, input: string, ...flags: string[]) => {
  const child = spawn(process.execPath, [PILOT, 'plan', ...flags], { stdio: 'pipe', env: { ...process.env, ...env } });
  child.stdin.end(input);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const result = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([code, out, err]) => ({
    code,
    out,
    err,
  }));
  return { child, result };
};
const problem = makeProblem(11, { jobs: 12, vehicles: 3, coupled: true });
const input = JSON.stringify(problem);

describe('pilot plan', () => {
  it('writes the solution and nothing else to stdout, the iterations to stderr, and the picture', async () => {
    const picture = join(folder, 'plan.svg');
    const { code, out, err } = await run(input, '--iterations', '200', '--seed', '3', '--svg', picture).result;
    expect(code).toBe(0);
    const solution = JSON.parse(out) as PlanSolution;
    expect(checkPlan(problem, solution)).toEqual([]);
    expect(solution.search).toEqual({ seed: 3, iterations: 200 });
    expect(err).toContain('200 iterations');
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/u);
    const again = await run(input, '--iterations', '200', '--seed', '3', '--json').result;
    expect(JSON.parse(again.out)).toEqual(solution);
    expect(again.out.trim()).not.toContain('\n');
  });

  it('keeps to its limit, and says how far it came', async () => {
    const { code, out, err } = await run(input, '--limit', '0.3').result;
    expect(code).toBe(0);
    const { search } = JSON.parse(out) as PlanSolution;
    expect(search.iterations).toBeGreaterThan(0);
    expect(err).toContain(`${search.iterations} iterations`);
  });

  it('names the place of what is wrong, and writes no solution', async () => {
    const wrong = { ...problem, jobs: [{ ...problem.jobs[0], service: 'long' }] };
    const shape = await run(JSON.stringify(wrong), '--iterations', '1').result;
    expect([shape.code, shape.out]).toEqual([1, '']);
    expect(shape.err).toContain('jobs/0/service');
    const syntax = await run('{"jobs": [', '--iterations', '1').result;
    expect([syntax.code, syntax.out]).toEqual([1, '']);
    expect(syntax.err).toContain('not JSON');
  });

  it('drives by the roads of an OSRM server, and as estimated where there is none', async () => {
    await using osrm = await openOsrm();
    const towns: [number, number][] = [
      [-83, 40],
      [-83.1, 40],
      [-83.3, 40],
    ];
    const [home, ...visits] = towns;
    const jobs = visits.map((location, i) => ({ id: i + 1, location }));
    const day = { jobs, vehicles: [{ id: 'a', start: home, end: home }] };
    const { out } = await run(JSON.stringify(day), '--iterations', '50', '--osrm', osrm.url).result;
    const { summary } = JSON.parse(out) as PlanSolution;
    expect(osrm.asked()).toBe(1);
    expect(summary.distance).toBeCloseTo(60_000, 3);
    expect(summary.duration).toBe(6000);
    const off = { ...day, jobs: [...jobs, { id: 9, location: [0, 0] }] };
    const roadless = await run(JSON.stringify(off), '--iterations', '50', '--osrm', osrm.url).result;
    expect((JSON.parse(roadless.out) as PlanSolution).summary.distance).toBeGreaterThan(10_000_000);
    const dead = await run(JSON.stringify(day), '--iterations', '1', '--osrm', 'http://127.0.0.1:1').result;
    expect([dead.code, dead.out]).toEqual([1, '']);
    expect(dead.err).toContain('http://127.0.0.1:1 gives no answer');
  });

  it('plans a week in local time, and says which recurring visits are too late', async () => {
    const home = [-83, 40];
    const rule = { every: 1, unit: 'month', from: '2026-11-20', early: 0, late: 5 };
    const week = {
      zone: 'America/New_York',
      from: '2026-11-23',
      days: 3,
      technicians: [
        { id: 'ann', home, shifts: [1, 2, 3].map((day) => ({ weekday: day, starts: '08:00', ends: '17:00' })) },
      ],
      visits: [{ id: 'install', location: [-83.01, 40], minutes: [480, 240] }],
      recurring: [
        { id: 'filter', location: [-83.01, 40], minutes: 30, rule },
        { id: 'gone', location: [-83.01, 40], minutes: 30, rule: { ...rule, from: '2026-11-10', late: 3 } },
      ],
    };
    const picture = join(folder, 'week.svg');
    const { code, out, err } = await run(JSON.stringify(week), '--week', '--iterations', '200', '--svg', picture)
      .result;
    expect(code).toBe(0);
    const { routes, unassigned } = JSON.parse(out) as PlanSolution;
    expect(unassigned).toEqual([]);
    const who = new Map(routes.flatMap(({ vehicle, steps }) => steps.map(({ id }) => [id, vehicle] as const)));
    expect([who.get('install'), who.get('install/2')]).toEqual(['ann/2026-11-23', 'ann/2026-11-24']);
    expect(who.has('filter@2026-11-20')).toBe(true);
    expect(err).toContain('gone, due on 2026-11-10, is too late now');
    expect(readFileSync(picture, 'utf8')).toContain('08:');
    const refused = await run(JSON.stringify({ ...week, zone: 'Mars/Olympus' }), '--week').result;
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('a date or the zone does not exist');
  });

  it('drives as trips taught it to', async () => {
    const [home, visit]: [number, number][] = [
      [-83, 40],
      [-82.9, 40.05],
    ];
    const day = JSON.stringify({ jobs: [{ id: 1, location: visit }], vehicles: [{ id: 'a', start: home }] });
    const trips = join(folder, 'trips.json');
    const slow = Array.from({ length: 100 }, (_, i) => ({ from: home, to: visit, hour: 8 + (i % 9), seconds: 3000 }));
    writeFileSync(trips, JSON.stringify(slow));
    const travel = async (...flags: string[]): Promise<number> =>
      (JSON.parse((await run(day, '--iterations', '1', ...flags).result).out) as PlanSolution).summary.duration;
    expect(await travel('--trips', trips)).toBeGreaterThan(1.5 * (await travel()));
    writeFileSync(trips, '[{"from": [0, 0], "to": [0, 0], "hour": 24, "seconds": 5}]');
    const refused = await run(day, '--trips', trips).result;
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('0/hour');
  });

  it('hands the problem to a VROOM when told so, and refuses by place what that cannot carry', async () => {
    const { jobs, vehicles, matrices } = makeProblem(31, { jobs: 6, vehicles: 2, coupled: false });
    const plain = {
      jobs: jobs.map(({ id, location_index: index, service }) => ({ id, location_index: index, service })),
      vehicles: vehicles.map(({ id, start_index: index }) => ({ id, start_index: index, end_index: index })),
      matrices,
    };
    const vroom = { VROOM_BIN: vroomBinary(folder) };
    const { code, out, err } = await runWith(vroom, JSON.stringify(plain), '--engine', 'vroom', '--limit', '1').result;
    expect([code, err.slice(0, 9)]).toEqual([0, 'VROOM in ']);
    const solution = JSON.parse(out) as PlanSolution;
    expect(checkPlan(plain as PlanProblem, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
    const late = { ...plain, jobs: [{ ...plain.jobs[0], lateness: { per_hour: 9, max: 60 } }] };
    const refused = await runWith(vroom, JSON.stringify(late), '--engine', 'vroom').result;
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('jobs/0/lateness: its windows are hard');
    const garbage = { VROOM_BIN: vroomBinary(folder, 'garbage') };
    const broken = await runWith(garbage, JSON.stringify(plain), '--engine', 'vroom', '--limit', '1').result;
    expect([broken.code, broken.out]).toEqual([1, '']);
    expect(broken.err).toContain('wrote no JSON');
  });

  it('judges an order as it stands', async () => {
    const [first, ...others] = problem.vehicles;
    const ordered = { ...problem, vehicles: [{ ...first, steps: [{ type: 'job', id: 2 }] }, ...others] };
    const { code, out } = await run(JSON.stringify(ordered), '--check').result;
    expect(code).toBe(0);
    const judged = JSON.parse(out) as Judgement;
    expect(judged.routes.map(({ steps }) => steps.map(({ id }) => id))).toEqual([[2]]);
    expect(judged.violations.filter(({ cause }) => cause === 'unplanned')).toHaveLength(problem.jobs.length - 1);
    const unknown = { ...problem, vehicles: [{ ...first, steps: [{ type: 'job', id: 99 }] }, ...others] };
    const refused = await run(JSON.stringify(unknown), '--check').result;
    expect([refused.code, refused.err.split('\n')[0]]).toEqual([1, 'vehicles/0/steps/0: there is no job 99']);
  });

  it.each([
    [['--seed', 'x'], '--seed x'],
    [['--limit', '-1'], '--limit'],
    [['--limit', '1', '--iterations', '1'], 'not both'],
    [['--engine', 'x'], '--engine x'],
  ])('refuses %j', async (flags, message) => {
    const { code, err } = await run(input, ...flags).result;
    expect(code).toBe(64);
    expect(err).toContain(message);
  });
});
