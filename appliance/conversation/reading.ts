import type { ExpectKind } from '#shared/link/expectation.ts';
import type { Standing } from './language/en-US/standing.ts';
import type { SecretSlot } from './state/references.ts';

/** How fast we must be. `life_safety`: 911 first. `emergency`: on-call now. `urgent`: same day. `routine`: the rest. */
export type Urgency = 'life_safety' | 'emergency' | 'urgent' | 'routine';

/** What endangers people, when `urgency` is `life_safety`. */
export type Hazard = 'gas' | 'carbon_monoxide' | 'fire' | 'shock' | 'electrical' | 'medical' | 'heat_illness';

/** What the caller wants with this utterance. */
export type Intent =
  | 'book'
  | 'emergency'
  | 'status'
  | 'reschedule'
  | 'cancel'
  | 'price'
  | 'question'
  | 'person'
  | 'message'
  | 'complaint'
  | 'billing'
  | 'vendor'
  | 'wrong_number'
  | 'robot_question'
  | 'no_recording'
  | 'repeat'
  | 'wait'
  | 'correction'
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'answer'
  | 'unclear';

export interface NameReading {
  /** As heard. */
  readonly raw: string;
  readonly first: string | null;
  readonly last: string | null;
  /** True when each part is in a list of names, or was spelled. */
  readonly matched: boolean;
  /** The parts that are not. */
  readonly unsure: readonly ('first' | 'last')[];
  readonly spelled: boolean;
  /** The parts that others sound nearly like, or that were spelled: those are read back letter by letter. */
  readonly letters: readonly ('first' | 'last')[];
  /** Other full names that sound alike, best first. */
  readonly alternatives: readonly string[];
}

export interface PhoneReading {
  /** Ten digits when complete, else those heard. */
  readonly digits: string;
  readonly complete: boolean;
  /** "the number I'm calling from" */
  readonly sameAsCaller: boolean;
}

export interface AddressReading {
  readonly raw: string;
  readonly houseNumber: string | null;
  /** With direction and suffix, in capitals as written: `Oak Street`. */
  readonly street: string | null;
  readonly unit: string | null;
  readonly city: string | null;
  /** Two letters. */
  readonly state: string | null;
  readonly zip: string | null;
  /** False when the street is no known word or name, so that its spelling is a guess. */
  readonly streetKnown: boolean;
  /** Two streets that meet, where the caller named no other address: `Oak and Third`. */
  readonly corner?: string;
  /** Where the number ends and the street begins could be heard otherwise (`twelve tree top lane`). */
  readonly numberApart?: boolean;
  /** True when another street sounds nearly so, or the caller spelled it: it is read back letter by letter. */
  readonly streetLetters: boolean;
  /** False when the city is in no list of its state's. */
  readonly placeListed: boolean;
  /** True when city and state, or the ZIP, stand in the place list and no other place is as likely. */
  readonly placeMatched: boolean;
}

export interface WindowReading {
  /** Index into the windows that were offered, when one was clearly chosen. */
  readonly choice: number | null;
  /** Local date `2026-11-23`, when a day was named. */
  readonly date: string | null;
  /** The nearer day that the same words may mean: `next Friday`. */
  readonly sooner?: string;
  /** Local hours, 0-24, when a part of the day or a time was named. */
  readonly fromHour: number | null;
  readonly toHour: number | null;
  readonly soonest: boolean;
}

export interface ProblemReading {
  /** The caller's words. */
  readonly text: string;
  /** Code of a service type of the playbook. */
  readonly serviceType: string | null;
  readonly trade: 'hvac' | 'plumbing' | 'electrical' | null;
  /** Symptoms named besides the main one, in plain words: `outdoor unit rattling`. */
  readonly details: readonly string[];
}

/** Values found in one utterance. A key is there only when something was heard for it. */
export interface ReadSlots {
  problem?: ProblemReading;
  name?: NameReading;
  phone?: PhoneReading;
  /** A technician of the shop whom the caller asks for, by the full name. */
  technician?: string;
  /** Digits of an extension behind a number. */
  extension?: string;
  address?: AddressReading;
  window?: WindowReading;
  /** Letters spelled out, capitals, no spaces. */
  spelling?: string;
  /** What the letters mean beside what was heard before, as it is written; only where a spelling was asked for. */
  settled?: string;
  /** Gate, door or alarm code in words that still hold one: what is decided on holds references. */
  gateCode?: string;
  /** Codes the words refer to: where each is kept. */
  references?: Partial<Record<SecretSlot, string>>;
  /** Pets, access and the like, in the caller's words: `one friendly dog`. */
  pets?: string;
  access?: string;
  /** Smell, smoke or sparks: `none` when the caller says there are none. */
  danger?: 'none' | 'possible';
  /** Vulnerable people in the house: baby, elderly, oxygen ... */
  vulnerable?: string;
  indoorTempF?: number;
  outdoorTempF?: number;
  afterHours?: boolean;
  email?: string;
  /** What the caller is to the place. */
  standing?: Standing;
  /** The caller holds the shop's maintenance plan. */
  member?: true;
}

/** Something alarming that was heard and then put aside by the words around it: worth one question, while nothing else is known. */
export interface Doubt {
  /** Null when property, not people, would be in danger. */
  readonly hazard: Hazard | null;
  readonly words: string;
  /** Rules heard nothing alarming: a model did. */
  readonly by?: 'model';
}

/** What one utterance meant, as the rule reader or a model reader understood it. */
export interface Reading {
  readonly text: string;
  readonly urgency: Urgency;
  readonly hazard: Hazard | null;
  readonly doubt: Doubt | null;
  /** Code of the playbook's question or objection that was brought up. */
  readonly topic: string | null;
  readonly intent: Intent;
  readonly answer: 'yes' | 'no' | null;
  readonly slots: ReadSlots;
  /** Why: rule names and the words that fired them, for people who check. */
  readonly reasons: readonly string[];
}

/** What the reader may know beside the words. */
export interface ReadContext {
  readonly expect: ExpectKind;
  /** Business time, epoch ms, and the shop's IANA zone. */
  readonly now: number;
  readonly zone: string;
  /** Windows on offer, in the order they were spoken. */
  readonly offered: readonly { readonly startsAt: number; readonly endsAt: number }[];
  /** Outside, degrees Fahrenheit, where the shop knows it; what the caller says comes first. */
  readonly outdoorTempF?: number;
  /** The utterance has not ended: what the next words may turn into something harmless waits for them. */
  readonly growing?: boolean;
  /** What was asked to be spelled, and the words it was heard as before. */
  readonly spelling?: { readonly of: 'first_name' | 'last_name' | 'street' | 'city'; readonly heard: string };
}
