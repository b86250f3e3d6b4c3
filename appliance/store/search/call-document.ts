import type { SlotRecord } from '#shared/api/records.ts';
import { localDate } from '#schedule/local-time.ts';
import { formatPhone } from '#shop/phone.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import type { Scope } from '../scope.ts';

/** The name a caller gave, where they gave one. */
const nameIn = (slots: string): string | null => {
  const value = (JSON.parse(slots) as Record<string, SlotRecord>)['name']?.value;
  return typeof value === 'string' && value !== '' ? value : null;
};

/** A call that is over: the other side's number, and the name that was given or is on the job that was spoken of. */
export const callDocument = async ({ db, businessId }: Scope, id: string): Promise<SearchDocument | null> => {
  const call = await db
    .selectFrom('calls as c')
    .innerJoin('businesses as b', 'b.id', 'c.business_id')
    .leftJoin('jobs as j', (on) => on.onRef('j.business_id', '=', 'c.business_id').onRef('j.id', '=', 'c.job_id'))
    .select([
      'c.direction',
      'c.from_number',
      'c.to_number',
      'c.started_at',
      'c.outcome',
      'c.slots',
      'j.contact_name',
      'b.zone',
    ])
    .where('c.business_id', '=', businessId)
    .where('c.id', '=', id)
    .where('c.ended_at', 'is not', null)
    .executeTakeFirst();
  if (call === undefined) return null;
  const number = call.direction === 'out' ? call.to_number : call.from_number;
  const names = [...new Set([call.contact_name, nameIn(call.slots)].filter((name) => name !== null))];
  if (number === '' && names.length === 0) return null;
  const day = localDate(call.started_at, call.zone);
  return {
    title: names[0] ?? formatPhone(number),
    subtitle: [...(names.length === 0 ? [] : [formatPhone(number)]), day, call.outcome ?? '']
      .filter((part) => part !== '')
      .join(' · '),
    fields: { name: names, phone: number === '' ? [] : [number] },
  };
};
