import type * as calls from './calls.ts';
import type * as escalation from './escalation.ts';
import type * as cost from './cost.ts';
import type * as office from './office.ts';
import type * as outbound from './outbound.ts';
import type * as work from './work.ts';

/** Every table of the database, for Kysely. */
export interface Tables {
  businesses: office.BusinessRow;
  lines: office.LineRow;
  service_types: office.ServiceTypeRow;
  price_items: office.PriceItemRow;
  deposit_rules: office.DepositRuleRow;
  opening_hours: office.OpeningHourRow;
  holidays: office.HolidayRow;
  technicians: office.TechnicianRow;
  shifts: office.ShiftRow;
  customers: work.CustomerRow;
  contacts: work.ContactRow;
  locations: work.LocationRow;
  quotes: work.QuoteRow;
  jobs: work.JobRow;
  visits: work.VisitRow;
  assignments: work.AssignmentRow;
  reservations: work.ReservationRow;
  sequences: work.SequenceRow;
  tasks: work.TaskRow;
  events: work.EventRow;
  outbox: work.OutboxRow;
  calls: calls.CallRow;
  call_events: calls.CallEventRow;
  utterances: calls.UtteranceRow;
  secrets: calls.SecretRow;
  call_checkpoints: calls.CheckpointRow;
  tool_journal: calls.ToolJournalRow;
  turn_timings: calls.TurnTimingRow;
  model_calls: calls.ModelCallRow;
  cost_lines: cost.CostLineRow;
  cost_totals: cost.CostTotalRow;
  outbound_calls: outbound.OutboundCallRow;
  ladder_steps: escalation.LadderStepRow;
  escalations: escalation.EscalationRow;
  escalation_steps: escalation.EscalationStepRow;
  do_not_call: outbound.DoNotCallRow;
  resumed_calls: calls.ResumedCallRow;
}
