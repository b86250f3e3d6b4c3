import type { Kysely } from 'kysely';
import { shop } from './0001-shop.ts';
import { calls } from './0002-calls.ts';
import { work } from './0003-work.ts';
import { recordingFailure } from './0004-recording-failure.ts';
import { oneWay } from './0005-one-way.ts';
import { lineQuality } from './0006-line-quality.ts';
import { lineModes } from './0007-line-modes.ts';
import { callIdentity } from './0008-call-identity.ts';
import { transfer } from './0009-transfer.ts';
import { outboundCalls } from './0010-outbound-calls.ts';
import { deposits } from './0011-deposits.ts';
import { confirmedShop } from './0012-confirmed-shop.ts';
import { cost } from './0013-cost.ts';
import { escalation } from './0014-escalation.ts';
import { knownCallers } from './0015-known-callers.ts';
import { secrets } from './0016-secrets.ts';
import { modelCalls } from './0017-model-calls.ts';
import { contactDetails } from './0018-contact-details.ts';
import { outboundTalks } from './0019-outbound-talks.ts';
import { modelTrials } from './0020-model-trials.ts';
import { schedule } from './0021-schedule.ts';
import { offersAndSurveys } from './0022-offers-and-surveys.ts';
import { trips } from './0023-trips.ts';
import { access } from './0024-access.ts';
import { idempotency } from './0025-idempotency.ts';
import { customers } from './0026-customers.ts';
import { search } from './0027-search.ts';
import { imports } from './0028-imports.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}

/** Every migration, in order. One that has landed is never edited: a change is a new number. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'shop', up: shop },
  { number: 2, name: 'calls', up: calls },
  { number: 3, name: 'work', up: work },
  { number: 4, name: 'recording-failure', up: recordingFailure },
  { number: 5, name: 'one-way', up: oneWay },
  { number: 6, name: 'line-quality', up: lineQuality },
  { number: 7, name: 'line-modes', up: lineModes },
  { number: 8, name: 'call-identity', up: callIdentity },
  { number: 9, name: 'transfer', up: transfer },
  { number: 10, name: 'outbound-calls', up: outboundCalls },
  { number: 11, name: 'deposits', up: deposits },
  { number: 12, name: 'confirmed-shop', up: confirmedShop },
  { number: 13, name: 'cost', up: cost },
  { number: 14, name: 'escalation', up: escalation },
  { number: 15, name: 'known-callers', up: knownCallers },
  { number: 16, name: 'secrets', up: secrets },
  { number: 17, name: 'model-calls', up: modelCalls },
  { number: 18, name: 'contact-details', up: contactDetails },
  { number: 19, name: 'outbound-talks', up: outboundTalks },
  { number: 20, name: 'model-trials', up: modelTrials },
  { number: 21, name: 'schedule', up: schedule },
  { number: 22, name: 'offers-and-surveys', up: offersAndSurveys },
  { number: 23, name: 'trips', up: trips },
  { number: 24, name: 'access', up: access },
  { number: 25, name: 'idempotency', up: idempotency },
  { number: 26, name: 'customers', up: customers },
  { number: 27, name: 'search', up: search },
  { number: 28, name: 'imports', up: imports },
];
