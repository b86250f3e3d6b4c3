import type { ActName } from '../../../say/acts.ts';

/**
 * Questions without a value in them, in the order in which they are tried: the first time, and again, simpler. The last
 * wording stays when a question is asked more often than there are wordings.
 */
export const QUESTIONS: Readonly<Partial<Record<ActName, readonly string[]>>> = {
  ask_problem: [
    'How can I help you today?',
    'What is the problem? For example, no heat, no cooling, or a leak.',
    'Is it your heating, your plumbing, or your electric?',
  ],
  ask_safety: [
    'Is there any gas smell, burning smell, smoke, or sparks?',
    'Do you smell gas, or see smoke or sparks? Please say yes or no.',
  ],
  ask_name: ['What is your first and last name?', 'Please tell me your name again, first and last.'],
  ask_spell_name: ['Please spell your last name, one letter at a time.'],
  ask_spell_first_name: ['Please spell your first name, one letter at a time.'],
  ask_phone: [
    'What is the best phone number to reach you?',
    'Please say your phone number again, one digit at a time.',
  ],
  ask_phone_keys: ['Please type your ten digit phone number on the keypad.'],
  ask_address: [
    'What is the address of the job? Please say the number, street, city, and state.',
    'Please say the address again, with the number, street, city, and state.',
  ],
  ask_house_number: ['What is the house number?', 'Please say the house number again, one digit at a time.'],
  ask_house_number_keys: ['Please type the house number on the keypad, and then the pound sign.'],
  ask_zip_keys: ['Please type your five digit ZIP code on the keypad.'],
  ask_street: ['What is the name of the street?', 'Please say the name of the street again.'],
  ask_spell_street: ['Please spell the name of the street, one letter at a time.'],
  ask_spell_city: ['Please spell the name of the city, one letter at a time.'],
  ask_city: ['What city and state is that in?', 'Please say the city and state again.'],
  ask_state: ['Which state is that in?'],
  ask_other_time: ['What day or time works for you?', 'Please tell me a day, and morning or afternoon.'],
  ask_access: [
    'Is there a gate code, or a pet, or anything else we should know to get in?',
    'What should we know to get in?',
  ],
  ask_anything_else: ['Is there anything else I can help you with?'],
  ask_resume: [
    'I think we were cut off. Shall we go on where we stopped?',
    'Shall we go on where we stopped? Please say yes or no.',
  ],
  ask_resume_fact: [
    'Gladly. So that I know it is you: what is your last name, or your house number?',
    'Please say your last name, or the house number.',
  ],
  ask_same_address: [
    'Is it for the same address as last time?',
    'Is it the same address as last time? Please say yes or no.',
  ],
  ask_visit_facts: [
    'I can look that up. What is your last name, and the house number of the visit?',
    'What is the number of the job, or the phone number that the visit was booked with?',
    'Please say the last name and the house number again.',
  ],
  ask_visit_name: ['And what is your last name?', 'Please say your last name again.'],
  ask_visit_house: [
    'And what is the house number of the visit?',
    'Please say the house number, or the number of the job.',
  ],
  ask_new_time: ['What day or time works better for you?', 'Please tell me a day, and morning or afternoon.'],
  ask_move_fee: ['Is that okay with you?'],
  ask_else: ['Is there anything else I can help you with?'],
  ask_message: ['What message should I pass on?', 'Please tell me in a few words what it is about.'],
  ask_call_back: ['Would you like someone to call you back?'],
  ask_safe_phone: ['Once you are safe, what phone number can we reach you at?'],
};

/** Sentences without a value in them that ask nothing. */
export const STATEMENTS: Readonly<Partial<Record<ActName, readonly string[]>>> = {
  safety_advice: ['If you smell gas, or see smoke or sparks, leave now and call nine one one from outside.'],
  bench_notice: ['This is a demonstration. It understands test voices only.'],
  kept_as_heard: ['Thank you. We will check that with you later.'],
  ack_correction: ['Thank you, I changed that.'],
  fee_by_office: ['You get the price from us before any work starts.'],
  price_depends: ['That depends on the work. You hear the fee first, and then you decide.'],
  no_such_window: ['I do not have that time.'],
  window_taken: ['I am sorry, that time was just taken.'],
  have_code: ['Thank you, I have the code.'],
  tell_cancel_right: ['For anything you buy beyond this visit, you get your right to cancel in writing.'],
  next_steps: ['Someone over eighteen should be at home.', 'You see the repair price before any work starts.'],
  cannot_hold: ['I am sorry, I cannot hold a time.'],
  cannot_book: ['I am sorry, I could not book that.'],
  transfer_start: ['One moment, I am connecting you.'],
  transfer_failed: ['I am sorry, nobody could take the call.'],
  nobody_now: ['Nobody can take the call right now.'],
  admit_robot: ["Yes, I am the shop's automated assistant. I can book a visit, or get you a person."],
  stop_recording: ['All right, the recording is off.'],
  stop_card: ['Please do not tell me a card number. I keep none. Where something is to be paid, a link comes by text.'],
  hold_on: ['Take your time.'],
  did_not_catch: ['I am sorry, I did not catch that.'],
  i_am_here: ['Yes, I can hear you.'],
  are_you_there: ['Are you still there?'],
  trouble_hearing: ['I am sorry, I have trouble hearing you.'],
  sorry_to_hear: ['I am sorry about that.'],
  no_vendors: ['Thank you, we are not interested. Goodbye.'],
  go_on: ['Thank you, then let us go on.'],
  start_over: ['All right, then we start over.'],
  no_visit_match: ['I could not find a visit with that.'],
  cannot_find_visit: ['I am sorry, I could not find it. Someone from the office has to look for it.'],
  visit_late: ['I am sorry that nobody has come yet.'],
  visit_under_way: ['That visit has begun, so someone from the office has to help you with it.'],
  visit_stays: ['All right, the visit stays as it is.'],
  cannot_move: ['I am sorry, I could not change that. Nothing was changed.'],
  goodbye: ['Thank you for calling. Goodbye.'],
  office_will_confirm: ['The office will confirm that with you.'],
  message_failed: ['I am sorry, I could not pass that on. Please call us again.'],
  life_safety_end: ['Please hang up now and do that. Goodbye.'],
};
