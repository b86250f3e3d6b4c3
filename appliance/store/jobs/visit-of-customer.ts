import type { FoundVisit, VisitProof } from '#conversation/visit-tools.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { normalisePhone } from '#shop/phone.ts';
import { isProven } from '#shop/proof.ts';
import type { Scope } from '../scope.ts';

/** A visit counts as under way this long after its window, ms: nobody closed it, and the customer still waits. */
const STILL_OPEN_MS = 12 * 3_600_000;
/** More than any customer has; a house number alone may name many. */
const MOST = 40;

export const ACTIVE = ['scheduled', 'confirmed', 'dispatched', 'on_the_way', 'arrived'] as const;

const visitRows = ({ db, businessId }: Scope, statuses: readonly string[] = ACTIVE) =>
  db
    .selectFrom('visits as v')
    .innerJoin('jobs as j', (on) => on.onRef('j.business_id', '=', 'v.business_id').onRef('j.id', '=', 'v.job_id'))
    .innerJoin('customers as c', (on) =>
      on.onRef('c.business_id', '=', 'j.business_id').onRef('c.id', '=', 'j.customer_id'),
    )
    .innerJoin('locations as l', (on) =>
      on.onRef('l.business_id', '=', 'j.business_id').onRef('l.id', '=', 'j.location_id'),
    )
    .innerJoin('service_types as s', (on) =>
      on.onRef('s.business_id', '=', 'j.business_id').onRef('s.id', '=', 'j.service_type_id'),
    )
    .selectAll('v')
    .select([
      'j.number',
      'j.customer_id',
      'j.contact_name',
      'j.contact_name_confirmed',
      'j.contact_phone',
      'j.urgency',
      'j.quote_id',
      'j.service_type_id',
      'c.name as customer_name',
      'l.house_number',
      'l.zip',
      'l.lon',
      'l.lat',
      's.code as service_code',
    ])
    .where('v.business_id', '=', businessId)
    .where('v.status', 'in', statuses);

export type CustomerVisit = Awaited<ReturnType<ReturnType<typeof visitRows>['execute']>>[number];

/** Jobs that a number, a job number or a house number leads to; each by an index of its own. */
const jobsNamed = async (
  { db, businessId }: Scope,
  phones: readonly string[],
  { jobNumber, houseNumber }: VisitProof['facts'],
): Promise<readonly string[]> => {
  const ids = new Set<string>();
  const jobs = () =>
    db
      .selectFrom('jobs')
      .select('jobs.id')
      .where('jobs.business_id', '=', businessId)
      .limit(MOST * 5);
  const add = (rows: readonly { id: string }[]): void => {
    for (const { id } of rows) ids.add(id);
  };
  for (const phone of phones) {
    add(await jobs().where('contact_phone', '=', phone).orderBy('jobs.id', 'desc').execute());
    const customers = db
      .selectFrom('contacts')
      .select('customer_id')
      .where('business_id', '=', businessId)
      .where('kind', '=', 'phone')
      .where('value', '=', phone);
    add(await jobs().where('customer_id', 'in', customers).orderBy('jobs.id', 'desc').execute());
  }
  if (jobNumber !== null) add(await jobs().where('number', '=', Number(jobNumber)).execute());
  if (houseNumber !== null) {
    const places = db
      .selectFrom('locations')
      .select('id')
      .where('business_id', '=', businessId)
      .where('house_number', '=', houseNumber);
    add(await jobs().where('location_id', 'in', places).orderBy('jobs.id', 'desc').execute());
  }
  return [...ids];
};

const phonesOf = async ({ db, businessId }: Scope, visit: CustomerVisit): Promise<readonly string[]> => [
  visit.contact_phone,
  ...(
    await db
      .selectFrom('contacts')
      .select('value')
      .where('business_id', '=', businessId)
      .where('customer_id', '=', visit.customer_id)
      .where('kind', '=', 'phone')
      .execute()
  ).map((row) => row.value),
];

