import type { JobRecord, UnconfirmedFact } from '#shared/api/records.ts';
import { usd } from '#shared/money.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { Scope } from '../scope.ts';

/** A job with its customer, place, quote and newest visit, as one flat row. */
const jobRows = ({ db, businessId }: Scope) =>
  db
    .selectFrom('jobs as j')
    .innerJoin('locations as l', (on) =>
      on.onRef('l.business_id', '=', 'j.business_id').onRef('l.id', '=', 'j.location_id'),
    )
    .innerJoin('service_types as s', (on) =>
      on.onRef('s.business_id', '=', 'j.business_id').onRef('s.id', '=', 'j.service_type_id'),
    )
    .leftJoin('quotes as q', (on) => on.onRef('q.business_id', '=', 'j.business_id').onRef('q.id', '=', 'j.quote_id'))
    .leftJoin('visits as v', (on) =>
      on
        .onRef('v.business_id', '=', 'j.business_id')
        .on('v.id', '=', (eb) =>
          eb
            .selectFrom('visits as w')
            .select('w.id')
            .whereRef('w.business_id', '=', 'j.business_id')
            .whereRef('w.job_id', '=', 'j.id')
            .orderBy('w.id', 'desc')
            .limit(1),
        ),
    )
    .leftJoin('assignments as a', (on) =>
      on.onRef('a.business_id', '=', 'v.business_id').onRef('a.visit_id', '=', 'v.id'),
    )
    .leftJoin('technicians as t', (on) =>
      on.onRef('t.business_id', '=', 'a.business_id').onRef('t.id', '=', 'a.technician_id'),
    )
    .selectAll('j')
    .select([
      's.code as service_code',
      's.name as service_name',
      's.trade as trade',
      'l.house_number',
      'l.street',
      'l.unit',
      'l.city',
      'l.state',
      'l.zip',
      'l.confirmed as address_confirmed',
      'q.fee_cents',
      'q.spoken_fee_cents',
      'q.fee_rule',
      'q.range_low_cents',
      'q.range_high_cents',
      'q.estimate_cents',
      'q.deposit_cents',
      'v.id as visit_id',
      'v.date',
      'v.window_start',
      'v.window_end',
      'v.zone',
      'v.starts_at',
      'v.ends_at',
      'v.after_hours as visit_after_hours',
      'v.status as visit_status',
      'v.gate_code',
      (eb) =>
        eb
          .selectFrom('secrets as x')
          .select((e) => e.fn.countAll<number>().as('kept'))
          .whereRef('x.business_id', '=', 'v.business_id')
          .whereRef('x.visit_id', '=', 'v.id')
          .where('x.slot', '=', 'gateCode')
          .as('gate_codes'),
      'v.access',
      'v.pets',
      't.id as technician_id',
      't.name as technician_name',
    ])
    .where('j.business_id', '=', businessId);

type Row = Awaited<ReturnType<ReturnType<typeof jobRows>['executeTakeFirstOrThrow']>>;

const visitOf = (row: Row): JobRecord['visit'] =>
  row.visit_id === null
    ? null
    : {
        id: row.visit_id,
        startsAt: row.starts_at ?? 0,
        endsAt: row.ends_at ?? 0,
        zone: row.zone ?? '',
        date: row.date ?? '',
        windowStart: row.window_start ?? '',
        windowEnd: row.window_end ?? '',
        afterHours: row.visit_after_hours === 1,
        status: row.visit_status ?? '',
        technician:
          row.technician_id === null || row.technician_name === null
            ? null
            : { id: row.technician_id, name: row.technician_name },
        hasGateCode: row.gate_code !== null || (row.gate_codes ?? 0) > 0,
        access: row.access,
        pets: row.pets,
      };

const priceOf = (row: Row): JobRecord['price'] =>
  row.fee_cents === null
    ? null
    : {
        fee: usd(row.fee_cents),
        spokenFee: usd(row.spoken_fee_cents ?? row.fee_cents),
        feeRule: row.fee_rule === 'credited' ? 'credited' : 'not_credited',
        range:
          row.range_low_cents === null || row.range_high_cents === null
            ? null
            : { low: usd(row.range_low_cents), high: usd(row.range_high_cents) },
        estimate: row.estimate_cents === null ? null : usd(row.estimate_cents),
        deposit: row.deposit_cents === null ? null : usd(row.deposit_cents),
      };

const recordOf = (row: Row): JobRecord => ({
  id: row.id,
  number: formatJobNumber(row.number),
  status: row.status,
  createdAt: row.created_at,
  callId: row.call_id,
  serviceType: { code: row.service_code, name: row.service_name, trade: row.trade },
  problem: row.problem,
  details: JSON.parse(row.details) as string[],
  urgency: row.urgency,
  afterHours: row.after_hours === 1,
  customer: {
    id: row.customer_id,
    name: row.contact_name,
    nameConfirmed: row.contact_name_confirmed === 1,
    phone: row.contact_phone,
    phoneConfirmed: row.contact_phone_confirmed === 1,
  },
  location: {
    id: row.location_id,
    houseNumber: row.house_number,
    street: row.street,
    unit: row.unit,
    city: row.city,
    state: row.state,
    zip: row.zip,
    confirmed: row.address_confirmed === 1,
  },
  visit: visitOf(row),
  price: priceOf(row),
  unconfirmed: JSON.parse(row.unconfirmed) as UnconfirmedFact[],
});

/** One job; null when this business has no such job. */
export const readJob = async (scope: Scope, jobId: string): Promise<JobRecord | null> => {
  const row = await jobRows(scope).where('j.id', '=', jobId).executeTakeFirst();
  return row === undefined ? null : recordOf(row);
};

/** Jobs, newest first. */
export const listJobs = async (scope: Scope, request: PageRequest): Promise<Page<JobRecord>> => {
  let query = jobRows(scope)
    .orderBy('j.created_at', 'desc')
    .orderBy('j.id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null) {
    query = query.where((eb) =>
      eb.or([eb('j.created_at', '<', from.at), eb.and([eb('j.created_at', '=', from.at), eb('j.id', '<', from.id)])]),
    );
  }
  return pageOf(await query.execute(), request.limit, (row) => ({ at: row.created_at, id: row.id }), recordOf);
};
