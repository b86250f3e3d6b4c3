import type { Surveys } from '#api/survey-routes.ts';
import { PilotError } from '#shared/errors.ts';
import { finishVisit } from '#store/jobs/finish-visit.ts';
import { visitOfJob } from '#store/jobs/visit-of-customer.ts';
import { daysBefore } from '#store/sales/rest.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import type { Desk } from './desk.ts';

/** Surveys over the records, by the playbook in force. */
export const surveysOf = ({ store, clock, books }: Pick<Desk, 'store' | 'clock' | 'books'>): Surveys => ({
  report: (days) => store.surveys(daysBefore(clock.now(), days)),
  finish: ({ job, who = '' }) =>
    store.transaction(async (tx) => {
      const visit = await visitOfJob(tx, Number(job.replace(/\D/gu, '')));
      if (visit === null) {
        throw new PilotError('visit.none', `The job ${job} has no visit that is still open.`, {
          fix: 'Name a job with a visit that is not over, like J-1042.',
        });
      }
      const { survey } = books.current.playbook;
      const jobNumber = formatJobNumber(visit.number);
      return { jobNumber, ...(await finishVisit(tx, visit, { actor: 'person', who, survey })) };
    }),
});
