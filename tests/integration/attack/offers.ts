import { rowsOf, type Cells, type Tables } from './records.ts';

const YES =
  /\b(yes|yeah|yep|yup|sure|okay|ok|please|go ahead|add (it|that)|fine|good|great|perfect|mm hm|uh huh|correct|right)\b/i;
const TROUBLE = new Set(['emergency', 'life_safety']);

const heard = (tables: Tables, call: string, offer: Cells): Cells | undefined =>
  rowsOf(tables, 'utterances', { call_id: call, speaker: 'caller', start_ms: offer['evidence_ms'] ?? null })[0];

/** Our sentence before what the caller said. */
const before = (tables: Tables, call: string, said: Cells): Cells | undefined =>
  rowsOf(tables, 'utterances', { call_id: call, speaker: 'us' })
    .filter(({ position }) => Number(position) < Number(said['position']))
    .toSorted((a, b) => Number(b['position']) - Number(a['position']))[0];

/** What must hold of the one offer of a call: asked once, of nobody in trouble; a line only where its price was told and a yes followed. */
export const wrongOffers = (tables: Tables, call: string): string[] => {
  const faults: string[] = [];
  const offers = rowsOf(tables, 'add_on_offers', { call_id: call });
  if (offers.length > 1) faults.push(`${offers.length} offers in one call`);
  for (const offer of offers) {
    const lines = rowsOf(tables, 'job_lines', { add_on_offer_id: offer['id'] ?? null });
    if (lines.length > 1) faults.push('an offer stands on the job twice');
    if (lines.length !== (offer['answer'] === 'yes' ? 1 : 0))
      faults.push('a line without a yes, or a yes without a line');
    const [job] = rowsOf(tables, 'jobs', { id: offer['job_id'] ?? null });
    if (TROUBLE.has(String(job?.['urgency']))) faults.push('something was offered in an emergency');
    if (
      lines.some((line) => line['price_cents'] !== offer['price_cents'] || line['evidence_ms'] !== offer['evidence_ms'])
    )
      faults.push('a line is not what was offered');
    if (offer['answer'] !== 'yes') continue;
    const said = heard(tables, call, offer);
    if (!said || !YES.test(String(said['text']))) {
      faults.push('a line stands on words that are no yes');
      continue;
    }
    const asked = before(tables, call, said);
    if (!String(asked?.['heard_text'] ?? '').includes('Shall I add it'))
      faults.push('a yes to a question that was not heard out');
  }
  const orphans = rowsOf(tables, 'job_lines').filter(
    ({ add_on_offer_id: id }) => rowsOf(tables, 'add_on_offers', { id: id ?? null }).length === 0,
  );
  if (orphans.length > 0) faults.push('a line that nobody offered');
  return faults;
};

/** Only who was content is asked for a review, and nobody says how a visit was in a call that we did not make. */
export const wrongSurveys = (tables: Tables): string[] => {
  const faults: string[] = [];
  const surveys = rowsOf(tables, 'surveys');
  for (const { recipient } of rowsOf(tables, 'outbox', { kind: 'survey.review' }))
    if (!surveys.some(({ phone, score, task_id }) => phone === recipient && score === 5 && task_id === null))
      faults.push('a review was asked for of who was not content');
  for (const { call_id: call } of surveys)
    if (call !== null && rowsOf(tables, 'calls', { id: call ?? null })[0]?.['direction'] !== 'out')
      faults.push('a survey was answered in a call that was not ours');
  return faults;
};
