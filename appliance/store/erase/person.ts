import { sql } from 'kysely';
import type { Scope } from '../scope.ts';

/** Ids of all rows that are a person's, by what they are of. */
export interface Person {
  /** The customer, and whoever was merged into them. */
  readonly customers: readonly string[];
  readonly locations: readonly string[];
  readonly equipment: readonly string[];
  readonly jobs: readonly string[];
  readonly visits: readonly string[];
  readonly calls: readonly string[];
  readonly outboundCalls: readonly string[];
  readonly tasks: readonly string[];
  readonly escalations: readonly string[];
  readonly outbox: readonly string[];
  readonly trips: readonly string[];
  /** Recordings, as their calls name them. */
  readonly recordings: readonly string[];
  /** Calls from or to a number that another customer has too, and that belong to nobody's job: theirs or not, nobody can know. */
  readonly sharedCalls: readonly string[];
}

/** Rows of outbox and trips are gone through in steps of so many. */
const STEP = 2000;
/** Parameters of one statement, well below what both databases allow. */
const CHUNK = 400;

export const chunks = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, at) => all.slice(at * CHUNK, (at + 1) * CHUNK));

/** Values of a column of the rows where another column has one of these values. */
const pick = async (
  { db, businessId }: Scope,
  table: string,
  column: string,
  by: string,
  values: readonly string[],
): Promise<string[]> => {
  const found: string[] = [];
  for (const some of chunks([...new Set(values)])) {
    const { rows } = await sql<{ value: string | null }>`select ${sql.ref(column)} as value from ${sql.table(table)}
      where business_id = ${businessId} and ${sql.ref(by)} in (${sql.join(some)})`.execute(db);
    found.push(...rows.flatMap(({ value }) => value ?? []));
  }
  return [...new Set(found)];
};

/** A number as lines and letters may write it. */
const spellings = (phone: string): readonly string[] => {
  const national = /^\+1(\d{10})$/u.exec(phone)?.[1];
  return national === undefined
    ? [phone]
    : [phone, `1${national}`, national, national.replace(/(\d{3})(\d{3})(\d{4})/u, '$1-$2-$3')];
};

const withMerged = async (scope: Scope, id: string): Promise<readonly string[]> => {
  const all = new Set([id]);
  for (let last = [id]; last.length > 0; ) {
    last = (await pick(scope, 'customers', 'id', 'merged_into', last)).filter((one) => !all.has(one));
    for (const one of last) all.add(one);
  }
  return [...all];
};

/** Everything of a customer in the database, wherever it stands. It goes through all promises and drives: not for core's own process. */
export const findPerson = async (scope: Scope, customerId: string): Promise<Person> => {
  const customers = await withMerged(scope, customerId);
  const of = (table: string, by: string, values: readonly string[], column = 'id') =>
    pick(scope, table, column, by, values);
  const locations = await of('locations', 'customer_id', customers);
  const jobs = await of('jobs', 'customer_id', customers);
  const visits = await of('visits', 'job_id', jobs);
  const told = [
    ...(await of('contacts', 'customer_id', customers, 'value')),
    ...(await of('jobs', 'customer_id', customers, 'contact_phone')),
  ];
  const sharing = await othersOf(scope, told, customers);
  const own = [...new Set(told)].filter((value) => !sharing.has(value));
  const about = [
    ...(await of('outbound_subjects', 'visit_id', visits)),
    ...(await of('outbound_calls', 'to_number', own.flatMap(spellings))),
  ];
  const byNumber = async (numbers: readonly string[]) => [
    ...(await of('calls', 'from_number', numbers.flatMap(spellings))),
    ...(await of('calls', 'to_number', numbers.flatMap(spellings))),
  ];
  const linked = [
    ...(await of('jobs', 'customer_id', customers, 'call_id')),
    ...(await of('calls', 'job_id', jobs)),
    ...(await of('add_on_offers', 'customer_id', customers, 'call_id')),
    ...(await of('surveys', 'customer_id', customers, 'call_id')),
    ...(await of('outbound_calls', 'id', about, 'attempt_id')),
  ];
  const calls = [...new Set([...linked, ...(await byNumber(own))])];
  const maybe = await byNumber([...sharing]);
  const tasks = [
    ...(await of('tasks', 'call_id', calls)),
    ...(await of('tasks', 'job_id', jobs)),
    ...(await of('tasks', 'phone', own.flatMap(spellings))),
  ];
  const escalations = [
    ...(await of('escalations', 'call_id', calls)),
    ...(await of('escalations', 'job_id', jobs)),
    ...(await of('escalations', 'task_id', tasks)),
  ];
  const named = [...visits, ...jobs, ...tasks, ...escalations, ...(await of('surveys', 'customer_id', customers))];
  return {
    customers,
    locations,
    equipment: await of('equipment', 'location_id', locations),
    jobs,
    visits,
    calls,
    outboundCalls: [...new Set(about)],
    tasks: [...new Set(tasks)],
    escalations: [...new Set(escalations)],
    outbox: await promisesOf(scope, { calls, named, told: own.flatMap(spellings) }),
    trips: await tripsOf(scope, locations, visits),
    recordings: await of('calls', 'id', calls, 'recording_path'),
    sharedCalls: (await unlinked(scope, maybe)).filter((id) => !calls.includes(id)),
  };
};

