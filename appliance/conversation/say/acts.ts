import type { Hazard } from '../reading.ts';

/**
 * What we mean to say. An act names records by their role (`the window`, `the quote`); it never carries an amount, a
 * time or a booking of its own: the renderer takes those from the tool results in the state, or says nothing of them.
 */
export const ACTS = [
  'greet',
  'bench_notice',
  'ask_problem',
  'ack_problem',
  'ask_detail',
  'ask_safety',
  'ask_hazard',
  'safety_advice',
  'ask_now',
  'advise',
  'answer_topic',
  'life_safety',
  'on_call_told',
  'ask_safe_phone',
  'life_safety_end',
  'ask_name',
  'read_back_name',
  'ask_spell_name',
  'ask_spell_first_name',
  'ask_phone',
  'ask_phone_caller',
  'ask_phone_keys',
  'read_back_phone',
  'ask_address',
  'ask_house_number',
  'ask_house_number_keys',
  'ask_street',
  'ask_spell_street',
  'ask_spell_city',
  'ask_city',
  'ask_zip_keys',
  'ask_state',
  'read_back_address',
  'read_back_contact',
  'kept_as_heard',
  'ack_correction',
  'tell_fee',
  'tell_fees',
  'ask_fee',
  'fee_by_office',
  'ask_fee_choice',
  'explain_fee',
  'offer_windows',
  'offer_window',
  'no_window_soon',
  'no_such_window',
  'window_taken',
  'ask_other_time',
  'ack_window',
  'ask_access',
  'have_code',
  'state_booking',
  'next_steps',
  'ask_anything_else',
  'ask_message',
  'message_taken',
  'message_failed',
  'ask_call_back',
  'cannot_book',
  'not_served',
  'transfer_start',
  'transfer_failed',
  'nobody_now',
  'admit_robot',
  'stop_recording',
  'stop_card',
  'hold_on',
  'did_not_catch',
  'are_you_there',
  'i_am_here',
  'trouble_hearing',
  'sorry_to_hear',
  'wrong_number',
  'no_vendors',
  'goodbye',
  'office_will_confirm',
] as const;
export type ActName = (typeof ACTS)[number];

export interface Act {
  readonly name: ActName;
  /** Another wording of the same question: 0 the first time. */
  readonly variant?: number;
  readonly hazard?: Hazard;
  /** Which of the two fees is meant. */
  readonly fee?: 'day' | 'after_hours';
  /** Code of a follow-up question of the playbook. */
  readonly code?: string;
}
