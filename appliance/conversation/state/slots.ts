import type { Standing } from '../language/en-US/standing.ts';
import type { ProblemReading } from '../reading.ts';
import type { PlaceArgs } from '../tools.ts';

/** Where a fact came from: the utterance, its place in the recording (ms since answer) and the words as heard. */
export interface Evidence {
  readonly utterance: string;
  readonly startMs: number;
  readonly heard: string;
}

/**
 * How sure we are of a fact.
 *
 *   heard --read back--> read_back --yes, after it was heard--> confirmed
 *     ^                      |  \
 *     +----- corrected ------+   +--not settled--> unconfirmed (kept as heard)
 */
export type FactState = 'heard' | 'read_back' | 'confirmed' | 'unconfirmed';

export interface Slot<Value> {
  value: Value;
  evidence: Evidence;
  state: FactState;
  /** How often this value was refused or corrected. */
  attempts: number;
  /** True when the caller said that this value is wrong and gave no other. */
  denied?: boolean;
}

export interface NameValue {
  readonly first: string | null;
  readonly last: string | null;
  /** True when the recognizer's words fit a list of names, or were spelled. */
  readonly matched: boolean;
  /** The parts that do not. */
  readonly unsure: readonly ('first' | 'last')[];
  /** The parts that are read back letter by letter. */
  readonly letters?: readonly ('first' | 'last')[];
  readonly spelled: boolean;
}

export interface AddressValue {
  readonly houseNumber: string | null;
  readonly street: string | null;
  readonly unit: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  /** Two streets that meet, as the caller told the place. */
  readonly corner?: string;
  /** Where the number ends and the street begins could be heard otherwise: the read-back parts them. */
  readonly numberApart?: boolean;
  /** The street is no word that is known, and was not spelled. */
  readonly streetDoubtful?: boolean;
  /** The street is read back letter by letter. */
  readonly streetLetters?: boolean;
  /** City and state are in no list of places. */
  readonly placeDoubtful?: boolean;
}

/** The facts of a call. A key is there only when something was heard for it. */
export interface Slots {
  problem?: Slot<ProblemReading>;
  danger?: Slot<'none' | 'possible'>;
  name?: Slot<NameValue>;
  /** Ten digits, or those heard so far. */
  phone?: Slot<string>;
  /** Digits dialled after the number; read back with it. */
  extension?: Slot<string>;
  /** Lower case. */
  email?: Slot<string>;
  /** Whom of the shop's technicians the caller would rather have, by the full name. */
  technician?: Slot<string>;
  address?: Slot<AddressValue>;
  /** Id of the window the caller took. */
  window?: Slot<string>;
  /** Where the code is kept; the code itself never comes here. */
  gateCode?: Slot<string>;
  alarmCode?: Slot<string>;
  pets?: Slot<string>;
  access?: Slot<string>;
  vulnerable?: Slot<string>;
  /** What the caller is to the place. */
  standing?: Slot<Standing>;
  /** The caller says that they hold the shop's plan. */
  member?: Slot<boolean>;
}

/** The place as far as tools go by it: null until house number, street, city and state are there. */
export const placeTold = (address: Slot<AddressValue> | undefined): PlaceArgs | null => {
  const {
    houseNumber = null,
    street = null,
    unit = null,
    city = null,
    state = null,
    zip = null,
  } = address?.value ?? {};
  if (houseNumber === null || street === null || city === null || state === null) return null;
  return { houseNumber, street, unit, city, state, zip };
};

/** The facts that are read back to the caller. */
export type ReadBackSlot = 'name' | 'phone' | 'email' | 'address';

export const fullName = (name: NameValue): string => [name.first, name.last].filter((part) => part !== null).join(' ');

export const EMPTY_ADDRESS: AddressValue = {
  houseNumber: null,
  street: null,
  unit: null,
  city: null,
  state: null,
  zip: null,
};

/** Enough to send somebody: number, street, city and state. */
export const isWholeAddress = (address: AddressValue | undefined): boolean =>
  address !== undefined &&
  address.houseNumber !== null &&
  address.street !== null &&
  address.city !== null &&
  address.state !== null;

export const isWholePhone = (digits: string | undefined): boolean => digits !== undefined && /^\d{10}$/.test(digits);

/** `123 Oak Street, Springfield, OH 45501`, for records and tasks. */
export const writtenAddress = (address: AddressValue): string => {
  const corner = address.corner === undefined || address.street !== null ? null : `corner of ${address.corner}`;
  const street = [address.houseNumber, address.street, corner].filter((part) => part !== null).join(' ');
  const place = [address.state, address.zip].filter((part) => part !== null).join(' ');
  return [street, address.unit, address.city, place].filter((part) => part !== null && part !== '').join(', ');
};