/** Those of these numbers and addresses that another customer has too. */
const othersOf = async (
  { db, businessId }: Scope,
  values: readonly string[],
  customers: readonly string[],
): Promise<ReadonlySet<string>> => {
  const shared = new Set<string>();
  for (const some of chunks([...new Set(values)])) {
    const rows = await db
      .selectFrom('contacts')
      .select(['value', 'customer_id'])
      .where('business_id', '=', businessId)
      .where('value', 'in', [...some])
      .execute();
    for (const { value, customer_id } of rows) if (!customers.includes(customer_id)) shared.add(value);
  }
  return shared;
};

const unlinked = async ({ db, businessId }: Scope, calls: readonly string[]): Promise<string[]> => {
  const free: string[] = [];
  for (const some of chunks([...new Set(calls)])) {
    const rows = await db
      .selectFrom('calls')
      .select('id')
      .where('business_id', '=', businessId)
      .where('id', 'in', [...some])
      .where('job_id', 'is', null)
      .execute();
    free.push(...rows.map(({ id }) => id));
  }
  return free;
};

/** Promises made in their calls, to their numbers, for rows of theirs, or that quote their number. */
const promisesOf = async (
  { db, businessId }: Scope,
  of: { readonly calls: readonly string[]; readonly named: readonly string[]; readonly told: readonly string[] },
): Promise<string[]> => {
  const [calls, named] = [new Set(of.calls), new Set(of.named)];
  const found: string[] = [];
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'call_id', 'recipient', 'idempotency_key', 'facts'])
      .where('business_id', '=', businessId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(STEP)
      .execute();
    for (const row of rows)
      if (
        (row.call_id !== null && calls.has(row.call_id)) ||
        row.idempotency_key.split('/').some((part) => named.has(part)) ||
        of.told.some((value) => row.recipient === value || row.facts.includes(value))
      )
        found.push(row.id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < STEP) return found;
    after = last.id;
  }
};

/** Drives to their visits, and from or to where they live. */
const tripsOf = async (
  scope: Scope,
  locations: readonly string[],
  visits: readonly string[],
): Promise<readonly string[]> => {
  const found = await pick(scope, 'trips', 'id', 'visit_id', visits);
  for (const some of chunks(locations)) {
    const places = await scope.db
      .selectFrom('locations')
      .select(['lon', 'lat'])
      .where('business_id', '=', scope.businessId)
      .where('id', 'in', [...some])
      .execute();
    for (const { lon, lat } of places) {
      if (lon === null || lat === null) continue;
      const [x, y] = [Math.round(lon * 1e6), Math.round(lat * 1e6)];
      const rows = await scope.db
        .selectFrom('trips')
        .select('id')
        .where('business_id', '=', scope.businessId)
        .where((eb) =>
          eb.or([
            eb.and([eb('from_lon', '=', x), eb('from_lat', '=', y)]),
            eb.and([eb('to_lon', '=', x), eb('to_lat', '=', y)]),
          ]),
        )
        .execute();
      found.push(...rows.map(({ id }) => id));
    }
  }
  return [...new Set(found)];
};
