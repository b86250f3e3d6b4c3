import { formatJobNumber } from '#shop/job-number.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import type { Scope } from '../scope.ts';

/** As much of what a caller told is looked through. */
const TOLD = 400;

/** A job: its number, what it is about, who told of it. */
export const jobDocument = async ({ db, businessId }: Scope, id: string): Promise<SearchDocument | null> => {
  const job = await db
    .selectFrom('jobs as j')
    .innerJoin('service_types as s', (on) =>
      on.onRef('s.business_id', '=', 'j.business_id').onRef('s.id', '=', 'j.service_type_id'),
    )
    .select(['j.number', 'j.problem', 'j.contact_name', 'j.contact_phone', 's.name as service'])
    .where('j.business_id', '=', businessId)
    .where('j.id', '=', id)
    .executeTakeFirst();
  if (job === undefined) return null;
  const number = formatJobNumber(job.number);
  return {
    title: `${number} ${job.service}`,
    subtitle: [job.contact_name, job.problem].filter((part) => part !== '').join(' · '),
    fields: {
      number: [number],
      name: [job.contact_name],
      phone: [job.contact_phone],
      problem: [job.service, job.problem.slice(0, TOLD)],
    },
  };
};