/**
 * Did we ring the number on file in this call? Whoever answers there has what a forger has not: the customer's phone.
 */
const rangOnFile = async ({ db, businessId }: Scope, callId: string, phones: readonly string[]): Promise<boolean> => {
  const call = await db
    .selectFrom('calls')
    .select(['direction', 'to_number'])
    .where('business_id', '=', businessId)
    .where('id', '=', callId)
    .executeTakeFirst();
  return call?.direction === 'out' && phones.includes(normalisePhone(call.to_number) ?? call.to_number);
};

/** May who says this, in this call, hear of the visit or change it? */
export const mayTouch = async (
  scope: Scope,
  callId: string,
  visit: CustomerVisit,
  wish: 'see' | 'change',
  { callerId, facts }: VisitProof,
): Promise<boolean> => {
  const phones = await phonesOf(scope, visit);
  const file = {
    names: [visit.customer_name, visit.contact_name],
    houseNumber: visit.house_number,
    zip: visit.zip,
    phones,
    jobNumber: String(visit.number),
  };
  return isProven(wish, callerId, facts, file) || (await rangOnFile(scope, callId, phones));
};

/** Visits still to come or under way that the proof opens, soonest first. */
export const provenVisits = async (
  scope: Scope,
  callId: string,
  wish: 'see' | 'change',
  proof: VisitProof,
  now: number,
): Promise<readonly CustomerVisit[]> => {
  const phones = [proof.callerId, proof.facts.phone ?? ''].flatMap((text) => normalisePhone(text) ?? []);
  const jobIds = await jobsNamed(scope, phones, proof.facts);
  if (jobIds.length === 0) return [];
  const rows = await visitRows(scope)
    .where('v.job_id', 'in', jobIds)
    .where('v.ends_at', '>', now - STILL_OPEN_MS)
    .orderBy('v.starts_at')
    .limit(MOST)
    .execute();
  const proven: CustomerVisit[] = [];
  for (const row of rows) if (await mayTouch(scope, callId, row, wish, proof)) proven.push(row);
  return proven;
};

/** One visit that is not over; null when there is none such. */
export const activeVisit = async (scope: Scope, visitId: string): Promise<CustomerVisit | null> =>
  (await visitRows(scope).where('v.id', '=', visitId).executeTakeFirst()) ?? null;

/** The visits of the same job that follow one and are not over, soonest first. */
export const visitsAfter = (scope: Scope, { job_id, position }: CustomerVisit): Promise<readonly CustomerVisit[]> =>
  visitRows(scope).where('v.job_id', '=', job_id).where('v.position', '>', position).orderBy('v.position').execute();

/** The visit of a job that is not over, by the number people see without its letter; null when there is none such. */
export const visitOfJob = async (scope: Scope, jobNumber: number): Promise<CustomerVisit | null> =>
  (await visitRows(scope).where('j.number', '=', jobNumber).orderBy('v.starts_at').executeTakeFirst()) ?? null;

/** One visit that was done; null when there is none such. */
export const finishedVisit = async (scope: Scope, visitId: string): Promise<CustomerVisit | null> =>
  (await visitRows(scope, ['done']).where('v.id', '=', visitId).executeTakeFirst()) ?? null;

/** The last visit of a job that was done, by the number people see without its letter; null when there is none such. */
export const finishedVisitOfJob = async (scope: Scope, jobNumber: number): Promise<CustomerVisit | null> =>
  (await visitRows(scope, ['done'])
    .where('j.number', '=', jobNumber)
    .orderBy('v.starts_at', 'desc')
    .executeTakeFirst()) ?? null;

export const foundVisit = (row: CustomerVisit): FoundVisit => ({
  id: row.id,
  jobId: row.job_id,
  jobNumber: formatJobNumber(row.number),
  serviceType: row.service_code,
  urgency: row.urgency,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  zone: row.zone,
  afterHours: row.after_hours === 1,
  status: row.status as FoundVisit['status'],
});
